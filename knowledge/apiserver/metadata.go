package apiserver

import (
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/registry/rest"
)

// suffix stands for the random letters that the server appends to a
// generateName; it has as many.
const suffix = "xxxxx"

// completeMeta does to the metadata what the server does before validation. It reports
// whether the name was generated.
func completeMeta(accessor metav1.Object, answer *Answer) bool {
	rest.FillObjectMetaSystemFields(accessor)
	accessor.SetManagedFields(nil) // the server keeps its own record of who set what
	oneOfEachOwner(accessor, answer)
	base := accessor.GetGenerateName()
	if accessor.GetName() != "" || base == "" {
		return false
	}
	const longest = 63 - len(suffix)
	accessor.SetName(base[:min(len(base), longest)] + suffix)
	return true
}

// oneOfEachOwner drops owners that are there before, of which the server only warns.
func oneOfEachOwner(accessor metav1.Object, answer *Answer) {
	type owner struct {
		metav1.OwnerReference
		controller, block string
	}
	var owners []metav1.OwnerReference
	var twice []string
	before := map[owner]bool{}
	for _, o := range accessor.GetOwnerReferences() {
		w := owner{o, spoken(o.Controller), spoken(o.BlockOwnerDeletion)}
		w.Controller, w.BlockOwnerDeletion = nil, nil
		if before[w] {
			twice = append(twice, string(o.UID))
			continue
		}
		before[w] = true
		owners = append(owners, o)
	}
	if len(twice) == 0 {
		return
	}
	accessor.SetOwnerReferences(owners)
	answer.Warnings = append(answer.Warnings, Warning{
		Path: "metadata.ownerReferences", Message: "contains duplicate entries, which the API server drops; duplicate UID(s) observed: " + strings.Join(twice, ", "),
	})
}

// spoken returns the word for a boolean, or nothing for none.
func spoken(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}
