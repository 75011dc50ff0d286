package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/change"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/refactor"
	"github.com/kubelore/kubelore/server/text"
)

// An annotation is what an editor shows with an edit before it is made.
type annotation struct {
	id                 protocol.ChangeAnnotationIdentifier
	label, description language.Text
	// confirm asks for a look before the edit is made. It is for what an author does not
	// see from where the cursor is, and for what a cluster refuses.
	confirm bool
}

var (
	recreated = annotation{ //nolint:gochecknoglobals // a table
		id:    "recreated",
		label: language.Text{EN: "Another object", JA: "別のオブジェクトになる"},
		description: language.Text{
			EN: "A cluster does not rename: this creates an object with the new name, and the old one stays until it is deleted.",
			JA: "クラスターでは名前は変わらない。新しい名前のオブジェクトが作られ、古いものは削除するまで残る。",
		},
	}
	immutable = annotation{ //nolint:gochecknoglobals // a table
		id:    "immutable",
		label: language.Text{EN: "Immutable field", JA: "変更できないフィールド"},
		description: language.Text{
			EN: "The API server refuses to change this field of an object that exists; delete the object first.",
			JA: "すでにあるオブジェクトのこのフィールドは、API サーバーが変更を拒否する。先にオブジェクトを削除する。",
		},
		confirm: true,
	}
	migrated = annotation{ //nolint:gochecknoglobals // a table
		id:    "migrated",
		label: language.Text{EN: "Another version", JA: "別のバージョン"},
		description: language.Text{
			EN: "Fields move with the version, all over the resource. What comes out says the same; compare it with what was there.",
			JA: "バージョンとともに、リソース全体でフィールドの位置が変わる。意味は同じだが、元の内容と見比べる。",
		},
		confirm: true,
	}
	judged = annotation{ //nolint:gochecknoglobals // a table
		id:    "judged",
		label: language.Text{EN: "A choice", JA: "判断が必要な変更"},
		description: language.Text{
			EN: "This changes what runs. Whether the values fit depends on the program; compare them with what it needs.",
			JA: "動作が変わる変更である。値が適切かはプログラムによるので、必要なものと見比べる。",
		},
	}
	drafted = annotation{ //nolint:gochecknoglobals // a table
		id:    "drafted",
		label: language.Text{EN: "A starting point", JA: "たたき台"},
		description: language.Text{
			EN: "Another object comes into being, with values that are a start; it stands below the one at hand.",
			JA: "別のオブジェクトが、たたき台の値で作られる。場所は対象のリソースの下になる。",
		},
	}
	configured = annotation{ //nolint:gochecknoglobals // a table
		id:    "configured",
		label: language.Text{EN: "Settings of the workspace", JA: "ワークスペースの設定"},
		description: language.Text{
			EN: "The check is turned off in all files of the workspace, for everybody who works in it.",
			JA: "ワークスペースのすべてのファイルで、そこで作業する全員について、この検査が無効になる。",
		},
		confirm: true,
	}
)

// noteOf returns what to know of an edit of a rename, or nil.
func noteOf(n change.Note) *annotation {
	switch n {
	case change.Recreated:
		return &recreated
	case change.Immutable:
		return &immutable
	case change.Plain:
	}
	return nil
}

// lookAt returns what to know of a fix that makes some edits, or nil.
func lookAt(fix check.Fix, edits []text.Edit) *annotation {
	switch {
	case fix.Look == check.Rewrites && len(edits) > 1:
		return &migrated
	case fix.Look == check.Judged:
		return &judged
	}
	return nil
}

// draftOf returns what to know of a refactoring, or nil.
func draftOf(kind refactor.Kind) *annotation {
	if kind == refactor.Create || kind == refactor.Extract {
		return &drafted
	}
	return nil
}

// annotate adds an annotation to those of an edit.
func (a *annotation) annotate(edit *protocol.WorkspaceEdit, l language.Language) {
	if edit.ChangeAnnotations == nil {
		edit.ChangeAnnotations = map[protocol.ChangeAnnotationIdentifier]protocol.ChangeAnnotation{}
	}
	shown := protocol.ChangeAnnotation{Label: a.label.In(l), Description: new(a.description.In(l))}
	if a.confirm {
		shown.NeedsConfirmation = new(true)
	}
	edit.ChangeAnnotations[a.id] = shown
}
