package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/workspace"
)

// explainFlags are the flags of the command explain.
type explainFlags struct{ language, version string }

func explainCommand() *cobra.Command {
	var flags explainFlags
	cmd := &cobra.Command{
		Use:   "explain TOPIC",
		Short: "Explain a kind, a field, a check or a concept",
		Long: "Explain says what hovers say, in the terminal. A topic is a kind (deployment, deploy), a field\n" +
			"(deployment.spec.strategy), the id of a check (schema/unknown-field), the key of a label or an annotation, a\n" +
			"controller (disruption-controller) or a concept (eviction, etcd). Names in other languages and old names are known too. Packs of the current folder count.",
		Example: "  kubelore explain deployment.spec.strategy\n  kubelore explain --language ja マスターノード",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runExplain(cmd, strings.Join(args, " "), flags)
		},
	}
	cmd.Flags().StringVar(&flags.language, "language", "", "en or ja (default: that of the environment)")
	cmd.Flags().StringVar(&flags.version, "kubernetes-version", catalog.Newest.String(), "the release that manifests are written for")
	return cmd
}

func runExplain(cmd *cobra.Command, topic string, flags explainFlags) error {
	l, err := languageOf(flags.language)
	if err != nil {
		return err
	}
	_, target, err := config.ParseRange(flags.version)
	if err != nil {
		return fmt.Errorf("--kubernetes-version: %w", err)
	}
	settings, err := readSettings(checkFlags{}, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	packs, problems := workspace.ReadPacks([]string{"."}, settings.Packs)
	for _, p := range problems {
		if err := say(cmd.ErrOrStderr(), "kubelore: "+p.String()+"\n"); err != nil {
			return err
		}
	}
	x := explainer{card.View{Language: l, Target: target, Concepts: concept.BuiltIn().With(packs.Concepts), Relations: relation.BuiltIn().With(packs.Relations), Now: time.Now()}}
	text, ok := x.explain(topic)
	if !ok {
		return say(cmd.ErrOrStderr(), x.unknown(topic), exitError(exitProblems))
	}
	out := cmd.OutOrStdout()
	width, colored := 80, false
	if f, isFile := out.(*os.File); isFile && term.IsTerminal(int(f.Fd())) {
		colored = os.Getenv("NO_COLOR") == ""
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
			width = min(w, 110)
		}
	}
	return say(out, terminal(text, width, colored))
}

// say writes a text and returns what is to be returned then.
func say(w io.Writer, text string, then ...error) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if len(then) > 0 {
		return then[0]
	}
	return nil
}

// languageOf returns the language of a flag, or that of the environment.
func languageOf(flag string) (language.Language, error) {
	if flag != "" {
		l, ok := language.Of(flag)
		if !ok {
			return l, fmt.Errorf("--language cannot be %q; use en or ja", flag)
		}
		return l, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := os.Getenv(name); locale != "" {
			l, _ := language.Of(locale) // English if there are no texts in it
			return l, nil
		}
	}
	return language.English, nil
}

// explainer finds what is said of topics.
type explainer struct{ card.View }

// explain returns the Markdown of a topic.
func (x explainer) explain(topic string) (string, bool) {
	topic = strings.TrimSpace(topic)
	for _, info := range check.All() {
		if info.Code == topic {
			return x.checkText(info), true
		}
	}
	name, path, isField := strings.Cut(topic, ".")
	v := x.kind(name)
	if v != nil && isField {
		if text, ok := x.fieldText(v, path); ok {
			return text, true
		}
	}
	entry := x.Concepts.Find(topic)
	// A kind that is gone or off counts less than a topic of the same name.
	if v != nil && !isField && (v.In(x.Target) == catalog.Served || entry == nil || entry.Of == "object") {
		return x.kindText(v), true
	}
	if entry != nil {
		return x.View.Concept(entry).Markdown() + x.list(language.Text{EN: "Checks", JA: "検査"}, entry.Rules), true
	}
	if c := catalog.ControllerNamed(topic); c != nil {
		return x.Controller(c).Markdown(), true
	}
	for _, of := range []concept.LinkKind{concept.Label, concept.Annotation, concept.Taint} {
		if c := x.Key(of, topic); c != nil {
			return c.Markdown(), true
		}
	}
	return "", false
}

// kind returns the version of a kind to explain, by its name, plural or short name.
func (x explainer) kind(name string) *catalog.Version {
	var gone *catalog.Version
	for _, k := range catalog.Kinds() {
		if !strings.EqualFold(k.Name, name) && !strings.EqualFold(k.Plural, name) && !slices.Contains(k.ShortNames, strings.ToLower(name)) {
			continue
		}
		// Of kinds with one name the usual one is meant.
		for _, same := range catalog.Named(k.Name) {
			if v := same.Preferred(x.Target); v != nil {
				return v
			}
			for _, v := range same.Versions {
				if gone == nil || v.Removed > gone.Removed {
					gone = v
				}
			}
		}
	}
	return gone
}

