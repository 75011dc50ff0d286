// Package config holds the settings of Kubelore: one struct for the workspace
// file .kubelore.yaml, the editor's kubelore.* settings and command-line flags.
//
// It knows names, defaults, documentation and what a value may be. It
// deliberately reads no files and knows no protocol; it is given bytes or
// decoded values.
package config

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/spell"
)

// Settings are all settings, with every value valid.
type Settings struct {
	// Oldest and Newest are the ends of the range of releases of Kubernetes that
	// manifests are written for (setting kubernetesVersion); they are equal for a
	// single release. Manifests are checked against Newest; what any other lacks is
	// reported as well.
	Oldest, Newest catalog.Minor
	// Rules say how severe the problems of a rule are, by id or glob (setting rules).
	Rules []Rule
	// CRDs are files, folders or globs with CustomResourceDefinitions, relative to
	// the workspace (setting crds).
	CRDs []string
	// Packs are folders with packs, or packs, relative to the workspace (setting packs).
	Packs []string
	// Include and Exclude are globs of the files that count as the workspace, below its
	// folders (settings include and exclude); without Include all do.
	Include, Exclude []string
	// Language is the language of hovers and messages (setting language), and Chosen
	// says that it was set; otherwise the editor's locale counts.
	Language language.Language
	Chosen   bool
	// PodSecurity is the Pod Security level that all namespaces enforce (setting
	// podSecurity): privileged, baseline or restricted; empty if each says so by its
	// labels.
	PodSecurity string
	// SecretValues says that hovers may show the values of Secrets (setting
	// hover.secretValues).
	SecretValues bool
	// YAMLCoexistence says that another YAML server looks at the same files, so that
	// what it reports as well is left out (setting yamlCoexistence).
	YAMLCoexistence bool
}

// A Rule sets the severity of the checks whose id matches a pattern.
type Rule struct {
	// Pattern is an id such as "schema/unknown-field", or a glob such as "api/*".
	Pattern string
	// Severity is error, warning, information, hint or off.
	Severity string
}

// Severities are the words for the severity of a problem, the worst first.
var Severities = []string{"error", "warning", "information", "hint", "off"} //nolint:gochecknoglobals // a list that is never written to

// Default returns the settings of somebody who set nothing.
func Default() *Settings { return &Settings{Oldest: catalog.Newest, Newest: catalog.Newest} }

// Severity returns the word for the severity that the rules give to a check, or
// "" if they leave it alone. Of several patterns that match, an exact id counts
// before a glob and a longer glob before a shorter one.
func (s *Settings) Severity(id string) string {
	found := Rule{}
	for _, r := range s.Rules {
		if ok, err := path.Match(r.Pattern, id); ok && err == nil {
			if r.Pattern == id {
				return r.Severity
			}
			if len(r.Pattern) > len(found.Pattern) {
				found = r
			}
		}
	}
	return found.Severity
}

// A Problem is a setting that cannot be used as it stands. The default is used
// instead.
type Problem struct {
	// Setting is the name, such as "kubernetesVersion" or "rules.api/*".
	Setting string
	// Message says what is wrong and what to write.
	Message string
}

// String returns the problem as a line for people.
func (p Problem) String() string { return p.Setting + ": " + p.Message }

// A Setting documents one setting.
type Setting struct {
	Name, Type, Default string
	// Doc says in every language what it is for.
	Doc language.Text
	// Values are what fits: the setting itself, or each value of a map. A Default of
	// a string that is not among them says what happens without the setting.
	Values []string
	// Pattern is a regular expression for strings that fit as well, if there are such.
	Pattern string
	// Parts are the names that a map may have, if they are known.
	Parts []Setting
	read  func(*Settings, any) []Problem
}

