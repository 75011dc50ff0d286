// Where the server is. Nothing is downloaded and nothing is run to find it.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

/** What is known of the machine and the settings when the server is looked for. */
export interface Place {
  /** The setting kubelore.server.path; empty if it is not set. */
  setting: string;
  /** The folder that a relative path in the setting starts from. */
  folder: string | undefined;
  /** The folder of the extension, in which bin/ holds the server. */
  extension: string;
  /** The environment, for PATH. */
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** The server, or why there is none. */
export type Found = { path: string } | { missing: 'setting'; wanted: string } | { missing: 'everywhere' };

/**
 * find looks at the setting, then in the extension, then on PATH. A path in the
 * setting that leads nowhere ends the search: another server than the one that was
 * asked for would only hide the mistake.
 */
export function find(place: Place): Found {
  const setting = place.setting.trim();
  if (setting !== '') {
    const wanted = absolute(setting, place.folder);
    return runs(wanted, place.platform) ? { path: wanted } : { missing: 'setting', wanted };
  }
  const name = place.platform === 'win32' ? 'kubelore.exe' : 'kubelore';
  const onPath = (place.env['PATH'] ?? place.env['Path'] ?? '').split(path.delimiter).filter((dir) => path.isAbsolute(dir));
  for (const dir of [path.join(place.extension, 'bin'), ...onPath]) {
    const candidate = path.join(dir, name);
    if (runs(candidate, place.platform)) {
      return { path: candidate };
    }
  }
  return { missing: 'everywhere' };
}

function absolute(setting: string, folder: string | undefined): string {
  const home = /^~(?=$|[/\\])/;
  return path.resolve(folder ?? homedir(), setting.replace(home, homedir()).replaceAll('${workspaceFolder}', folder ?? ''));
}

function runs(file: string, platform: NodeJS.Platform): boolean {
  try {
    accessSync(file, platform === 'win32' ? constants.F_OK : constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