func (x explainer) kindText(v *catalog.Version) string {
	t := schema.BuiltIn().Kind(v.Kind.Group, v.Name, v.Kind.Name)
	text := x.Kind(v, t, "", nil).Markdown()
	if entry := x.Concepts.Kind(v.APIVersion(), v.Kind.Name); entry != nil {
		text += x.list(language.Text{EN: "Checks", JA: "検査"}, entry.Rules)
	}
	return text + x.fields(t)
}

// checkText explains a check and names the concepts that it is about.
func (x explainer) checkText(info check.Info) string {
	var about []string
	for _, c := range x.Concepts.All() {
		if slices.Contains(c.Rules, info.Code) {
			about = append(about, c.ID)
		}
	}
	return "**" + info.Code + "** — " + info.Severity.In(x.Language) + "\n\n" + info.Says.In(x.Language) + "\n\n" +
		info.Because.In(x.Language) + "\n\n" + info.Remedy.In(x.Language) + "\n" +
		x.list(language.Text{EN: "About", JA: "関連"}, about)
}

// list returns a line with topics that can be explained too, or nothing without any.
func (x explainer) list(title language.Text, topics []string) string {
	if len(topics) == 0 {
		return ""
	}
	return "\n" + title.In(x.Language) + ": `" + strings.Join(topics, "`, `") + "`\n"
}

// fields lists the fields of an object.
func (x explainer) fields(t *schema.Type) string {
	if t == nil || len(t.Fields) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteByte('\n')
	for _, f := range t.Fields {
		b.WriteString("- `" + f.Name + "` " + x.Facts(f) + "\n")
	}
	return b.String()
}

// fieldText explains the field at a path of a kind, whose items may be left out or
// written as [*] or [0].
func (x explainer) fieldText(v *catalog.Version, path string) (string, bool) {
	t := schema.BuiltIn().Kind(v.Kind.Group, v.Name, v.Kind.Name)
	s := &card.Subject{APIVersion: v.APIVersion(), Kind: v.Kind.Name, At: []card.Place{{Type: v.Kind.Name}}}
	var field *schema.Field
	for name := range strings.SplitSeq(path, ".") {
		name, _, _ = strings.Cut(name, "[")
		for t != nil && (t.Kind == schema.List || t.Kind == schema.Map) {
			t = t.Elem
		}
		if field = t.Field(name); field == nil {
			return "", false
		}
		s.Way = append(s.Way, concept.Step{Owner: t.Name, Name: name})
		s.At = append(s.At, card.Place{Key: name, Type: field.Type.Name})
		t = field.Type
	}
	for t.Kind == schema.List || t.Kind == schema.Map {
		t = t.Elem
	}
	return x.Field(field, path, "", s).Markdown() + x.fields(t), true
}

// unknown says that nothing is known of a topic, and what may have been meant.
func (x explainer) unknown(topic string) string {
	text := fmt.Sprintf("kubelore: nothing is known of %q", topic)
	if x.Language == language.Japanese {
		text = fmt.Sprintf("kubelore: %q については何も知らない", topic)
	}
	if near := x.nearest(topic); near != "" {
		if x.Language == language.Japanese {
			return text + "。" + near + " のことか\n"
		}
		return text + "; did you mean " + near + "?\n"
	}
	return text + "\n"
}

func (x explainer) nearest(topic string) string {
	name, path, isField := strings.Cut(topic, ".")
	if v := x.kind(name); isField && v != nil {
		return x.nearestField(v, name, path)
	}
	var names []string
	for k := range catalog.Names(x.Target) {
		names = append(names, strings.ToLower(k))
	}
	for _, info := range check.All() {
		names = append(names, info.Code)
	}
	for _, c := range catalog.Controllers() {
		names = append(names, c.Name)
	}
	if near, ok := spell.Nearest(strings.ToLower(topic), slices.Values(names)); ok {
		return near
	}
	id, _ := x.Concepts.Nearest(topic)
	return id
}

// nearestField follows a path as far as it goes and returns it with the next name
// corrected.
func (x explainer) nearestField(v *catalog.Version, kind, path string) string {
	t := schema.BuiltIn().Kind(v.Kind.Group, v.Name, v.Kind.Name)
	right := kind
	for name := range strings.SplitSeq(path, ".") {
		name, _, _ = strings.Cut(name, "[")
		for t != nil && (t.Kind == schema.List || t.Kind == schema.Map) {
			t = t.Elem
		}
		if t == nil {
			return ""
		}
		field := t.Field(name)
		if field == nil {
			var names []string
			for _, f := range t.Fields {
				names = append(names, f.Name)
			}
			near, ok := spell.Nearest(name, slices.Values(names))
			if !ok {
				return right
			}
			return right + "." + near
		}
		right, t = right+"."+name, field.Type
	}
	return right
}
