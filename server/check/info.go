package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/rule"
)

// Info documents a check. The page server/doc/checks.md is made of it.
type Info struct {
	// Code is the stable id.
	Code string
	// Severity is what problems have unless the settings say otherwise.
	Severity Severity
	// Says is what is wrong, Because why it matters, and Remedy what to do.
	Says, Because, Remedy language.Text
	// Concept is the ID of the entry that explains more, or empty.
	Concept string
	// Level is the Pod Security level that the check belongs to, or empty.
	Level string
	// Fixable says that there is a fix.
	Fixable bool
	// BuiltIn says that Kubelore comes with it, so that it has a Page.
	BuiltIn bool
}

// checksPage is the page that is made of the checks, as the world sees it.
const checksPage = "https://github.com/kubelore/kubelore/blob/main/server/doc/checks.md"

// Page returns the URL of what the documentation says about a check.
func Page(code string) string { return checksPage + "#" + strings.ReplaceAll(code, "/", "") }

// All returns the checks, by family.
func All() []Info { return With(rule.BuiltIn()) }

// With returns the checks, by family, with the rules of a set.
func With(rules *rule.Set) []Info {
	all := slices.Concat(syntaxInfos(), resourceInfos(), acrossInfos(), settingInfos())
	for i := range all {
		all[i].BuiltIn = true
	}
	known := map[string]bool{}
	for _, r := range rule.BuiltIn().All() {
		known[r.ID] = true
	}
	for _, r := range rules.All() {
		info := infoOf(r)
		info.BuiltIn = known[r.ID]
		all = append(all, info)
	}
	return all
}

// infoOf documents a rule.
func infoOf(r *rule.Rule) Info {
	return Info{
		Code: r.ID, Severity: severityOf(r, ""), Says: asSentence(r.Says), Because: r.Because, Remedy: r.Remedy,
		Concept: r.Concept, Level: r.Level, Fixable: r.Fix != nil,
	}
}

// asSentence returns a message as a sentence of its own.
func asSentence(t language.Text) language.Text {
	first, size := utf8.DecodeRuneInString(t.EN)
	en := string(unicode.ToUpper(first)) + t.EN[size:]
	return language.Text{EN: strings.TrimSuffix(en, ".") + ".", JA: strings.TrimSuffix(t.JA, "。") + "。"}
}

// say returns a text in all languages.
func say(en string) language.Text {
	d := japanese()
	ja, _ := d.phrase(d.infos, en)
	return language.Text{EN: en, JA: ja}
}

// kubectlStops is why mistakes in the syntax matter.
const kubectlStops = "kubectl cannot read the document and sends nothing. Where kubectl reads it all the same, this is a warning."

func syntaxInfos() []Info {
	stops := func(code, says, remedy string) Info {
		return Info{Code: "yaml/" + code, Severity: Error, Says: say(says), Because: say(kubectlStops), Remedy: say(remedy)}
	}
	return []Info{
		stops("bad-character", "A character cannot stand here, or nowhere in YAML.", "Put the value in quotes, or write the character as an escape in double quotes."),
		stops("bad-directive", "A directive such as %YAML is not written as it must be, or no document follows it.", "Write %YAML 1.2 once, then --- on a line of its own; or leave it out."),
		stops("bad-encoding", "The text is not UTF-8.", "Save the file as UTF-8."),
		stops("bad-escape", "A backslash in double quotes is followed by something that is no escape.", `Write \\ for a backslash, or use single quotes.`),
		stops("bad-indent", "A line is not indented like its neighbours, nor like anything it could belong to.", "Indent it like the lines it stands among."),
		stops("bad-property", "A tag or an anchor is written twice or in the wrong place.", "Keep one, directly before the value."),
		stops("block-header", "Text follows the | or > of a block scalar on its line.", "Start the text on the next line."),
		stops("block-indent", "A line of a block scalar is indented less than the first.", "Indent all lines of the text alike."),
		stops("comment-space", "The # of a comment touches what stands before it.", "Put a space before the #."),
		stops("extra-comma", "There is nothing between a comma and what comes before it.", "Delete the comma."),
		stops("invalid", "kubectl's reader refuses the document for a reason that no other check names.", "Read the reason; it is kubectl's own."),
		stops("long-key", "A key is longer than 1,024 bytes.", "Begin it with ? and a space, or check for a colon in the wrong place."),
		stops("missing-colon", "A key has no colon.", "Write a colon and a space behind it."),
		stops("missing-comma", "Two entries in brackets have no comma between them.", "Put a comma between them."),
		stops("missing-dash", "A line among the items of a list does not begin with a dash.", "Write a dash and a space, or indent the line like what it belongs to."),
		stops("missing-space", "The dash of an item touches its value.", "Put a space behind the dash."),
		stops("nested-block", "A key or an item begins on the line of another key.", "Begin it on a new line, or put the value in quotes."),
		stops("shallow-line", "A line of a quoted text or of brackets is not indented more than its key. kubectl reads it, so this is reported only beside other mistakes.", "Indent it more."),
		stops("tab-indent", "A line is indented with a tab.", "Indent with spaces."),
		stops("too-deep", "Values are nested more than a thousand levels deep.", "Check for brackets that are not closed."),
		{
			Code: "yaml/too-many", Severity: Information, Says: say("A document has more problems than are shown."),
			Because: say("A list that long helps nobody."), Remedy: say("Mend the first ones, and the next will be shown."),
		},
		stops("unclosed-flow", "A bracket or brace is not closed.", "Close it."),
		stops("unclosed-quote", "A quote is not closed.", "Close it."),
		stops("unclosed-template", "A template action is not closed.", "Close it with }}."),
		stops("unexpected-item", "A list item stands among keys.", "Indent it under the key that it is an item of."),
		stops("unexpected-text", "Text follows a value that was complete.", "Check for a quote, a comma or a colon that is missing."),
		stops("unknown-alias", "An alias names an anchor that does not stand above it.", "Mark a value above with & and the name."),
		stops("unknown-tag", "A tag begins with a handle that no directive declares.", "Declare it with %TAG, or delete the tag."),
		stops("wrong-bracket", "A closing bracket is not of the kind that was opened.", "Close what was opened."),
	}
}

