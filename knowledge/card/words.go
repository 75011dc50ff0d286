package card

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/schema"
)

// words are the short phrases of cards in one language.
type words struct {
	language.Language
	answered, custom, required, set, theDefault, documentation, here, more string
}

func (v View) words() words { return wordsIn(v.Language) }

func wordsIn(l language.Language) words {
	if l == language.Japanese {
		return words{
			l, "応答のみで保存されない", "カスタムリソース", "必須", "重複不可", "既定値", "ドキュメント", "このマニフェストでは", "ほか %d 件",
		}
	}
	return words{
		l, "answered, not stored", "custom resource", "required", "no item twice", "the default", "documentation", "In this manifest", "and %d more",
	}
}

// pick returns a text in the language of w.
func (w words) pick(en, ja string) string { return language.Text{EN: en, JA: ja}.In(w.Language) }

func (w words) scope(namespaced bool) string {
	if namespaced {
		return w.pick("namespaced", "名前空間ごと")
	}
	return w.pick("for the whole cluster", "クラスター全体")
}

func (w words) since(m catalog.Minor) string {
	return w.pick("since "+m.String(), m.String()+" から")
}

func (w words) explainedAs(apiVersion string) string {
	return w.pick("explained as in "+apiVersion, "説明は "+apiVersion+" のもの")
}

func (w words) byDefault(value string) string { return w.pick("default "+value, "既定値 "+value) }

func (w words) keyed(keys []string) string {
	return w.pick("items are told apart by "+strings.Join(keys, " and "), "要素は "+strings.Join(keys, " と ")+" で区別")
}

func (w words) valueOf(field string) string { return w.pick("a value of "+field, field+" の値") }

func (w words) key(of concept.LinkKind) string {
	switch of {
	case concept.Label:
		return w.pick("label", "ラベル")
	case concept.Annotation:
		return w.pick("annotation", "アノテーション")
	case concept.Taint:
		return w.pick("taint", "taint")
	case concept.Kind, concept.Field, concept.Value, concept.Image:
	}
	return string(of)
}

// status returns what to say of the status of an entry.
func (w words) status(s string) string {
	switch s {
	case "deprecated":
		return w.pick("deprecated", "非推奨")
	case "removed":
		return w.pick("removed", "廃止済み")
	case "historical":
		return w.pick("history", "過去のもの")
	}
	return ""
}

// stage returns how finished a version is, by its name.
func (w words) stage(version string) string {
	switch {
	case strings.Contains(version, "alpha"):
		return w.pick("alpha: may change or vanish", "alpha: 変更や廃止がありうる")
	case strings.Contains(version, "beta"):
		return w.pick("beta: will be replaced", "beta: いずれ置き換えられる")
	}
	return w.pick("stable", "安定版 (GA)")
}

// life returns the releases in which a version was served, and what the target does.
func (w words) life(x *catalog.Version, target catalog.Minor) string {
	var parts []string
	if x.Introduced != 0 {
		parts = append(parts, w.since(x.Introduced))
	}
	switch {
	case x.Removed != 0:
		parts = append(parts, w.pick("removed in "+x.Removed.String(), x.Removed.String()+" で廃止"))
	case x.Deprecated != 0 && x.Deprecated <= target:
		parts = append(parts, w.pick("deprecated since "+x.Deprecated.String(), x.Deprecated.String()+" から非推奨"))
	}
	if x.In(target) == catalog.Off {
		parts = append(parts, w.pick("off by default in "+target.String(), target.String()+" では既定で無効"))
	}
	return strings.Join(parts, ", ")
}

// typeName returns the words for a type: "integer (int32)", "list of Container".
func (w words) typeName(t *schema.Type) string {
	if w.Language == language.English {
		return TypeName(t)
	}
	switch t.Kind {
	case schema.List:
		return followed(w.typeName(t.Elem), "のリスト")
	case schema.Map:
		return followed(w.typeName(t.Elem), "のマップ")
	case schema.Object:
		if t.Name != "" {
			return t.Name
		}
		return "オブジェクト"
	case schema.Any:
		return "任意の値"
	case schema.String, schema.Integer, schema.Number, schema.Boolean, schema.IntOrString, schema.Quantity:
	}
	name := map[schema.Kind]string{
		schema.String: "文字列", schema.Integer: "整数", schema.Number: "数値", schema.Boolean: "真偽値",
		schema.IntOrString: "整数または文字列", schema.Quantity: "数量",
	}[t.Kind]
	if t.Format != "" {
		return name + " (" + t.Format + ")"
	}
	return name
}

// followed returns a word with another behind it, and a space between scripts.
func followed(word, by string) string {
	if word != "" && word[len(word)-1] < utf8.RuneSelf {
		return word + " " + by
	}
	return word + by
}

// TypeName returns the English words for a type: "integer (int32)", "list of
// Container".
func TypeName(t *schema.Type) string {
	switch t.Kind {
	case schema.Object:
		if t.Name != "" {
			return t.Name
		}
		return "object"
	case schema.List:
		return "list of " + TypeName(t.Elem)
	case schema.Map:
		return "map of string to " + TypeName(t.Elem)
	case schema.Any:
		return "anything"
	case schema.String, schema.Integer, schema.Number, schema.Boolean, schema.IntOrString, schema.Quantity:
	}
	if t.Format != "" {
		return t.Kind.String() + " (" + t.Format + ")"
	}
	return t.Kind.String()
}

// alert returns what is wrong with using a version in the target release.
func (v View) alert(x *catalog.Version) string {
	w := v.words()
	instead := ""
	if s := x.Successor(); s != nil && v.releases().Serves(s) {
		instead = w.pick("; use "+s.APIVersion(), "。"+s.APIVersion()+" を使う")
		if s.Kind.Name != x.Kind.Name {
			instead = w.pick("; use "+s.Kind.Name+" of "+s.APIVersion(), "。"+s.APIVersion()+" の "+s.Kind.Name+" を使う")
		}
	}
	name, releases := x.APIVersion(), v.releases()
	if lacking := releases.Lacking(func(m catalog.Minor) bool { return x.In(m) == catalog.Served }); len(lacking) > 0 && lacking[0] != releases {
		return v.partly(name, x.Introduced, x.Removed, lacking)
	}
	switch x.In(v.Target) {
	case catalog.Gone:
		return w.pick(fmt.Sprintf("%s was removed in %s%s.", name, x.Removed, instead), fmt.Sprintf("%s は %s で廃止された%s。", name, x.Removed, instead))
	case catalog.Off:
		return w.pick(fmt.Sprintf("%s is off by default in %s%s.", name, releases, instead), fmt.Sprintf("%s は %s では既定で無効%s。", name, releases, instead))
	case catalog.NotYet:
		return v.notYet(name, x.Introduced)
	case catalog.Never:
		return w.pick(x.Kind.Name+" cannot be created from a manifest.", x.Kind.Name+" はマニフェストからは作れない。")
	case catalog.Served:
	}
	if x.DeprecatedIn(v.Target) {
		return w.pick(fmt.Sprintf("%s is deprecated since %s%s.", name, x.Deprecated, instead), fmt.Sprintf("%s は %s から非推奨%s。", name, x.Deprecated, instead))
	}
	return ""
}
