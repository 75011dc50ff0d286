// build.mjs makes the playground in dist/: the page, Monaco, and the server as WebAssembly.
// It needs Go. Without a cache the first build compiles Kubernetes, which takes some minutes.
import { execFileSync } from 'node:child_process';
import { cpSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
const dist = path.join(here, 'dist');
const run = (name, args, env) => execFileSync(name, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } }).trim();

// Two modules that Kubernetes links ask the system for what a browser does not have, and
// so do not compile. They are copied with that file replaced; nothing calls it.
const replaced = [
  ['github.com/coreos/go-systemd/v22', 'journal/journal_unix.go', 'journal.go.txt'],
  ['go.etcd.io/etcd/client/pkg/v3', 'fileutil/lock_flock.go', 'lock.go.txt'],
];

function server() {
  const modules = mkdtempSync(path.join(tmpdir(), 'kubelore-'));
  try {
    const mod = path.join(modules, 'go.mod');
    copyFileSync(path.join(root, 'go.mod'), mod);
    copyFileSync(path.join(root, 'go.sum'), path.join(modules, 'go.sum'));
    run('go', ['mod', 'download', ...replaced.map(([module]) => module)]);
    for (const [module, file, instead] of replaced) {
      const copy = path.join(modules, ...module.split('/'));
      cpSync(run('go', ['list', '-m', '-f', '{{.Dir}}', module]), copy, { recursive: true });
      const target = path.join(copy, ...file.split('/'));
      rmSync(target, { force: true }); // the cache of modules is read-only, and so is its copy
      run('go', ['mod', 'edit', `-replace=${module}=${copy}`, mod]);
      writeFileSync(target, readFileSync(path.join(here, 'overlay', instead)));
    }
    run('go', ['build', '-trimpath', `-modfile=${mod}`, '-ldflags=-s -w', '-o', path.join(dist, 'kubelore.wasm'), './editors/playground/server'],
      { GOOS: 'js', GOARCH: 'wasm', CGO_ENABLED: '0' });
  } finally {
    rmSync(modules, { recursive: true, force: true });
  }
}

async function page() {
  const options = { bundle: true, minify: true, format: 'iife', outdir: dist, logLevel: 'warning', loader: { '.ttf': 'file', '.yaml': 'text' } };
  await build({ ...options, entryPoints: { page: path.join(here, 'src/page.js') } });
  await build({ ...options, entryPoints: { 'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js' }, absWorkingDir: here });
  copyFileSync(path.join(here, 'src/index.html'), path.join(dist, 'index.html'));
  copyFileSync(path.join(here, 'src/worker.js'), path.join(dist, 'worker.js'));
  copyFileSync(path.join(run('go', ['env', 'GOROOT']), 'lib/wasm/wasm_exec.js'), path.join(dist, 'wasm_exec.js'));
}

mkdirSync(dist, { recursive: true });
await page();
if (!process.argv.includes('--page')) server();
const wasm = path.join(dist, 'kubelore.wasm');
// Browsers unpack it themselves where the server says how it is packed; a static one does not.
writeFileSync(`${wasm}.gz`, gzipSync(readFileSync(wasm)));
console.log(`${statSync(wasm).size} bytes of WebAssembly, ${statSync(`${wasm}.gz`).size} packed`);
