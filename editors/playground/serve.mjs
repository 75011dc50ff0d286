// serve.mjs serves dist/ on this machine alone: node serve.mjs [PORT]; 0 takes a free one.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const dist = path.join(import.meta.dirname, 'dist');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.ttf': 'font/ttf', '.gz': 'application/gzip' };
const server = createServer(({ url }, response) => {
  const name = path.basename(new URL(url, 'http://localhost').pathname) || 'index.html';
  const file = path.join(dist, name);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': types[path.extname(name)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