// All returns the settings, in the order in which they are documented.
func All() []Setting {
	return slices.Concat([]Setting{
		{
			Name: "kubernetesVersion", Type: "string", Default: catalog.Newest.String(), Values: releases(),
			Pattern: releasePattern(),
			Doc: language.Text{
				EN: "The release of Kubernetes that manifests are written for, such as 1.34, or a range such as 1.31-1.37, from " +
					catalog.Oldest.String() + " to " + catalog.Newest.String() + ". Manifests are checked against the newest release of a range, what any other lacks is reported as well, and nothing is offered that not all have.",
				JA: "マニフェストの対象とする Kubernetes のバージョン。1.34 のように書くか、1.31-1.37 のように範囲で書く。" + catalog.Oldest.String() +
					" から " + catalog.Newest.String() + " まで。範囲の場合は、いちばん新しいバージョンに対して検査し、ほかのバージョンにないものも報告する。すべてのバージョンにあるものだけを候補に出す。",
			},
			read: readVersion,
		},
		{
			Name: "rules", Type: "map", Default: "{}", Values: Severities,
			Doc: language.Text{
				EN: "How severe problems are: maps the id of a check, or a glob such as api/*, to " + strings.Join(Severities, ", ") + ".",
				JA: "問題の重大度。検査の ID、または api/* のようなパターンに対して " + strings.Join(Severities, "、") + " のいずれかを指定する。",
			},
			read: readRules,
		},
	}, fileSettings(), []Setting{
		{
			Name: "language", Type: "string", Default: "the editor's", Values: []string{"", "en", "ja"},
			Doc: language.Text{
				EN: "The language of hovers: en or ja. Without it the editor's own language counts, if there are texts in it, and English otherwise.",
				JA: "ホバーの言語。en または ja。指定しなければエディターの言語に従い、その言語の文章がなければ英語になる。",
			},
			read: readLanguage,
		},
		podSecurity(),
		{
			Name: "hover", Type: "map", Default: "{secretValues: false}",
			Doc: language.Text{
				EN: "What hovers show. secretValues: whether the decoded values of Secrets are shown; without it only their length and kind are.",
				JA: "ホバーに表示するもの。secretValues: Secret の値をデコードして表示するか。しない場合は長さと種類だけを表示する。",
			},
			Parts: []Setting{{
				Name: "secretValues", Type: "bool", Default: "false",
				Doc: language.Text{
					EN: "Whether hovers show the decoded values of Secrets; without it only their length and kind are shown.",
					JA: "Secret の値をデコードしてホバーに表示するか。しない場合は長さと種類だけを表示する。",
				},
			}},
			read: readHover,
		},
		yamlCoexistence(),
	})
}

// fileSettings returns the settings that name files and folders.
func fileSettings() []Setting {
	return []Setting{
		{
			Name: "crds", Type: "list", Default: "[]",
			Doc: language.Text{
				EN: "Files or folders with CustomResourceDefinitions that the workspace does not hold, relative to its root.",
				JA: "ワークスペースにない CustomResourceDefinition のファイルまたはフォルダー。ワークスペースのルートからの相対パスで書く。",
			},
			read: listInto("crds", "files and folders", func(s *Settings) *[]string { return &s.CRDs }),
		},
		{
			Name: "packs", Type: "list", Default: "[]",
			Doc: language.Text{
				EN: "Folders with packs beside those in .kubelore/packs, or packs themselves, relative to the root of the workspace.",
				JA: ".kubelore/packs 以外にあるパックのフォルダー、またはパックそのもの。ワークスペースのルートからの相対パスで書く。",
			},
			read: listInto("packs", "folders", func(s *Settings) *[]string { return &s.Packs }),
		},
		{
			Name: "include", Type: "list", Default: "[]",
			Doc: language.Text{
				EN: "Which files of the workspace are looked at for what manifests name, as globs such as deploy/**; without any, all that Git does not ignore. Files that are open always count.",
				JA: "マニフェストが指すものを探すファイル。deploy/** のようなグロブで書く。なければ、Git が無視しないすべてのファイル。開いているファイルは常に対象になる。",
			},
			read: globsInto("include", func(s *Settings) *[]string { return &s.Include }),
		},
		{
			Name: "exclude", Type: "list", Default: "[]",
			Doc: language.Text{
				EN: "Which files and folders of the workspace are not looked at, as globs such as test/fixtures; kubelore check leaves them out of folders, too.",
				JA: "ワークスペースのうち対象にしないファイルとフォルダー。test/fixtures のようなグロブで書く。kubelore check でもフォルダーの検査対象から外れる。",
			},
			read: globsInto("exclude", func(s *Settings) *[]string { return &s.Exclude }),
		},
	}
}

