// Beside the YAML extension of Red Hat each problem is to be said once. Nothing in the
// settings of that extension is changed without a yes.
import * as vscode from 'vscode';

const other = 'redhat.vscode-yaml';
const asked = 'askedAboutSchemas';

/** otherChecks reports whether the other extension looks for problems in YAML files. */
function otherChecks(): boolean {
  return vscode.extensions.getExtension(other) !== undefined && vscode.workspace.getConfiguration('yaml').get('validate', true);
}

/** coexists is what the server is told for yamlCoexistence: what somebody has set, or else whether there is another that checks. */
export function coexists(): boolean {
  const set = vscode.workspace.getConfiguration('kubelore').inspect<boolean>('yamlCoexistence');
  return set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue ?? otherChecks();
}

/** concerns reports whether coexists may be different after a change. */
export function concerns(change: vscode.ConfigurationChangeEvent): boolean {
  return change.affectsConfiguration('yaml.validate') || change.affectsConfiguration('yaml.schemas');
}

/** ofKubernetes are the names of the schemas of Kubernetes in a value of yaml.schemas: its short name, or files and addresses of that name. */
function ofKubernetes(schemas: Record<string, unknown> | undefined): string[] {
  return Object.keys(schemas ?? {}).filter((name) => /(^|[^a-z])kubernetes([^a-z]|$)/i.test(name));
}

/** offerOneSchema asks, once, whether the other extension may stop checking manifests against a schema of Kubernetes. */
export async function offerOneSchema(context: vscode.ExtensionContext): Promise<void> {
  const settings = vscode.workspace.getConfiguration('yaml');
  const names = ofKubernetes(settings.get('schemas'));
  if (!otherChecks() || names.length === 0 || context.globalState.get(asked) === true) {
    return;
  }
  await context.globalState.update(asked, true);
  const yes = vscode.l10n.t('Remove the Schema');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Kubelore: the YAML extension checks manifests as well, against {0} in the setting yaml.schemas, so problems, hovers and completions show twice. Remove that schema from the setting? All other YAML files stay as they are.', names.join(', ')),
    yes, vscode.l10n.t('Keep It'));
  if (chosen !== yes) {
    return;
  }
  const set = settings.inspect<Record<string, unknown>>('schemas');
  for (const [target, schemas] of [[vscode.ConfigurationTarget.Global, set?.globalValue], [vscode.ConfigurationTarget.Workspace, set?.workspaceValue]] as const) {
    const gone = ofKubernetes(schemas);
    if (gone.length > 0) {
      const left = Object.entries(schemas ?? {}).filter(([name]) => !gone.includes(name));
      await settings.update('schemas', left.length > 0 ? Object.fromEntries(left) : undefined, target);
    }
  }
}
