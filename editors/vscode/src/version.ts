import * as vscode from 'vscode';
import type { StatusBar } from './status';

interface Manifest {
  contributes: { configuration: { properties: Record<string, { examples?: string[] } | undefined> } };
}

/** selectKubernetesVersion asks for the release and writes it to the settings of the workspace. */
export async function selectKubernetesVersion(context: vscode.ExtensionContext, status: StatusBar): Promise<void> {
  const settings = vscode.workspace.getConfiguration('kubelore');
  const target = status.target;
  if (target?.fromFile === true && (await openFile())) {
    return;
  }
  const { contributes } = context.extension.packageJSON as Manifest;
  const releases = contributes.configuration.properties['kubelore.kubernetesVersion']?.examples ?? [];
  const current = target?.kubernetesVersion ?? settings.get<string>('kubernetesVersion');
  const picked = await vscode.window.showQuickPick(
    releases.map((label) => ({ label, ...(label === current ? { description: vscode.l10n.t('in use') } : {}) })),
    { placeHolder: vscode.l10n.t('The release of Kubernetes that the manifests are written for') });
  if (picked === undefined) {
    return;
  }
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  await settings.update('kubernetesVersion', picked.label,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

/** openFile opens .kubelore.yaml, which counts more than the settings of the editor; it reports whether there is one. */
async function openFile(): Promise<boolean> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const file = vscode.Uri.joinPath(folder.uri, '.kubelore.yaml');
    try {
      await vscode.workspace.fs.stat(file);
    } catch {
      continue;
    }
    await vscode.window.showTextDocument(file);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Kubelore: this file counts more than the settings of the editor, so set kubernetesVersion here.'));
    return true;
  }
  return false;
}