func releases() []string {
	var all []string
	for m := catalog.Newest; m >= catalog.Oldest; m-- {
		all = append(all, m.String())
	}
	return all
}

// releasePattern is the regular expression of the releases that Kubelore knows and of the
// ranges of them that do not end before they begin.
func releasePattern() string {
	var all []string
	for m := catalog.Oldest; m <= catalog.Newest; m++ {
		var ends []string
		for end := m; end <= catalog.Newest; end++ {
			ends = append(ends, strconv.Itoa(int(end)))
		}
		all = append(all, fmt.Sprintf(`%d(-1\.(%s))?`, m, strings.Join(ends, "|")))
	}
	return `^1\.(` + strings.Join(all, "|") + `)$`
}

// podSecurity is the setting of that name.
func podSecurity() Setting {
	return Setting{
		Name: "podSecurity", Type: "string", Default: "auto", Values: []string{"auto", "privileged", "baseline", "restricted"},
		Doc: language.Text{
			EN: "The Pod Security level that Pods are held to: privileged, baseline, restricted, or auto for what the labels of a Namespace in the workspace enforce.",
			JA: "Pod に求める Pod Security のレベル: privileged、baseline、restricted、または auto。auto では、ワークスペースの Namespace のラベルが求めるレベルになる。",
		},
		read: readPodSecurity,
	}
}

// yamlCoexistence is the setting of that name.
func yamlCoexistence() Setting {
	return Setting{
		Name: "yamlCoexistence", Type: "bool", Default: "false",
		Doc: language.Text{
			EN: "Whether another YAML server, such as yaml-language-server, looks at the same files. What it reports as well is left out then: mistakes of the syntax, and keys that are there twice.",
			JA: "yaml-language-server など、ほかの YAML サーバーが同じファイルを検査しているか。その場合、そちらも報告する構文の誤りとキーの重複を省く。",
		},
		read: readCoexistence,
	}
}

// Parse reads settings from decoded JSON or YAML. What is wrong is reported, and
// the default is used for it. Values may be nil.
func Parse(values map[string]any) (*Settings, []Problem) {
	s := Default()
	var problems []Problem
	known := All()
	for name, v := range values {
		i := slices.IndexFunc(known, func(k Setting) bool { return k.Name == name })
		if i < 0 {
			problems = append(problems, unknown(name, known))
			continue
		}
		if v != nil {
			problems = append(problems, known[i].read(s, v)...)
		}
	}
	slices.SortFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Setting, b.Setting) })
	return s, problems
}

func unknown(name string, known []Setting) Problem {
	names := func(yield func(string) bool) {
		for _, k := range known {
			if !yield(k.Name) {
				return
			}
		}
	}
	if near, ok := spell.Nearest(name, names); ok {
		return Problem{name, fmt.Sprintf("there is no such setting; did you mean %s?", near)}
	}
	return Problem{name, "there is no such setting"}
}

func readVersion(s *Settings, v any) []Problem {
	oldest, newest, err := ParseRange(fmt.Sprint(v))
	if err != nil {
		return []Problem{{"kubernetesVersion", err.Error()}}
	}
	s.Oldest, s.Newest = clamp(oldest), clamp(newest)
	if s.Oldest != oldest || s.Newest != newest {
		return []Problem{{"kubernetesVersion", fmt.Sprintf(
			"%v is not among the releases %s to %s that Kubelore knows; the nearest is used", v, catalog.Oldest, catalog.Newest)}}
	}
	return nil
}

// ParseRange reads a release such as "1.34" or a range such as "1.31-1.37".
func ParseRange(s string) (oldest, newest catalog.Minor, err error) {
	from, to, isRange := strings.Cut(s, "-")
	if oldest, err = catalog.ParseMinor(strings.TrimSpace(from)); err != nil {
		return 0, 0, err
	}
	if !isRange {
		return oldest, oldest, nil
	}
	if newest, err = catalog.ParseMinor(strings.TrimSpace(to)); err != nil {
		return 0, 0, err
	}
	if newest < oldest {
		return 0, 0, fmt.Errorf("the range %s ends before it begins", s)
	}
	return oldest, newest, nil
}

