// The page: Monaco, with the server in a worker for what there is to know about manifests.
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api';
import 'monaco-editor/esm/vs/editor/editor.all';
import 'monaco-editor/esm/vs/basic-languages/yaml/yaml.contribution';
import autoscaler from './examples/autoscaler.yaml';
import deployment from './examples/deployment.yaml';
import job from './examples/job.yaml';
import roles from './examples/roles.yaml';
import { Connection } from './connection.js';

const examples = [
  { id: 'autoscaler', text: autoscaler, en: 'an autoscaler of an old cluster', ja: '古いクラスターのオートスケーラー' },
  { id: 'deployment', text: deployment, en: 'a Deployment with mistakes', ja: '誤りのある Deployment' },
  { id: 'roles', text: roles, en: 'a Role and who has it', ja: 'Role とその割り当て' },
  { id: 'job', text: job, en: 'a CronJob', ja: 'CronJob' },
];
const texts = {
  en: { example: 'Example', language: 'Language', starting: 'The server is starting …', ready: 'ready', none: 'No problems.' },
  ja: { example: '例', language: '言語', starting: 'サーバーを起動中…', ready: '準備完了', none: '問題はない。' },
};
const start = performance.now();
const element = (id) => document.getElementById(id);
let seconds; // until the server was ready
let language = navigator.language.startsWith('ja') ? 'ja' : 'en';

self.MonacoEnvironment = { getWorker: () => new Worker('editor.worker.js') };
const model = monaco.editor.createModel(examples[0].text, 'yaml', monaco.Uri.parse('file:///manifest.yaml'));
model.updateOptions({ tabSize: 2, insertSpaces: true });
const editor = monaco.editor.create(element('editor'), {
  model, automaticLayout: true, minimap: { enabled: false }, fontFamily: "'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', monospace", fixedOverflowWidgets: true,
});
const uri = model.uri.toString();
const manifest = { uri };
const server = new Connection(new Worker('worker.js'), {
  notified: (method, params) => { if (method === 'textDocument/publishDiagnostics' && params.uri === uri) mark(params); },
  ended: (why) => { element('state').textContent = why; },
});

// Places of the protocol count from 0, those of Monaco from 1; both in UTF-16.
const toPlace = ({ lineNumber, column }) => ({ line: lineNumber - 1, character: column - 1 });
const fromRange = ({ start, end }) => new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
const toRange = (range) => ({ start: toPlace(monaco.Range.getStartPosition(range)), end: toPlace(monaco.Range.getEndPosition(range)) });
const fromText = (text) => (typeof text === 'string' ? text : { value: text.value });
const at = (place) => ({ textDocument: manifest, position: toPlace(place) });

function mark({ diagnostics, version }) {
  if (version !== undefined && version !== model.getVersionId()) return;
  const severities = { 1: monaco.MarkerSeverity.Error, 2: monaco.MarkerSeverity.Warning, 3: monaco.MarkerSeverity.Info, 4: monaco.MarkerSeverity.Hint };
  const markers = diagnostics.map(({ range, message, severity, code, source, codeDescription }) => ({
    startLineNumber: range.start.line + 1, startColumn: range.start.character + 1, endLineNumber: range.end.line + 1, endColumn: range.end.character + 1,
    message, source, severity: severities[severity], code: codeDescription ? { value: code, target: monaco.Uri.parse(codeDescription.href) } : code,
  }));
  monaco.editor.setModelMarkers(model, 'kubelore', markers);
  list(markers);
}

function list(markers) {
  element('problems').replaceChildren(...markers.filter((m) => m.severity !== monaco.MarkerSeverity.Hint).map((m) => {
    const item = document.createElement('li');
    const code = document.createElement('code');
    code.textContent = typeof m.code === 'string' ? m.code : m.code?.value ?? '';
    item.append(`${m.startLineNumber}: ${m.message} `, code);
    item.onclick = () => { editor.setPosition({ lineNumber: m.startLineNumber, column: m.startColumn }); editor.revealLineInCenter(m.startLineNumber); editor.focus(); };
    return item;
  }));
  if (markers.length === 0) element('problems').textContent = texts[language].none;
}

monaco.languages.registerHoverProvider('yaml', {
  provideHover: async (_, place) => {
    const hover = await server.request('textDocument/hover', at(place));
    return hover && { contents: [{ value: hover.contents.value }], ...(hover.range && { range: fromRange(hover.range) }) };
  },
});

monaco.languages.registerCompletionItemProvider('yaml', {
  triggerCharacters: [':', ' ', '-', '"', "'", '/', '#', '=', ','],
  provideCompletionItems: async (_, place) => {
    const found = await server.request('textDocument/completion', { ...at(place), context: { triggerKind: 1 } });
    const items = Array.isArray(found) ? found : found?.items ?? [];
    const defaults = found?.itemDefaults;
    const word = model.getWordUntilPosition(place);
    return { incomplete: found?.isIncomplete, suggestions: items.map((item) => suggestion(item, defaults, new monaco.Range(place.lineNumber, word.startColumn, place.lineNumber, word.endColumn))) };
  },
  resolveCompletionItem: async (item) => {
    const more = await server.request('completionItem/resolve', item.sent);
    return { ...item, documentation: more.documentation && fromText(more.documentation), detail: more.detail ?? item.detail };
  },
});

