package check

import (
	"sync"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// migration offers to write a resource in the version that has taken the place of its
// own, field by field. It is offered only if all target releases serve the successor,
// and it is right without a doubt if what comes out has no problem that was not there.
func (p *pass) migration(r *manifest.Resource) []Fix {
	s := successor(r.Known, p.doc.Env().Releases())
	if s == nil || p.partial {
		return nil
	}
	d := p.doc
	fixes := []Fix{{
		Title: "Change to " + s.APIVersion(), Preferred: true, Look: Rewrites,
		later: sync.OnceValue(func() []text.Edit { return migrate(d, r, s, nil) }),
	}}
	// Where the author has to say more, what is most likely is an answer to choose.
	later := func(first func(*edit.Editor)) func() []text.Edit {
		return sync.OnceValue(func() []text.Edit {
			if len(migrate(d, r, s, nil)) > 0 {
				return nil // nothing is open
			}
			return migrate(d, r, s, first)
		})
	}
	switch r.Kind {
	case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
		fixes = append(fixes, Fix{Title: "Change to " + s.APIVersion() + ", for webhooks without side effects", Look: Judged, later: later(harmless)})
	case "CertificateSigningRequest":
		fixes = append(fixes, Fix{Title: "Change to " + s.APIVersion() + ", for a client certificate", Look: Judged, later: later(ofClient)})
	}
	return fixes
}

// successor returns the version of the same kind that all of some releases serve in the
// place of v, following successors that are gone themselves; or nil.
func successor(v *catalog.Version, releases catalog.Range) *catalog.Version {
	const longest = 8
	name := v.Kind.Name
	for range longest {
		if v = v.Successor(); v == nil || v.Kind.Name != name {
			return nil
		}
		if releases.Serves(v) {
			return v
		}
	}
	return nil
}

// migrate returns the edits that write a resource in another version. First, which may be
// nil, writes what the author has to say.
func migrate(d *manifest.Document, r *manifest.Resource, to *catalog.Version, first func(*edit.Editor)) []text.Edit {
	e := edit.Of(d, r)
	from := r.APIVersion
	if first != nil {
		first(e)
	}
	e.Set("apiVersion", to.APIVersion())
	if change := migrations[r.Kind]; change != nil {
		change(e, from, to.APIVersion())
	}
	edits := e.Edits()
	if len(edits) == 0 || e.Failed() || !sound(d, r, e.Text()) {
		return nil
	}
	return edits
}

// sound reports whether a document that was changed has no error in a resource that
// the version had hidden: nothing but the values that were wrong before may be wrong.
func sound(d *manifest.Document, r *manifest.Resource, after string) bool {
	f := manifest.Open(text.New(after), d.Env())
	if len(f.Documents()) != 1 {
		return false
	}
	for _, p := range document(f.Documents()[0].Document) {
		if p.Severity != Error || p.Kind != r.Kind || p.Name != r.Name {
			continue
		}
		// What the API server says of a value is about what the author wrote. What is
		// missing or unknown would be the doing of the migration.
		if p.Code == "schema/unknown-field" || p.Code == "api/field-not-yet" || p.Code == "schema/missing-required" && !wasMissing(r, p.Field) || p.Code == "schema/wrong-type" {
			return false
		}
	}
	return true
}

// wasMissing reports whether a field was not written before either, and the object that
// it is missing in was there.
func wasMissing(r *manifest.Resource, path string) bool {
	at := r.Locate(path)
	return at.Missing != "" && r.Locate(parent(path)).Missing == ""
}

// migrations change the fields of kinds whose versions differ in more than the name.
// Each is given the version that was written and the one that is to be; apiVersion is
// changed already. Kinds that are not here have the same fields in all versions, or
// differ in such that nobody writes.
var migrations = map[string]func(e *edit.Editor, from, to string){
	"HorizontalPodAutoscaler":        migrateAutoscaler,
	"Ingress":                        migrateIngress,
	"Deployment":                     migrateWorkload,
	"DaemonSet":                      migrateWorkload,
	"ReplicaSet":                     migrateWorkload,
	"StatefulSet":                    migrateWorkload,
	"CustomResourceDefinition":       migrateDefinition,
	"ValidatingWebhookConfiguration": migrateWebhooks,
	"MutatingWebhookConfiguration":   migrateWebhooks,
	"RoleBinding":                    migrateBinding,
	"ClusterRoleBinding":             migrateBinding,
	"EndpointSlice":                  migrateSlice,
	"CertificateSigningRequest":      migrateRequest,
	"PodDisruptionBudget":            migrateBudget,
	"PriorityLevelConfiguration":     migratePriority,
	"RuntimeClass":                   migrateRuntime,
	"StorageVersionMigration":        migrateStorageVersions,
	"ResourceClaim":                  migrateClaim,
	"ResourceClaimTemplate":          migrateClaim,
	"ResourceSlice":                  migrateResources,
}
