package graph

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// reference notes what the value v of a pair names by a relation. Each item of a list
// names for itself. A list in a list names nothing: by aliases it can be the list that
// holds it, or one of a million.
func (s *summarizer) reference(r *relation.Relation, p, v syntax.Node) {
	if v.Kind() == syntax.Sequence {
		for item := range v.Children() {
			if x := item.Value().Target(); item.Kind() == syntax.Item && x.Kind() != syntax.Sequence {
				s.reference(r, p, x)
			}
		}
		return
	}
	x := Reference{Relation: r, Span: spanOf(v), Kinds: r.To, node: int32(v.ID()), pod: s.pod, container: s.container}
	switch r.How {
	case relation.KeyPrefix, relation.KeySuffix:
		s.keys(x, v)
	case relation.Env:
		s.variables(x, v)
	default:
		if s.read(&x, p, v) {
			s.add(x, p)
		}
	}
}

// read fills in what a value names. It reports whether it names anything.
func (s *summarizer) read(x *Reference, p, v syntax.Node) bool {
	switch r := x.Relation; r.How {
	case relation.Selector, relation.Terms:
		if x.Selector = s.selector(v); x.Selector != nil {
			x.Selector.Spaces = s.spaces(p)
		}
		return x.Selector != nil
	case relation.Labels:
		x.Selector = s.mapSelector(v)
		return x.Selector != nil
	case relation.Object:
		return s.objectReference(x, v)
	case relation.KindOf:
		kind := v.Get("kind")
		x.Span, x.Member = spanOf(kind), s.keep(kind.Target().Text())
		x.Kinds = []relation.Kind{{APIVersion: s.keep(v.Get("apiVersion").Target().Text()), Name: x.Member}}
		return x.Member != "" && !templated(x.Member)
	default:
		return s.scalar(x, p, v)
	}
}

// scalar is read for values that are a name.
func (s *summarizer) scalar(x *Reference, p, v syntax.Node) bool {
	name := s.keep(v.Text())
	if v.Kind() != syntax.Scalar || name == "" || templated(name) {
		return s.group(x, p, v)
	}
	holder := p.Parent()
	x.Optional = holder.Get("optional").Target().Text() == "true"
	switch x.Relation.How {
	case relation.Name:
		x.Name = name
		x.Prefix = s.keep(holder.Parent().Parent().Get("prefix").Target().Text())
		if x.Relation.Space != "" {
			space := follow(s.owner(p, x.Relation), x.Relation.Space)
			x.Namespace, x.NamespaceSpan = s.keep(space.Target().Text()), spanOf(space)
		}
	case relation.User:
		const prefix = "system:serviceaccount:"
		rest, ok := strings.CutPrefix(name, prefix)
		space, account, both := strings.Cut(rest, ":")
		if !ok || !both || account == "" {
			return false
		}
		x.Name, x.Namespace = account, space
		x.Span.Start = x.Span.End - len(account)
		x.NamespaceSpan = text.Span{Start: x.Span.Start - 1 - len(space), End: x.Span.Start - 1}
	case relation.External:
		x.Name = name
	case relation.Resource:
		plural, _, _ := strings.Cut(name, "/")
		x.Resources, x.Groups = []string{plural}, s.rule(holder).groups
		x.Span.End = x.Span.Start + min(len(plural), x.Span.End-x.Span.Start)
		return plural != "*" && len(x.Groups) <= mostBeside
	case relation.ResourceName:
		x.Name, x.Groups, x.Resources = name, s.rule(holder).groups, s.rule(holder).resources
		return len(x.Groups) <= mostBeside && len(x.Resources) <= mostBeside
	default:
		x.Member = name
		if plural, _, ok := strings.Cut(name, "."); x.Relation.Part == "resource" && ok {
			x.Member = plural
			x.Span.End = x.Span.Start + len(plural)
		}
	}
	return true
}

// group reads a mapping with the fields group and resource.
func (s *summarizer) group(x *Reference, _, v syntax.Node) bool {
	resource := v.Get("resource")
	if x.Relation.How != relation.Resource || resource.Target().Text() == "" {
		return false
	}
	x.Span, x.Resources, x.Groups = spanOf(resource), []string{s.keep(resource.Target().Text())}, []string{s.keep(v.Get("group").Target().Text())}
	return true
}

// mostBeside is how many things beside a field may say what it names. Nobody writes more
// by hand, and each of as many names would be looked for in all of them.
const mostBeside = 100

// rule is what a mapping says of the resources that are named in it.
type rule struct {
	holder            syntax.Node
	groups, resources []string
}

