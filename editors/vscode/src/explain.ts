import * as vscode from 'vscode';
import { HoverRequest, MarkupContent, type Hover } from 'vscode-languageclient/node';
import type { Server } from './server';

/** An Explanation is the hover card of what is at the cursor, in a panel beside the editor; it follows the cursor. */
export class Explanation implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private request: vscode.CancellationTokenSource | undefined;
  private readonly listener = vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
    if (this.panel?.visible === true) {
      void this.update(textEditor);
    }
  });

  constructor(private readonly server: Server) {}

  async show(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'yaml') {
      void vscode.window.showInformationMessage(vscode.l10n.t('Kubelore: put the cursor on something in a manifest first.'));
      return;
    }
    if (!(await this.update(editor))) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Kubelore: there is nothing to say about what is at the cursor.'));
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.request?.cancel();
    this.panel?.dispose();
  }

  /** update shows the card of what is at the cursor; where there is none the last one stays, and false is returned. */
  private async update(editor: vscode.TextEditor): Promise<boolean> {
    const client = this.server.running;
    this.request?.cancel(); // only the newest place counts
    const request = (this.request = new vscode.CancellationTokenSource());
    if (client === undefined || vscode.languages.match({ language: 'yaml' }, editor.document) === 0) {
      return false;
    }
    let card: string | undefined;
    try {
      const { textDocument, position } = client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active);
      card = markdown(await client.sendRequest(HoverRequest.type, { textDocument, position }, request.token));
    } catch (reason) {
      this.server.log.debug(String(reason)); // a newer request, or a server that ends
    }
    if (card === undefined || request.token.isCancellationRequested) {
      return request.token.isCancellationRequested;
    }
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', card);
    this.open().webview.html = page(html);
    return true;
  }

  private open(): vscode.WebviewPanel {
    if (this.panel === undefined) {
      this.panel = vscode.window.createWebviewPanel('kubelore.explanation', vscode.l10n.t('Explanation'),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: false, localResourceRoots: [] });
      this.panel.onDidDispose(() => { this.panel = undefined; });
    } else if (!this.panel.visible) {
      this.panel.reveal(undefined, true);
    }
    return this.panel;
  }
}

function markdown(hover: Hover | null): string | undefined {
  return hover !== null && MarkupContent.is(hover.contents) && hover.contents.value !== '' ? hover.contents.value : undefined;
}

/** page is a page without scripts and without anything that is loaded from elsewhere. */
function page(card: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body { line-height: 1.5; padding: 0 1em; overflow-wrap: anywhere; } blockquote { margin: 0; padding: .1em 1em; } code { font-family: var(--vscode-editor-font-family); }
hr { border: 0; border-top: 1px solid var(--vscode-widget-border, #8884); }</style></head><body>${card}</body></html>`;
}
