package lsp

import (
	"slices"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/text"
)

// abilities are what matters to us of what an editor can do.
type abilities struct {
	encoding text.Encoding
	// hoverMarkdown and itemMarkdown say that Markdown is shown as such, and itemMarkup
	// that the documentation of a completion may say what it is written in.
	hoverMarkdown, itemMarkdown, itemMarkup bool
	// pull says that the editor asks for diagnostics; they are then not sent. It must be
	// one that can be told to ask again, as other files can change what is wrong in one.
	pull bool
	// lazyDocumentation says that the documentation of a completion may come later.
	lazyDocumentation bool
	// asIs says that the editor can be told to leave the indentation of what a
	// completion inserts alone.
	asIs bool
	// snippets says that completions can have tab stops, and commit that characters can
	// accept them.
	snippets, commit bool
	// oneLine says that a line break in a completion may come out as something else.
	oneLine bool
	// suggestAgain says that accepting a completion can open the list again.
	suggestAgain bool
	// deprecated says that completions can be struck through.
	deprecated bool
	// itemKinds, symbolKinds and foundKinds say that completions, the symbols of a file and
	// those of the workspace may have kinds that the first protocol did not have.
	itemKinds, symbolKinds, foundKinds bool
	// codeLinks says that the code of a diagnostic can link to its explanation.
	codeLinks bool
	// related says that a diagnostic can have other ends.
	related bool
	// tags are those that diagnostics can have.
	tags []protocol.DiagnosticTag
	// literalActions says that code actions may be more than commands.
	literalActions bool
	// lazyEdits says that the edits of an action may come later.
	lazyEdits bool
	// symbolTree says that symbols can stand within others, and mostFolds how many folds
	// are taken, 0 for any number.
	symbolTree bool
	mostFolds  int
	// definitionLinks says that the answer to a definition can say what leads there.
	definitionLinks bool
	// documentChanges and annotations say how edits of several files can be written.
	documentChanges, annotations bool
	// creates says that an edit may create files.
	creates bool
	// prepares says that a rename can be asked for before a new name is.
	prepares bool
	// lazySymbols says that the range of a symbol may come later.
	lazySymbols bool
	// progress, configuration, watch and refresh are requests that may be made.
	progress, configuration, watch, refresh bool
	// status says that the editor shows what manifests are checked against.
	status bool
}

var encodingNames = map[text.Encoding]protocol.PositionEncodingKind{ //nolint:gochecknoglobals // a table
	text.UTF8:  protocol.PositionEncodingKindUTF8,
	text.UTF16: protocol.PositionEncodingKindUTF16,
	text.UTF32: protocol.PositionEncodingKindUTF32,
}

func abilitiesOf(params *protocol.InitializeParams) abilities {
	a := abilities{encoding: text.UTF16}
	a.oneLine = params.ClientInfo.Name == "Neovim"
	c := params.Capabilities
	a.status, a.suggestAgain = wantsStatus(c.Experimental), knowsCommand(c.Experimental, suggestAgain)
	if g := c.General; g != nil {
		// Bytes need no counting; they are taken when they are offered.
		for _, enc := range []text.Encoding{text.UTF8, text.UTF16, text.UTF32} {
			if slices.Contains(g.PositionEncodings, encodingNames[enc]) {
				a.encoding = enc
				break
			}
		}
	}
	if w := c.Window; w != nil {
		a.progress = is(w.WorkDoneProgress)
	}
	if w := c.Workspace; w != nil {
		a.configuration = is(w.Configuration)
		a.watch = w.DidChangeWatchedFiles != nil && is(w.DidChangeWatchedFiles.DynamicRegistration)
		a.refresh = w.Diagnostics != nil && is(w.Diagnostics.RefreshSupport)
		if e := w.WorkspaceEdit; e != nil {
			a.documentChanges = is(e.DocumentChanges)
			a.annotations = a.documentChanges && e.ChangeAnnotationSupport != nil
			a.creates = a.documentChanges && slices.Contains(e.ResourceOperations, protocol.ResourceOperationKindCreate)
		}
		a.lazySymbols = w.Symbol != nil && slices.Contains(w.Symbol.ResolveSupport.Properties, "location.range")
		a.foundKinds = w.Symbol != nil && newSymbols(w.Symbol.SymbolKind)
	}
	if t := c.TextDocument; t != nil {
		a.ofDocuments(t)
	}
	return a
}

