// The probe runs in the extension host, beside the extension under test. The test asks
// over a socket: each request is the name of a function below and its arguments.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const vscode = require('vscode');

const uriOf = (file) => vscode.Uri.file(path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, file));
const opened = (file) => vscode.workspace.openTextDocument(uriOf(file));

// place is the position of a text in a document, or behind it.
function place(document, text, behind) {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`${text} is not in\n${document.getText()}`);
  return document.positionAt(at + (behind ? text.length : 0));
}

const functions = {
  version: () => vscode.version,
  active: () => vscode.extensions.getExtension('kubelore.kubelore')?.isActive ?? false,
  // open shows a file with the cursor at, or behind, a text.
  open: async (file, text, behind) => {
    const document = await opened(file);
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const at = text ? place(document, text, behind) : new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  },
  text: async (file) => (await opened(file)).getText(),
  diagnostics: async (file) => vscode.languages.getDiagnostics((await opened(file)).uri).filter((d) => d.source === 'kubelore')
    .map((d) => `${d.range.start.line + 1} ${d.code?.value ?? d.code} ${d.message}`),
  // problems are those of all extensions.
  problems: async (file) => vscode.languages.getDiagnostics((await opened(file)).uri)
    .map((d) => `${d.source}: ${d.range.start.line + 1} ${d.code?.value ?? d.code} ${d.message}`),
  hover: async (file, text) => {
    const document = await opened(file);
    const all = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, place(document, text));
    return all.flatMap((h) => h.contents.map((c) => c.value ?? c)).join('\n');
  },
  replace: async (file, old, text) => {
    const document = await opened(file);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(place(document, old), place(document, old, true)), text);
    return vscode.workspace.applyEdit(edit);
  },
  actions: async (file, text) => {
    const document = await opened(file);
    const at = place(document, text);
    const all = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, new vscode.Range(at, at));
    return all.map((a) => a.title);
  },
  // rename does what the box of the editor does, which takes the keyboard when it likes.
  rename: async (file, text, name) => {
    const document = await opened(file);
    const edit = await vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, place(document, text), name);
    return vscode.workspace.applyEdit(edit);
  },
  configure: (name, value) => vscode.workspace.getConfiguration().update(name, value ?? undefined, vscode.ConfigurationTarget.Workspace),
  setting: (name) => vscode.workspace.getConfiguration().get(name) ?? '',
  command: async (name) => { await vscode.commands.executeCommand(name); },
  // begin starts a command that only ends when a person answers.
  begin: (name) => { void vscode.commands.executeCommand(name); },
  // place is the file with the cursor, and the line that it is on.
  place: () => {
    if (!vscode.window.activeTextEditor) return ''; // between two files
    const { document, selection } = vscode.window.activeTextEditor;
    return `${path.basename(document.fileName)}: ${document.lineAt(selection.active.line).text}`;
  },
  tabs: () => vscode.window.tabGroups.all.flatMap((g) => g.tabs.map((t) => t.label)),
  trusted: () => vscode.workspace.isTrusted,
};

exports.activate = () => {
  const socket = process.env.KUBELORE_PROBE;
  if (!socket) return;
  fs.rmSync(socket, { force: true });
  http.createServer(async (request, response) => {
    let answer;
    try {
      let body = '';
      for await (const part of request) body += part;
      const [name, ...args] = JSON.parse(body);
      answer = { value: (await functions[name](...args)) ?? null };
    } catch (e) {
      answer = { error: String(e.stack ?? e) };
    }
    response.end(JSON.stringify(answer));
  }).listen(socket);
};
