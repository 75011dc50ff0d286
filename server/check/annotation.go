package check

import (
	"strings"

	"github.com/kubelore/kubelore/server/manifest"
)

// The annotations by which objects tell other linters what to ignore.
const (
	linterPrefix = "ignore-check.kube-linter.io/"
	scoreKey     = "kube-score/ignore"
)

// linterChecks are our rules that look for what a check of kube-linter looks for.
var linterChecks = map[string][]string{
	"latest-tag":                        {"risk/image-latest"},
	"unset-memory-requirements":         {"res/memory-request-missing", "res/memory-limit-missing"},
	"unset-cpu-requirements":            {"res/cpu-request-missing", "res/cpu-limit-missing"},
	"env-var-secret":                    {"risk/password-in-env"},
	"docker-sock":                       {"sec/docker-sock"},
	"sensitive-host-mounts":             {"sec/docker-sock", "sec/pss-baseline-hostpath"},
	"no-read-only-root-fs":              {"sec/readonly-rootfs"},
	"wildcard-in-rules":                 {"sec/rbac-wildcard"},
	"cluster-admin-role-binding":        {"sec/cluster-admin-binding"},
	"privileged-container":              {"sec/pss-baseline-privileged"},
	"privilege-escalation-container":    {"sec/pss-restricted-privilege-escalation"},
	"run-as-non-root":                   {"sec/pss-restricted-run-as-nonroot", "sec/pss-restricted-run-as-user-zero"},
	"host-network":                      {"sec/pss-baseline-host-namespaces"},
	"host-pid":                          {"sec/pss-baseline-host-namespaces"},
	"host-ipc":                          {"sec/pss-baseline-host-namespaces"},
	"unsafe-sysctls":                    {"sec/pss-baseline-sysctls"},
	"no-readiness-probe":                {"risk/no-readiness-probe"},
	"minimum-three-replicas":            {"risk/single-replica"},
	"no-anti-affinity":                  {"risk/no-spread"},
	"use-namespace":                     {"risk/default-namespace"},
	"exposed-services":                  {"risk/nodeport"},
	"job-ttl-seconds-after-finished":    {"risk/job-ttl"},
	"pdb-max-unavailable":               {"rt/pdb-blocks-drain"},
	"pdb-min-available":                 {"rt/pdb-blocks-drain"},
	"pdb-unhealthy-pod-eviction-policy": {"risk/pdb-unhealthy-policy"},
	"liveness-port":                     {"rt/probe-port-number", "rt/probe-port-name"},
	"readiness-port":                    {"rt/probe-port-number", "rt/probe-port-name"},
	"startup-port":                      {"rt/probe-port-number", "rt/probe-port-name"},
}

// scoreChecks are the same of kube-score.
var scoreChecks = map[string][]string{
	"container-image-tag": {"risk/image-latest"},
	"container-resources": {
		"res/memory-request-missing", "res/memory-limit-missing", "res/cpu-request-missing", "res/cpu-limit-missing", "res/limit-without-request",
	},
	"container-security-context-privileged":             {"sec/pss-baseline-privileged"},
	"container-security-context-readonlyrootfilesystem": {"sec/readonly-rootfs"},
	"pod-probes":                           {"risk/no-readiness-probe"},
	"pod-probes-identical":                 {"risk/identical-probes"},
	"deployment-replicas":                  {"risk/single-replica"},
	"deployment-has-host-podantiaffinity":  {"risk/no-spread"},
	"statefulset-has-host-podantiaffinity": {"risk/no-spread"},
	"environment-variable-key-duplication": {"api/warning"},
	"service-type":                         {"risk/nodeport"},
}

// annotated returns the checks that the annotations of objects ignore, by the kind and
// name of the object.
func annotated(d *manifest.Document) map[[2]string][]string {
	if !strings.Contains(d.Text(), linterPrefix) && !strings.Contains(d.Text(), scoreKey) {
		return nil
	}
	all := map[[2]string][]string{}
	for _, r := range d.Resources() {
		object := [2]string{r.Kind, r.Name}
		for pair := range r.Root.Get("metadata").Target().Get("annotations").Target().Children() {
			key := pair.Key().Text()
			if check, ok := strings.CutPrefix(key, linterPrefix); ok {
				all[object] = append(all[object], linterChecks[check]...)
			}
			if key == scoreKey {
				for check := range strings.SplitSeq(pair.Value().Target().Text(), ",") {
					all[object] = append(all[object], scoreChecks[strings.TrimSpace(check)]...)
				}
			}
		}
	}
	return all
}
