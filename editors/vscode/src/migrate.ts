import * as vscode from 'vscode';

const fixAll = vscode.CodeActionKind.SourceFixAll.append('kubelore');

/** A fix may show the next one, as a new version of a kind shows the fields that it does not have. */
const rounds = 10;

/** migrateFile makes all fixes in the open manifest that are right without a doubt, which moves it to versions that are served. */
export async function migrateFile(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'yaml') {
    void vscode.window.showInformationMessage(vscode.l10n.t('Kubelore: open the manifest first.'));
    return;
  }
  let changed = 0;
  for (let round = 0; round < rounds; round++) {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, all, fixAll.value);
    const edit = actions.find((action) => action.kind?.value === fixAll.value)?.edit;
    if (edit === undefined || !(await vscode.workspace.applyEdit(edit))) {
      break;
    }
    changed += edit.get(document.uri).length;
  }
  void vscode.window.showInformationMessage(changed > 0
    ? vscode.l10n.t('Kubelore: {0} places were changed. What is left needs a decision; see the problems.', changed)
    : vscode.l10n.t('Kubelore: there is nothing to change that is right without a doubt.'));
}
