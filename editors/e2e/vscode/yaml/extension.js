// The YAML extension of Red Hat starts yaml-language-server for all YAML files, and so does this.
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;

exports.activate = async () => {
  const server = { module: process.env.KUBELORE_YAML_SERVER, transport: TransportKind.ipc };
  client = new LanguageClient('yaml', 'YAML', server, {
    documentSelector: [{ language: 'yaml' }], synchronize: { configurationSection: 'yaml' },
  });
  await client.start();
};

exports.deactivate = () => client?.stop();
