package manifest

import (
	"sync"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/schema"
)

// A Custom is a version of a kind that a CustomResourceDefinition of the
// workspace defines, with its schema.
type Custom struct {
	*apiserver.Custom
	// Type returns the shape of the kind.
	Type func() *schema.Type
}

// Customs are the custom kinds of a workspace. The zero pointer holds none.
type Customs struct {
	byKind map[apiserver.Kind]*Custom
	// versions holds the versions of each kind, with the version left out.
	versions map[apiserver.Kind][]string
}

// NewCustoms returns the given custom kinds; of two definitions of one kind the
// first counts.
func NewCustoms(all []*apiserver.Custom) *Customs {
	c := &Customs{byKind: map[apiserver.Kind]*Custom{}, versions: map[apiserver.Kind][]string{}}
	for _, x := range all {
		if c.byKind[x.Kind] != nil {
			continue
		}
		c.byKind[x.Kind] = &Custom{Custom: x, Type: sync.OnceValue(func() *schema.Type {
			return schema.Custom(x.Kind.Kind, x.Schema())
		})}
		name := apiserver.Kind{Group: x.Kind.Group, Kind: x.Kind.Kind}
		c.versions[name] = append(c.versions[name], x.Kind.Version)
	}
	return c
}

// Find returns a version of a custom kind, or nil.
func (c *Customs) Find(group, version, kind string) *Custom {
	if c == nil {
		return nil
	}
	return c.byKind[apiserver.Kind{Group: group, Version: version, Kind: kind}]
}

// Versions returns the served versions of a custom kind, in the order of its
// definition; there are none if the workspace does not define the kind.
func (c *Customs) Versions(group, kind string) []string {
	if c == nil {
		return nil
	}
	return c.versions[apiserver.Kind{Group: group, Kind: kind}]
}

// All returns the custom kinds in no particular order.
func (c *Customs) All() []*Custom {
	if c == nil {
		return nil
	}
	all := make([]*Custom, 0, len(c.byKind))
	for _, x := range c.byKind {
		all = append(all, x)
	}
	return all
}