func (a *abilities) ofDocuments(t *protocol.TextDocumentClientCapabilities) {
	a.pull = t.Diagnostic != nil && a.refresh
	a.definitionLinks = t.Definition != nil && is(t.Definition.LinkSupport)
	a.symbolTree = t.DocumentSymbol != nil && is(t.DocumentSymbol.HierarchicalDocumentSymbolSupport)
	a.symbolKinds = t.DocumentSymbol != nil && newSymbols(t.DocumentSymbol.SymbolKind)
	a.prepares = t.Rename != nil && is(t.Rename.PrepareSupport)
	if t.FoldingRange != nil && t.FoldingRange.RangeLimit != nil {
		a.mostFolds = int(*t.FoldingRange.RangeLimit)
	}
	if t.Hover != nil {
		a.hoverMarkdown = prefersMarkdown(t.Hover.ContentFormat)
	}
	if t.CodeAction != nil {
		// ALE has an empty list of kinds, and takes all.
		a.literalActions = t.CodeAction.CodeActionLiteralSupport.CodeActionKind.ValueSet != nil
		a.lazyEdits = is(t.CodeAction.DataSupport) && slices.Contains(t.CodeAction.ResolveSupport.Properties, "edit")
	}
	if t.PublishDiagnostics != nil {
		a.ofDiagnostics(t.PublishDiagnostics.DiagnosticsCapabilities)
	}
	if t.Diagnostic != nil {
		a.ofDiagnostics(t.Diagnostic.DiagnosticsCapabilities)
	}
	// Who names kinds also shows those well that it does not name.
	a.itemKinds = t.Completion != nil && t.Completion.CompletionItemKind != nil && len(t.Completion.CompletionItemKind.ValueSet) > 0
	if t.Completion != nil && t.Completion.CompletionItem != nil {
		item := t.Completion.CompletionItem
		a.itemMarkup = len(item.DocumentationFormat) > 0
		a.itemMarkdown = prefersMarkdown(item.DocumentationFormat)
		a.lazyDocumentation = slices.Contains(item.ResolveSupport.Properties, "documentation")
		a.asIs = slices.Contains(item.InsertTextModeSupport.ValueSet, protocol.InsertTextModeAsIs)
		a.snippets = is(item.SnippetSupport)
		a.commit = is(item.CommitCharactersSupport)
		a.deprecated = slices.Contains(item.TagSupport.ValueSet, protocol.CompletionItemTagDeprecated)
	}
}

func (a *abilities) ofDiagnostics(d protocol.DiagnosticsCapabilities) {
	a.codeLinks = a.codeLinks || is(d.CodeDescriptionSupport)
	a.related = a.related || is(d.RelatedInformation)
	if len(d.TagSupport.ValueSet) > 0 {
		a.tags = d.TagSupport.ValueSet
	}
}

// newSymbols reports whether an editor shows kinds of symbols that it does not know.
func newSymbols(kinds *protocol.ClientSymbolKindOptions) bool {
	return kinds != nil && len(kinds.ValueSet) > 0
}

// prefersMarkdown reports whether Markdown is among the formats an editor shows,
// and not after plain text.
func prefersMarkdown(formats []protocol.MarkupKind) bool {
	return len(formats) > 0 && formats[0] == protocol.MarkupKindMarkdown
}

func is(b *bool) bool { return b != nil && *b }