// rule returns what a mapping says of resources. Those who ask one after the other share
// it.
func (s *summarizer) rule(holder syntax.Node) rule {
	if s.said.holder == holder {
		return s.said
	}
	s.said = rule{holder: holder, groups: s.groups(holder)}
	for item := range holder.Get("resources").Target().Children() {
		plural, _, _ := strings.Cut(item.Value().Target().Text(), "/")
		s.said.resources = append(s.said.resources, s.keep(plural))
	}
	return s.said
}

// groups returns the API groups that the resources in a mapping are of.
func (s *summarizer) groups(holder syntax.Node) []string {
	if g := holder.Pair("group"); !g.IsZero() {
		return []string{s.keep(g.Value().Target().Text())}
	}
	var all []string
	for item := range holder.Get("apiGroups").Target().Children() {
		all = append(all, s.keep(item.Value().Target().Text()))
	}
	return all
}

// objectReference reads a mapping with the name of an object and what else it says.
func (s *summarizer) objectReference(x *Reference, v syntax.Node) bool {
	get := func(name string) string { return s.keep(v.Get(name).Target().Text()) }
	name := v.Get("name")
	x.Span, x.Name, x.Namespace, x.NamespaceSpan = spanOf(name), get("name"), get("namespace"), spanOf(v.Get("namespace"))
	if x.Name == "" || templated(x.Name) || templated(x.Namespace) {
		return false
	}
	kind, apiVersion := get("kind"), get("apiVersion")
	if apiVersion == "" && !v.Pair("apiGroup").IsZero() {
		if apiVersion = get("apiGroup"); apiVersion == "" {
			apiVersion = "v1"
		} else {
			apiVersion += "/"
		}
	}
	switch {
	case kind != "":
		return s.kinds(x, kind, apiVersion)
	case get("resource") != "":
		x.Resources, x.Groups = []string{get("resource")}, []string{get("group")}
	}
	return len(x.Kinds) > 0
}

// kinds sets the kind that a reference says, in the group that it says or else in one
// that it usually is of. It reports false for what is no object: a User, a Group.
func (s *summarizer) kinds(x *Reference, kind, apiVersion string) bool {
	usual := slices.DeleteFunc(slices.Clone(x.Relation.To), func(k relation.Kind) bool { return k.Name != kind })
	switch {
	case len(usual) > 0 && (apiVersion == "" || usual[0].Group() == (relation.Kind{APIVersion: apiVersion}).Group() || kind == "ServiceAccount"):
		x.Kinds = usual
	case apiVersion != "":
		x.Kinds = []relation.Kind{{APIVersion: apiVersion, Name: kind}}
	case slices.Contains(x.Relation.To, relation.Any):
		x.Kinds = []relation.Kind{{APIVersion: "*", Name: kind}}
	default:
		return false
	}
	return x.Relation.ID != "binding-subject-sa" || kind == "ServiceAccount"
}

// keys notes the names in the keys of a map.
func (s *summarizer) keys(x Reference, v syntax.Node) {
	if v.Kind() != syntax.Mapping {
		return
	}
	for p := range v.Children() {
		key := p.Key()
		content, span := key.Text(), spanOf(key)
		if templated(content) || span.End-span.Start != len(content) {
			continue
		}
		y := x
		y.node = int32(key.ID())
		if x.Relation.How == relation.KeyPrefix {
			name, _, ok := strings.Cut(content, x.Relation.Part)
			if !ok || name == "" {
				continue
			}
			y.Name, y.Span = s.keep(name), text.Span{Start: span.Start, End: span.Start + len(name)}
		} else {
			name, ok := strings.CutPrefix(content, x.Relation.Part)
			if !ok || name == "" {
				continue
			}
			y.Member, y.Span = s.keep(name), text.Span{Start: span.End - len(name), End: span.End}
		}
		s.add(y, p)
	}
}

// variables notes the variables in a text: $(NAME), but not $$(NAME).
func (s *summarizer) variables(x Reference, v syntax.Node) {
	if v.Kind() != syntax.Scalar {
		return
	}
	source := v.Source()
	for i := 0; i+1 < len(source); i++ {
		if source[i] != '$' {
			continue
		}
		if source[i+1] == '$' {
			i++
			continue
		}
		if source[i+1] != '(' {
			continue
		}
		end := strings.IndexByte(source[i:], ')')
		if end < 0 {
			return
		}
		y := x
		y.Member = s.keep(source[i+2 : i+end])
		y.Span = text.Span{Start: v.Span().Start + i + 2, End: v.Span().Start + i + end}
		if y.Member != "" && !strings.ContainsAny(y.Member, " \n\t$(") {
			s.add(y, syntax.Node{})
		}
		i += end
	}
}

