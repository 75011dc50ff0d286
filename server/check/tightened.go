package check

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/catalog"
)

// refusesNoGroup is the first release that refuses an autoscaler whose target has no group.
const refusesNoGroup catalog.Minor = 37

// tightened are errors of the linked release that older ones do not know, by the end of
// the path of the field, part of the sentence, and the first release that has them.
var tightened = []struct {
	field, says string
	since       catalog.Minor
}{
	{"scaleTargetRef.apiVersion", "must specify API group", refusesNoGroup},
	// StrictIPCIDRValidation is on since then; before, these are warnings.
	{"", "must not have leading 0s", 36},
	{"", "must not have bits set beyond the prefix length", 36},
	{"", "must not have an IPv4-mapped IPv6 address", 36},
	{"securityContext.procMount", "`hostUsers` must be false", 33},
}

// known reports whether the newest target release has an error, too.
func (p *pass) known(e apiserver.Error) bool {
	newest := p.doc.Env().Releases().Newest
	for _, t := range tightened {
		if newest < t.since && strings.HasSuffix(e.Path, t.field) && strings.Contains(e.Message, t.says) {
			return false
		}
	}
	return true
}
