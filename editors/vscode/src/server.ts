import * as vscode from 'vscode';
import {
  CloseAction, DidChangeConfigurationNotification, ErrorAction, LanguageClient, State,
  type CloseHandlerResult, type ErrorHandler, type LanguageClientOptions, type Message,
} from 'vscode-languageclient/node';
import { find, type Found } from './binary';
import { coexists } from './coexistence';
import type { StatusBar, Target } from './status';

/** How often a server that dies is started again, within three minutes. */
const restarts = 4;
const window = 3 * 60 * 1000;

/** A Server is the language server of this window, or the place for one that could not be started. */
export class Server {
  readonly log = vscode.window.createOutputChannel('Kubelore', { log: true });
  private client: LanguageClient | undefined;
  // Starts and stops come from commands, settings and trust; they take turns.
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext, private readonly status: StatusBar) {
    context.subscriptions.push(this.log);
  }

  /** running is the client while its server answers. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  start(): Promise<void> {
    return this.next(() => this.startNow());
  }

  stop(): Promise<void> {
    return this.next(() => this.stopNow());
  }

  restart(): Promise<void> {
    return this.next(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  /** configure tells the server the settings as they are now. */
  async configure(): Promise<void> {
    await this.running?.sendNotification(DidChangeConfigurationNotification.type, { settings: { kubelore: settings() } });
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step).catch((reason: unknown) => {
      this.log.error(String(reason));
    });
    return this.turn;
  }

  private async startNow(): Promise<void> {
    const found = find({
      setting: vscode.workspace.getConfiguration('kubelore').get('server.path', ''),
      folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      extension: this.context.extensionPath,
      env: process.env,
      platform: process.platform,
    });
    if ('missing' in found) {
      this.status.stopped();
      void this.complain(missing(found));
      return;
    }
    this.log.info(`starting ${found.path}`);
    // A program that ends at once may do so before the client has asked it anything; then
    // the client hears that it cannot write, or that nobody is there, and its start never ends.
    let ran = false;
    let died: (reason: Error) => void = () => undefined;
    const death = new Promise<never>((_, reject) => { died = reject; });
    const errors = this.errors(() => {
      if (!ran) {
        died(new Error(vscode.l10n.t('it ended before it answered')));
      }
      return ran;
    });
    const client = new LanguageClient('kubelore', 'Kubelore', { command: found.path, args: ['serve'] }, this.options(errors));
    client.registerFeature({
      fillClientCapabilities: (capabilities) => {
        capabilities.experimental = {
          ...(capabilities.experimental as object | undefined),
          kubeloreStatus: true,
          commands: { commands: ['editor.action.triggerSuggest'] },
        };
      },
      initialize: () => undefined,
      getState: () => ({ kind: 'static' }),
      clear: () => undefined,
    });
    client.onNotification('kubelore/status', (target: Target) => {
      this.status.running(target);
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) {
        this.status.starting();
      }
      ran = ran || newState === State.Running;
    });
    this.client = client;
    this.status.starting();
    try {
      await Promise.race([client.start(), death]);
    } catch (reason) {
      this.status.stopped();
      this.log.error(String(reason));
      void this.complain(vscode.l10n.t('Kubelore: {0} could not be started as a language server: {1}', found.path, words(reason)));
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.status.stopped();
    if (client?.needsStop() === true) {
      await client.stop();
    }
    await client?.dispose().catch(() => undefined); // it may never have started
  }

  private options(errors: ErrorHandler): LanguageClientOptions {
    return {
      documentSelector: [{ language: 'yaml', scheme: 'file' }, { language: 'yaml', scheme: 'untitled' }],
      outputChannel: this.log,
      initializationOptions: settings(),
      initializationFailedHandler: () => false, // startNow says it
      errorHandler: errors,
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const all = await next(params, token);
            return Array.isArray(all) ? all.map((one: unknown, i) => (params.items[i]?.section === 'kubelore' ? settings() : one)) : all;
          },
        },
      },
    };
  }

  /** errors starts a server that died again if it is worth it, but not for ever. */
  private errors(worth: () => boolean): ErrorHandler {
    const deaths: number[] = [];
    return {
      error: (error: Error, _message: Message | undefined, count: number | undefined) => {
        // A message of the client for each write to a dead server would hide what closed has to say.
        this.log.error(error.message);
        return { action: !worth() || (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
      },
      closed: (): CloseHandlerResult => {
        if (!worth()) {
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        const now = Date.now();
        deaths.push(now);
        if (deaths.filter((at) => now - at < window).length <= restarts) {
          this.log.warn('the server ended by itself and is started again');
          return { action: CloseAction.Restart, handled: true };
        }
        this.status.stopped();
        void this.complain(vscode.l10n.t('Kubelore: the server ended {0} times within three minutes and is not started again.', restarts + 1));
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  /** complain shows a message, with what can be done about it. */
  private async complain(message: string): Promise<void> {
    this.log.error(message);
    const choices: [string, () => unknown][] = [
      [vscode.l10n.t('Open Settings'), () => vscode.commands.executeCommand('workbench.action.openSettings', 'kubelore.server.path')],
      [vscode.l10n.t('Show Log'), () => { this.log.show(true); }],
      [vscode.l10n.t('Restart'), () => this.restart()],
    ];
    const chosen = await vscode.window.showErrorMessage(message, ...choices.map(([title]) => title));
    await choices.find(([title]) => title === chosen)?.[1]();
  }
}

/** settings are those that concern the server; it knows no others. */
function settings(): Record<string, unknown> {
  const all = Object.entries(vscode.workspace.getConfiguration('kubelore'));
  const own = Object.fromEntries(all.filter(([name, value]) => name !== 'server' && name !== 'trace' && typeof value !== 'function'));
  return { ...own, yamlCoexistence: coexists() };
}

function missing(found: Exclude<Found, { path: string }>): string {
  return found.missing === 'setting'
    ? vscode.l10n.t('Kubelore: the setting kubelore.server.path leads to {0}, which is no program. Correct it, or remove it to use the server of the extension.', found.wanted)
    : vscode.l10n.t('Kubelore: there is no server in this build of the extension, and no kubelore on PATH. Install one, or name it in the setting kubelore.server.path.');
}

function words(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