// spaces returns the namespaces that a selector selects in, which its neighbours say.
func (s *summarizer) spaces(p syntax.Node) *Spaces {
	if p.Key().Text() == "namespaceSelector" {
		return nil
	}
	holder := p.Parent()
	names, selector := holder.Get("namespaces").Target(), holder.Get("namespaceSelector").Target()
	if names.Kind() != syntax.Sequence && selector.Kind() != syntax.Mapping {
		return nil
	}
	x := &Spaces{Selector: s.selector(selector)}
	for item := range names.Children() {
		x.Names = append(x.Names, s.keep(item.Value().Target().Text()))
	}
	return x
}

// add notes a reference, and which others it needs.
func (s *summarizer) add(x Reference, p syntax.Node) {
	if of := x.Relation.Of; of != "" && of != "." {
		others := s.others(p, x.Relation)
		s.wanted[len(s.at.References)] = others
		x.Optional = x.Optional || s.optional(others)
	}
	s.at.References = append(s.at.References, x)
}

// optional reports whether the mapping that has one of the nodes says that it is.
func (s *summarizer) optional(nodes []syntax.Node) bool {
	return slices.ContainsFunc(nodes, func(n syntax.Node) bool {
		return n.Parent().Parent().Get("optional").Target().Text() == "true"
	})
}

// owner returns the mapping from which the places of a relation are counted.
func (s *summarizer) owner(p syntax.Node, r *relation.Relation) syntax.Node {
	return climb(p, len(s.steps(p, r)))
}

// steps returns the path of the place of a relation that leads to p.
func (s *summarizer) steps(p syntax.Node, r *relation.Relation) []string {
	for _, place := range r.Places {
		if steps := relation.Steps(relation.Path(place)); steps[len(steps)-1] == p.Key().Text() {
			return steps
		}
	}
	return nil
}

// others returns the nodes of the field that a relation needs, or none if there are more
// than mostBeside. Those who ask one after the other share them.
func (s *summarizer) others(p syntax.Node, r *relation.Relation) []syntax.Node {
	path, of := s.steps(p, r), relation.Steps(r.Of)
	shared := 0
	for shared < len(path)-1 && shared < len(of) && path[shared] == of[shared] {
		shared++
	}
	top := climb(p, len(path)-shared)
	if s.last.relation != r || s.last.top != top {
		s.last.relation, s.last.top, s.last.nodes = r, top, below(top, of[shared:])
		if len(s.last.nodes) > mostBeside {
			s.last.nodes = nil
		}
	}
	return s.last.nodes
}

// below returns the nodes of a field below a mapping, through the items of lists.
func below(top syntax.Node, path []string) []syntax.Node {
	nodes := []syntax.Node{top}
	for _, step := range path {
		var next []syntax.Node
		for _, n := range nodes {
			for _, m := range mappings(n) {
				next = append(next, m.Get(step).Target())
			}
		}
		nodes = next
		if len(nodes) > mostBeside {
			return nodes
		}
	}
	var found []syntax.Node
	for _, n := range nodes {
		if n.Kind() != syntax.Sequence && !n.IsZero() {
			found = append(found, n)
			continue
		}
		found = append(found, mappings(n)...)
	}
	return found
}

// mappings returns n, or the mappings in it if it is a sequence.
func mappings(n syntax.Node) []syntax.Node {
	switch n.Kind() {
	case syntax.Mapping:
		return []syntax.Node{n}
	case syntax.Sequence:
		var all []syntax.Node
		for item := range n.Children() {
			if v := item.Value().Target(); v.Kind() == syntax.Mapping {
				all = append(all, v)
			}
		}
		return all
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
	}
	return nil
}

// climb returns the mapping that is so many pairs above a pair: 1 is that which has it.
func climb(p syntax.Node, pairs int) syntax.Node {
	n := p
	for ; pairs > 0 && !n.IsZero(); n = n.Parent() {
		if n.Kind() == syntax.Mapping {
			if pairs--; pairs == 0 {
				return n
			}
		}
	}
	return syntax.Node{}
}

// join finds the references that others need.
func (s *summarizer) join() {
	byNode := map[int32]int{}
	for i, r := range s.at.References {
		byNode[r.node] = i
	}
	for i, nodes := range s.wanted {
		for _, n := range nodes {
			if j, ok := byNode[int32(n.ID())]; ok && j != i {
				s.at.References[i].of = append(s.at.References[i].of, j)
			}
		}
	}
}
