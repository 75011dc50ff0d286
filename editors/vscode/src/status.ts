import * as vscode from 'vscode';

/** What the server says it checks manifests against. */
export interface Target {
  /** A release such as 1.34, or a range such as 1.31-1.37. */
  kubernetesVersion: string;
  /** Whether .kubelore.yaml says so, and not the editor. */
  fromFile: boolean;
}

/** The item of the status bar: the release that manifests are written for, and whether the open one is right. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('kubelore.status', vscode.StatusBarAlignment.Right, 90);
  private state: 'starting' | 'stopped' | Target = 'stopped';
  private readonly listeners = [
    vscode.window.onDidChangeActiveTextEditor(() => { this.draw(); }),
    vscode.languages.onDidChangeDiagnostics(() => { this.draw(); }),
  ];

  constructor() {
    this.item.name = 'Kubelore';
    this.draw();
  }

  /** target is undefined unless a server runs. */
  get target(): Target | undefined {
    return typeof this.state === 'string' ? undefined : this.state;
  }

  starting(): void { this.become('starting'); }
  stopped(): void { this.become('stopped'); }
  running(target: Target): void { this.become(target); }

  dispose(): void {
    this.item.dispose();
    for (const l of this.listeners) { l.dispose(); }
  }

  private become(state: 'starting' | 'stopped' | Target): void {
    this.state = state;
    this.draw();
  }

  private draw(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'yaml') {
      this.item.hide();
      return;
    }
    this.item.backgroundColor = undefined;
    this.item.command = 'kubelore.selectKubernetesVersion';
    if (this.state === 'starting') {
      this.item.text = '$(loading~spin) Kubernetes';
      this.item.tooltip = vscode.l10n.t('Kubelore is starting');
    } else if (this.state === 'stopped') {
      this.item.text = '$(error) Kubelore';
      this.item.tooltip = vscode.l10n.t('Kubelore does not run. Click to start it.');
      this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
      this.item.command = 'kubelore.restart';
    } else {
      const problems = vscode.languages.getDiagnostics(document.uri).filter(
        (d) => d.source === 'kubelore' && d.severity <= vscode.DiagnosticSeverity.Warning).length;
      this.item.text = `$(${problems > 0 ? 'warning' : 'check'}) Kubernetes ${this.state.kubernetesVersion}`;
      const origin = this.state.fromFile
        ? vscode.l10n.t('as .kubelore.yaml says') : vscode.l10n.t('as the settings say. Click to change it.');
      const count = problems > 0 ? vscode.l10n.t('{0} errors and warnings.', problems) : vscode.l10n.t('No errors and no warnings.');
      this.item.tooltip = vscode.l10n.t('Kubelore: checked against Kubernetes {0}, {1}', this.state.kubernetesVersion, origin) + '\n' + count;
      if (!vscode.workspace.isTrusted) {
        this.item.tooltip += '\n' + vscode.l10n.t('As the folder is not trusted, it cannot set kubelore.server.path.');
      }
    }
    this.item.show();
  }
}
