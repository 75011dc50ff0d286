// The YAML extension of Red Hat starts yaml-language-server for all YAML files, and so does this.
const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

// contributed are the schemas that extensions bring along for files, as their manifests say.
const contributed = () => vscode.extensions.all.flatMap((extension) => (extension.packageJSON.contributes?.yamlValidation ?? []).map(
  ({ fileMatch, url }) => ({ fileMatch: [fileMatch].flat(), uri: vscode.Uri.joinPath(extension.extensionUri, url).toString() })));

let client;

exports.activate = async () => {
  const server = { module: process.env.KUBELORE_YAML_SERVER, transport: TransportKind.ipc };
  client = new LanguageClient('yaml', 'YAML', server, {
    documentSelector: [{ language: 'yaml' }], synchronize: { configurationSection: 'yaml' },
  });
  await client.start();
  await client.sendNotification('json/schemaAssociations', contributed());
};

exports.deactivate = () => client?.stop();
