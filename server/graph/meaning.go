package graph

import (
	"encoding/json"
	"hash/maphash"
	"strconv"

	"github.com/kubelore/kubelore/knowledge/relation"
)

// seed makes meanings comparable within the process.
var seed = maphash.MakeSeed() //nolint:gochecknoglobals // a constant, once the process runs

// meaningOf hashes what a summary says, without where it says it.
func meaningOf(s *Summary) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	say := func(words ...string) {
		for _, w := range words {
			h.WriteString(w)
			h.WriteByte(0)
		}
	}
	for _, o := range s.Objects {
		say("object", o.Group, o.Version, o.Kind, o.Namespace, o.Name, strconv.Itoa(o.Replicas), strconv.FormatBool(o.Templated), strconv.FormatBool(o.Unsure))
		sayLabels(say, o.Labels)
		for _, t := range o.Templates {
			say("template")
			sayLabels(say, t.Labels)
		}
		for _, p := range o.Parts {
			if p.Kind == "image" {
				continue // it is there to be offered; no name leads to it
			}
			say("part", p.Kind, p.In, p.Name, p.Also, p.Protocol)
		}
		for _, r := range o.References {
			if r.Relation.How == relation.External {
				continue // it names nothing in a manifest
			}
			say("reference", r.Relation.ID, r.Name, r.Namespace, r.Member, r.Prefix, strconv.FormatBool(r.Optional))
			say(r.Groups...)
			say(r.Resources...)
			for _, k := range r.Kinds {
				say(k.APIVersion, k.Name)
			}
			saySelector(say, r.Selector)
		}
		if o.Value != nil {
			// What cannot be written as JSON was never read from a manifest.
			if data, err := json.Marshal(o.Value); err == nil {
				h.Write(data)
			}
		}
	}
	return h.Sum64()
}

func sayLabels(say func(...string), all []Label) {
	for _, l := range all {
		say(l.Key, l.Value)
	}
}

func saySelector(say func(...string), s *Selector) {
	if s == nil {
		return
	}
	say("selector", strconv.FormatBool(s.Unsure))
	for _, q := range s.Requirements {
		say(q.Key, q.Operator)
		say(q.Values...)
	}
	if s.Spaces != nil {
		say("spaces")
		say(s.Spaces.Names...)
		saySelector(say, s.Spaces.Selector)
	}
}