// serverRefuses is why most mistakes in a resource matter.
const serverRefuses = "The API server refuses the object."

func resourceInfos() []Info {
	refused := func(code, says, remedy string) Info {
		return Info{Code: code, Severity: Error, Says: say(says), Because: say(serverRefuses), Remedy: say(remedy)}
	}
	return []Info{
		refused("schema/unknown-field", "A key is not a field of the object it stands in.", "Correct the name; the nearest one is offered. Or move it to where it belongs."),
		refused("schema/wrong-type", "A value is not of the type that the field has. Beware of YAML: without quotes yes, on and 0644 are no strings.", "Write a value of that type; quotes are offered where they help."),
		refused("schema/missing-required", "A field is missing that must be there.", "Write it."),
		refused("schema/bad-enum", "A value is not among the few that the field allows. Capitals count.", "Choose one of those that the message names."),
		refused("schema/duplicate-key", "A key is written twice in one mapping.", "Keep one. A key that overrides one merged in with << is fine."),
		refused("api/version-removed", "The target release no longer serves this version of the kind.", "Write the version that the message names, and check the fields that changed."),
		refused("api/kind-removed-no-successor", "The target release no longer serves the kind, and there is no other in its place.", "Look at the kind's hover for what people do instead."),
		refused("api/version-not-yet", "The version comes with a later release than the target.", "Write an older version, or set kubernetesVersion to the release you have."),
		refused("api/field-not-yet", "The field comes with a later release than a target.", "Delete the field, or set kubernetesVersion to releases that have it."),
		refused("api/value-not-yet", "The value comes with a later release than a target.", "Write another value, or set kubernetesVersion to releases that have it."),
		refused("api/beta-not-enabled", "The target release serves this version only if it is told to.", "Write a stable version, or start kube-apiserver with the flag that the message names."),
		refused("api/unknown-kind", "There is no such kind or version in a group of Kubernetes, or a definition in the workspace does not serve it.", "Correct the name; the nearest one is offered."),
		refused("api/wrong-group-for-kind", "The kind exists, but in another group.", "Write the apiVersion that the message names."),
		refused("api/invalid", "The API server's own validation refuses a value. The sentence is the server's.", "Read the sentence; it says what is allowed. Where it does not say why, that is added, and a fix is offered where there is one."),
		refused("api/duplicate", "The API server's own validation finds a value twice that must be unique.", "Make them differ, or delete one."),
		refused("api/forbidden", "The API server's own validation does not allow a field here, often because of another one.", "Delete one of the two."),
		refused("api/size", "The API server's own validation finds a value too long, or too many or too few items.", "Keep within the limit that the message names."),
		{
			Code: "api/warning", Severity: Warning, Says: say("The API server accepts the object and warns. The sentence is the server's."),
			Because: say("What the server warns about is ignored, deprecated or rarely meant."), Remedy: say("Follow the warning."),
		},
		{
			Code: "api/feature-gated-field", Severity: Information, Says: say("A field belongs to a feature gate that is off by default."),
			Because: say("The API server drops it without a word."), Remedy: say("Turn the feature gate on, or delete the field."),
		},
		{
			Code: "ignore/unused", Severity: Information, Says: say("A comment ignores a problem that is not there."),
			Because: say("It may hide another one some day."), Remedy: say("Delete the comment."),
		},
		{
			Code: "dep/version-deprecated", Severity: Warning, Says: say("The target release serves this version, and a later one will not."),
			Because: say("The next upgrade of the cluster breaks the manifest."), Remedy: say("Write the version that the message names."),
		},
	}
}
