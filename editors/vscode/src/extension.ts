// The extension starts the server and shows what it says; what there is to know
// about manifests is known by the server.
import * as vscode from 'vscode';
import { concerns, offerOneSchema } from './coexistence';
import { Explanation } from './explain';
import { migrateFile } from './migrate';
import { Server } from './server';
import { StatusBar } from './status';
import { selectKubernetesVersion } from './version';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const status = new StatusBar();
  const running = new Server(context, status);
  const explanation = new Explanation(running);
  server = running;
  context.subscriptions.push(
    status,
    explanation,
    vscode.commands.registerCommand('kubelore.restart', () => running.restart()),
    vscode.commands.registerCommand('kubelore.showLog', () => {
      running.log.show(true);
    }),
    vscode.commands.registerCommand('kubelore.explain', () => explanation.show()),
    vscode.commands.registerCommand('kubelore.migrateFile', migrateFile),
    vscode.commands.registerCommand('kubelore.selectKubernetesVersion', () => selectKubernetesVersion(context, status)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('kubelore.server.path')) {
        return running.restart();
      }
      if (concerns(change)) {
        void offerOneSchema(context);
      }
      return change.affectsConfiguration('kubelore') || concerns(change) ? running.configure() : undefined;
    }),
    vscode.extensions.onDidChange(() => running.configure()),
    // Only now do the paths of the workspace count.
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
  );
  await running.start();
  void offerOneSchema(context);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
