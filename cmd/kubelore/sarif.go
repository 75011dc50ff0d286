package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/text"
)

const (
	// sarifSchema is where the standard keeps its schema.
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/kubelore/kubelore"
	// sourceRoot stands for the root of the repository; who reads the report knows
	// where that is.
	sourceRoot = "%SRCROOT%"
	// fingerprint names what our fingerprints are made of. Other ingredients need
	// another number.
	fingerprint = "kubelore/v1"
)

// sarifLevels are the words of SARIF for severities.
var sarifLevels = [check.Off]string{"error", "warning", "note", "note"} //nolint:gochecknoglobals // a table

// sarifLanguages are the tags of languages that SARIF takes.
var sarifLanguages = map[language.Language]string{language.English: "en-US", language.Japanese: "ja-JP"} //nolint:gochecknoglobals // a table

// writeSARIF writes the report in SARIF 2.1.0, which code scanning services take.
//
// The fingerprint primaryLocationLineHash, which is GitHub's own, is left to the action
// that uploads the file: it complains about one that it did not make.
func writeSARIF(w io.Writer, r *report, _ bool) error {
	s := &sarifWriter{report: r, root: repositoryRoot(), rules: map[string]int{}, infos: map[string]check.Info{}, seen: map[string]int{}}
	for _, info := range check.With(cmp.Or(r.rules, rule.BuiltIn())) {
		s.infos[info.Code] = info
	}
	s.run = sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "kubelore", Version: version(), InformationURI: homepage, Language: sarifLanguages[r.language], Rules: []sarifRule{},
		}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: len(r.unread) == 0}},
		Language:    sarifLanguages[r.language], ColumnKind: "utf16CodeUnits", NewlineSequences: []string{"\r\n", "\n", "\r"}, Results: []sarifResult{},
	}
	for _, u := range r.unread {
		s.run.Invocations[0].ToolExecutionNotifications = append(s.run.Invocations[0].ToolExecutionNotifications, sarifNotification{
			Level: "error", Message: sarifText{Text: valid(u.why)},
			Locations: []sarifLocation{{PhysicalLocation: sarifPhysicalLocation{ArtifactLocation: artifact(s.root, filepath.ToSlash(u.name))}}},
		})
	}
	for _, p := range r.problems {
		s.add(p)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{s.run}}); err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	return nil
}

// sarifWriter makes the run of a report.
type sarifWriter struct {
	report *report
	run    sarifRun
	// root is the folder from which URIs count.
	root string
	// infos are the checks, and rules the indexes of those in the run.
	infos map[string]check.Info
	rules map[string]int
	// seen counts the fingerprints in each file, as the same mistake can be made twice.
	seen map[string]int
}

// add adds a problem to the run.
func (s *sarifWriter) add(p located) {
	at := s.location(p.file, p.text, p.Span)
	at.LogicalLocations = logical(p)
	result := sarifResult{
		RuleID: p.Code, RuleIndex: s.rule(p.Code), Level: sarifLevels[p.Severity], Message: sarifText{Text: valid(p.Message)},
		Locations: []sarifLocation{at}, PartialFingerprints: map[string]string{fingerprint: s.fingerprint(p)},
	}
	for _, other := range s.report.related(p) {
		end := s.location(other.file, other.text, other.Span)
		end.ID = len(result.RelatedLocations) + 1
		end.Message = &sarifText{Text: valid(other.Message)}
		result.RelatedLocations = append(result.RelatedLocations, end)
	}
	for _, fix := range p.Fixes {
		edits := fix.Make()
		if fix.Ignores || len(edits) == 0 {
			continue
		}
		change := sarifChange{ArtifactLocation: at.PhysicalLocation.ArtifactLocation}
		for _, e := range edits {
			replacement := sarifReplacement{DeletedRegion: region(p.text, e.Span)}
			if e.New != "" {
				replacement.InsertedContent = &sarifText{Text: valid(e.New)}
			}
			change.Replacements = append(change.Replacements, replacement)
		}
		result.Fixes = append(result.Fixes, sarifFix{Description: sarifText{Text: valid(fix.Title)}, ArtifactChanges: []sarifChange{change}})
	}
	s.run.Results = append(s.run.Results, result)
}