function suggestion(item, defaults, word) {
  const edit = item.textEdit;
  const range = edit?.range ?? edit?.replace ?? defaults?.editRange?.replace ?? defaults?.editRange;
  const format = item.insertTextFormat ?? defaults?.insertTextFormat;
  return {
    sent: item, label: item.label, detail: item.detail, sortText: item.sortText, filterText: item.filterText, preselect: item.preselect,
    documentation: item.documentation && fromText(item.documentation),
    kind: (item.kind ?? 1) - 1 in kinds ? kinds[item.kind - 1] : monaco.languages.CompletionItemKind.Property,
    insertText: edit?.newText ?? item.textEditText ?? item.insertText ?? item.label, range: range ? fromRange(range) : word,
    insertTextRules: (format === 2 ? monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet : 0) | monaco.languages.CompletionItemInsertTextRule.KeepWhitespace,
    additionalTextEdits: item.additionalTextEdits?.map(({ range: r, newText }) => ({ range: fromRange(r), text: newText })),
    command: item.command && { id: 'editor.action.triggerSuggest', title: '' },
  };
}

const K = monaco.languages.CompletionItemKind;
const kinds = [K.Text, K.Method, K.Function, K.Constructor, K.Field, K.Variable, K.Class, K.Interface, K.Module, K.Property, K.Unit, K.Value, K.Enum, K.Keyword,
  K.Snippet, K.Color, K.File, K.Reference, K.Folder, K.EnumMember, K.Constant, K.Struct, K.Event, K.Operator, K.TypeParameter];

const edits = (change) => ({
  edits: (change.changes?.[uri] ?? change.documentChanges?.flatMap((one) => one.edits ?? []) ?? [])
    .map(({ range, newText }) => ({ resource: model.uri, versionId: undefined, textEdit: { range: fromRange(range), text: newText } })),
});

monaco.languages.registerCodeActionProvider('yaml', {
  provideCodeActions: async (_, range, context) => {
    const found = await server.request('textDocument/codeAction', {
      textDocument: manifest, range: toRange(range), context: { diagnostics: [], ...(context.only && { only: [context.only] }), triggerKind: context.trigger },
    });
    return { actions: (found ?? []).map((sent) => ({ sent, title: sent.title, kind: sent.kind, isPreferred: sent.isPreferred, edit: sent.edit && edits(sent.edit) })), dispose() {} };
  },
  resolveCodeAction: async (action) => {
    if (!action.edit) action.edit = edits((await server.request('codeAction/resolve', action.sent)).edit ?? {});
    return action;
  },
});

monaco.languages.registerDefinitionProvider('yaml', {
  provideDefinition: async (_, place) => {
    const found = await server.request('textDocument/definition', at(place));
    return (Array.isArray(found) ? found : found ? [found] : []).map((one) => ({ uri: model.uri, range: fromRange(one.range ?? one.targetSelectionRange) }));
  },
});
monaco.languages.registerRenameProvider('yaml', {
  provideRenameEdits: async (_, place, newName) => edits(await server.request('textDocument/rename', { ...at(place), newName }) ?? {}),
});
monaco.languages.registerFoldingRangeProvider('yaml', {
  provideFoldingRanges: async () => {
    const found = await server.request('textDocument/foldingRange', { textDocument: manifest });
    return (found ?? []).map(({ startLine, endLine }) => ({ start: startLine + 1, end: endLine + 1 }));
  },
});

function relabel() {
  document.documentElement.lang = language;
  element('language').value = language;
  for (const name of ['example', 'language']) element(`${name}-label`).textContent = texts[language][name];
  const chosen = element('example').value || examples[0].id;
  element('example').replaceChildren(...examples.map((one) => new Option(one[language], one.id)));
  element('example').value = chosen;
  element('state').textContent = seconds === undefined ? texts[language].starting : `${texts[language].ready} (${seconds} s)`;
}

element('example').onchange = ({ target }) => { model.setValue(examples.find(({ id }) => id === target.value).text); };
element('language').onchange = ({ target }) => {
  language = target.value;
  relabel();
  server.notify('workspace/didChangeConfiguration', { settings: { kubelore: { language } } });
};
relabel();

server.ready.then(async () => {
  await server.request('initialize', {
    processId: null, rootUri: null, locale: language, initializationOptions: { language },
    capabilities: {
      textDocument: {
        publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true },
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'], resolveSupport: { properties: ['documentation', 'detail'] } } },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } }, isPreferredSupport: true, dataSupport: true, resolveSupport: { properties: ['edit'] } },
      },
    },
  });
  server.notify('initialized', {});
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: model.getVersionId(), text: model.getValue() } });
  model.onDidChangeContent(({ changes, versionId }) => {
    server.notify('textDocument/didChange', {
      textDocument: { uri, version: versionId },
      contentChanges: changes.map(({ range, text }) => ({ range: toRange(range), text })),
    });
  });
  seconds = ((performance.now() - start) / 1000).toFixed(1);
  relabel();
}).catch((reason) => { element('state').textContent = String(reason); });