func clamp(m catalog.Minor) catalog.Minor {
	return min(max(m, catalog.Oldest), catalog.Newest)
}

func readRules(s *Settings, v any) []Problem {
	rules, ok := v.(map[string]any)
	if !ok {
		return []Problem{{"rules", "must map ids to severities, such as api/*: warning"}}
	}
	var problems []Problem
	for pattern, severity := range rules {
		word, _ := severity.(string)
		if severity == false {
			word = "off" // which YAML reads as a boolean
		}
		if _, err := path.Match(pattern, ""); err != nil || !slices.Contains(Severities, word) {
			problems = append(problems, Problem{"rules." + pattern, "must be one of " + strings.Join(Severities, ", ")})
			continue
		}
		s.Rules = append(s.Rules, Rule{pattern, word})
	}
	slices.SortFunc(s.Rules, func(a, b Rule) int { return cmp.Compare(a.Pattern, b.Pattern) })
	return problems
}

// listInto reads a list of texts.
func listInto(setting, of string, into func(*Settings) *[]string) func(*Settings, any) []Problem {
	return func(s *Settings, v any) []Problem {
		items, ok := v.([]any)
		if !ok {
			return []Problem{{setting, "must be a list of " + of}}
		}
		var all []string
		for _, item := range items {
			name, ok := item.(string)
			if !ok || name == "" {
				return []Problem{{setting, fmt.Sprintf("%v is none of the %s that it lists", item, of)}}
			}
			if manyChoices(name) {
				return []Problem{{setting, fmt.Sprintf("%.40s... has more braces than can be tried out", name)}}
			}
			all = append(all, name)
		}
		*into(s) = all
		return nil
	}
}

// globsInto reads a list of globs.
func globsInto(setting string, into func(*Settings) *[]string) func(*Settings, any) []Problem {
	read := listInto(setting, "globs", into)
	return func(s *Settings, v any) []Problem {
		items, _ := v.([]any)
		for _, item := range items {
			if glob, ok := item.(string); ok && !doublestar.ValidatePattern(glob) {
				return []Problem{{setting, fmt.Sprintf("%.40s is no glob; is a bracket not closed?", glob)}}
			}
		}
		return read(s, v)
	}
}

// manyChoices reports whether the braces of a glob stand for more than can be tried out:
// each doubles what there is to try. Settings can come from a stranger.
func manyChoices(glob string) bool {
	const most = 10_000
	choices, each := 1, 1+strings.Count(glob, ",")
	for range strings.Count(glob, "{") {
		if choices *= each; choices > most {
			return true
		}
	}
	return false
}

func readLanguage(s *Settings, v any) []Problem {
	word, isText := v.(string)
	if isText && word == "" {
		return nil // as if it were not set
	}
	l, ok := language.Of(word)
	if !ok {
		return []Problem{{"language", fmt.Sprintf("there are no texts in %v; use en or ja", v)}}
	}
	s.Language, s.Chosen = l, true
	return nil
}

func readPodSecurity(s *Settings, v any) []Problem {
	switch v {
	case "auto":
		s.PodSecurity = ""
	case "privileged", "baseline", "restricted":
		s.PodSecurity, _ = v.(string)
	default:
		return []Problem{{"podSecurity", "must be auto, privileged, baseline or restricted"}}
	}
	return nil
}

func readHover(s *Settings, v any) []Problem {
	values, ok := v.(map[string]any)
	if !ok {
		return []Problem{{"hover", "must map secretValues to true or false"}}
	}
	var problems []Problem
	for name, value := range values {
		show, ok := value.(bool)
		if name != "secretValues" || !ok {
			problems = append(problems, Problem{"hover." + name, "hover has one setting, secretValues, which is true or false"})
			continue
		}
		s.SecretValues = show
	}
	return problems
}

func readCoexistence(s *Settings, v any) []Problem {
	other, ok := v.(bool)
	if !ok {
		return []Problem{{"yamlCoexistence", "must be true or false"}}
	}
	s.YAMLCoexistence = other
	return nil
}