// rule returns the index of a check among the rules of the run, which has only those
// that there is a result of.
func (s *sarifWriter) rule(code string) int {
	if i, ok := s.rules[code]; ok {
		return i
	}
	i := len(s.run.Tool.Driver.Rules)
	s.rules[code] = i
	info, ok := s.infos[code]
	family, _, _ := strings.Cut(code, "/")
	x := sarifRule{ID: code, DefaultConfiguration: sarifConfiguration{Enabled: true, Level: "warning"}, Properties: sarifProperties{Tags: tagsOf(family)}}
	if ok {
		says, because, remedy := info.Says.In(s.report.language), info.Because.In(s.report.language), info.Remedy.In(s.report.language)
		x.ShortDescription = &sarifText{Text: says}
		x.FullDescription = &sarifText{Text: strings.TrimSpace(says + separator(s.report.language) + because)}
		x.Help = &sarifText{Text: because + "\n\n" + remedy, Markdown: because + "\n\n" + remedy}
		if info.Severity < check.Off {
			x.DefaultConfiguration.Level = sarifLevels[info.Severity]
		} else {
			x.DefaultConfiguration = sarifConfiguration{Level: "note"}
		}
		if info.BuiltIn {
			x.HelpURI = check.Page(code)
			x.Help.Markdown += "\n\n[" + code + "](" + x.HelpURI + ")"
		}
	}
	s.run.Tool.Driver.Rules = append(s.run.Tool.Driver.Rules, x)
	return i
}

// separator returns what stands between two sentences.
func separator(l language.Language) string {
	if l == language.Japanese {
		return ""
	}
	return " "
}

// tagsOf returns the words by which a service sorts the checks of a family.
func tagsOf(family string) []string {
	tags := []string{"kubernetes", family}
	if family == "sec" {
		tags = append(tags, "security")
	}
	return tags
}

// logical says what a problem is about in the words of the API.
func logical(p located) []sarifLogicalLocation {
	if p.Kind == "" {
		return nil
	}
	l := sarifLogicalLocation{Name: valid(p.Name), FullyQualifiedName: valid(p.Kind + "/" + p.Name), Kind: "resource"}
	if p.Field != "" {
		l.Name, l.FullyQualifiedName, l.Kind = valid(p.Field), l.FullyQualifiedName+"/"+valid(p.Field), "member"
	}
	return []sarifLogicalLocation{l}
}

// fingerprint returns what tells a problem from others in the file, and stays the same
// when lines are added elsewhere.
func (s *sarifWriter) fingerprint(p located) string {
	line := p.text.Line(p.text.LineOf(p.Span.Start))
	source := strings.TrimSpace(p.text.Slice(line))
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Code, p.Kind, p.Name, p.Field, source}, "\x00")))
	id := hex.EncodeToString(sum[:16])
	s.seen[p.file+"\x00"+id]++
	return id + ":" + strconv.Itoa(s.seen[p.file+"\x00"+id])
}

func (s *sarifWriter) location(file string, t *text.Text, span text.Span) sarifLocation {
	r := region(t, span)
	return sarifLocation{PhysicalLocation: sarifPhysicalLocation{ArtifactLocation: artifact(s.root, file), Region: &r}}
}

func region(t *text.Text, span text.Span) sarifRegion {
	line, column := t.Position(span.Start, text.UTF16)
	endLine, endColumn := t.Position(span.End, text.UTF16)
	return sarifRegion{StartLine: line + 1, StartColumn: column + 1, EndLine: endLine + 1, EndColumn: endColumn + 1}
}

// artifact names a file as services look for it: below the root if it is there.
func artifact(root, file string) sarifArtifact {
	name, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return sarifArtifact{URI: escaped(file)}
	}
	if relative, err := filepath.Rel(root, name); err == nil && filepath.IsLocal(relative) {
		return sarifArtifact{URI: escaped(filepath.ToSlash(relative)), URIBaseID: sourceRoot}
	}
	name = filepath.ToSlash(name)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // a drive
	}
	return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: name}).String()}
}

// escaped returns a relative path as a URI. A colon in it ends no scheme.
func escaped(path string) string {
	return strings.ReplaceAll((&url.URL{Path: path}).EscapedPath(), ":", "%3A")
}

// repositoryRoot returns the nearest folder of a repository around the current folder,
// or the current folder if there is none.
func repositoryRoot() string {
	here, err := os.Getwd()
	if err != nil {
		return ""
	}
	for at := here; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return here
		}
	}
}
