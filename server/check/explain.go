package check

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/server/manifest"
)

// An explanation is what we add to a sentence of the API server, an error or a warning,
// that says what is wrong and not why, or not what to do.
type explanation struct {
	// Field is the end of the path of the field, without numbers and keys, and Says is
	// part of the server's sentence. Kind is the only kind that it is about, or empty.
	Field, Says, Kind string
	// Message is why the server says so, or what it leaves out; it may be empty.
	Message string
	// Fixes returns the ways out; it may be nil.
	Fixes func(*mistake) []Fix
}

// explained is the table of explanations, which is made once.
var explained struct {
	once sync.Once
	all  []explanation
}

// explanations returns the table. The first one that fits counts.
func explanations() []explanation {
	explained.once.Do(func() { explained.all = slices.Concat(ofWorkloads(), ofPods(), ofOthers(), ofWarnings()) })
	return explained.all
}

func ofWorkloads() []explanation {
	return []explanation{
		{Field: "template.metadata.labels", Says: "`selector` does not match", Message: "a controller must find the Pods that it makes", Fixes: (*mistake).matchTemplate},
		{Field: "spec.selector", Says: "Required value", Message: "a controller finds its Pods by their labels", Fixes: (*mistake).selectTemplate},
		{Field: "spec.selector", Says: "empty selector", Message: "a controller finds its Pods by their labels", Fixes: (*mistake).selectTemplate},
		{Field: "spec.selector", Says: "auto-generated", Message: "a Job makes a selector of its own, which finds no Pods but its own", Fixes: (*mistake).drop},
		{Field: "template.spec.restartPolicy", Says: `valid values: "OnFailure", "Never"`, Message: "the Pods of a Job must come to an end, and restartPolicy is Always where it is not written", Fixes: (*mistake).endPods},
		{Field: "template.spec.restartPolicy", Says: `supported values: "Always"`, Message: "the Pods of a controller run until it ends them; what ends by itself is a Job"},
		{Field: "template.spec.activeDeadlineSeconds", Says: "is not Supported", Message: "only the Pods of a Job come to an end", Fixes: (*mistake).drop},
		{Field: "strategy.rollingUpdate", Says: "when strategy `type` is 'Recreate'", Fixes: (*mistake).chooseStrategy},
		{Field: "rollingUpdate.maxUnavailable", Says: "may not be 0 when `maxSurge` is 0", Message: "such a rollout could neither add a Pod nor take one away", Fixes: (*mistake).surge},
		{Field: "rollingUpdate.maxUnavailable", Says: "cannot be 0 when maxSurge is 0", Message: "such a rollout could neither add a Pod nor take one away", Fixes: (*mistake).surge},
		{Field: "rollingUpdate.maxSurge", Says: "when maxUnavailable is non-zero", Message: "maxUnavailable is 1 where it is not written", Fixes: (*mistake).stay},
		{Field: "spec.progressDeadlineSeconds", Says: "greater than minReadySeconds", Message: "a Pod counts only after minReadySeconds; progressDeadlineSeconds is 600 where it is not written"},
		// Jobs.
		{Field: "spec.schedule", Says: "expected exactly 5 fields", Message: "they are minute, hour, day of the month, month and day of the week"},
		{Field: "spec.schedule", Says: "unrecognized descriptor", Message: "there are @hourly, @daily, @weekly, @monthly and @yearly", Fixes: (*mistake).nearestDescriptor},
		{Field: "spec.schedule", Says: "cannot use TZ or CRON_TZ", Fixes: (*mistake).moveZone},
		{Field: "spec.timeZone", Says: "unknown time zone", Fixes: (*mistake).nearestZone},
		{Field: "spec.timeZone", Says: "must be an explicit time zone", Message: "Local would be that of the controller"},
		{Field: "metadata.name", Says: "must be no more than 52 characters", Kind: "CronJob", Message: "the names of its Jobs are 11 characters longer"},
	}
}

func ofPods() []explanation {
	return []explanation{
		{Field: "fieldRef.fieldPath", Says: "field label not supported", Message: "only some fields of the Pod can be read, such as metadata.name, metadata.labels['app'], spec.nodeName and status.podIP"},
		{Says: "for init containers without restartPolicy=Always", Message: "an init container ends before the others start, unless it is a sidecar", Fixes: (*mistake).sidecar},
		{Field: "Probe", Says: "must specify a handler type", Message: "write one of httpGet, tcpSocket, exec and grpc"},
		{Says: "must specify a handler type", Message: "write one of exec, httpGet and sleep"},
		{Says: "may not specify more than 1 handler type", Fixes: (*mistake).drop},
		{Field: "securityContext", Says: "cannot set `allowPrivilegeEscalation` to false", Message: "with that the container has such rights already", Fixes: (*mistake).escalation},
		{Field: "securityContext.procMount", Says: "`hostUsers` must be false", Fixes: (*mistake).ownUsers},
		{Field: "Probe.successThreshold", Says: "must be 1", Message: "one success is all that such a probe waits for", Fixes: (*mistake).once},
		{Field: "readinessProbe.terminationGracePeriodSeconds", Says: "must not be set", Message: "a readiness probe ends no container", Fixes: (*mistake).dropSafely},
		{Field: "ports.name", Says: "must contain", Fixes: (*mistake).lower},
		{Field: "ports.hostPort", Says: "must match `containerPort`", Message: "in the network of the node the container opens its port there", Fixes: (*mistake).samePort},
		{Field: "env.valueFrom", Says: "when `value` is not empty", Fixes: (*mistake).oneValue},
		{Field: "tolerations.operator", Says: "value must be empty", Message: "Exists takes any value", Fixes: (*mistake).tolerate},
		// Volumes.
		{Field: "volumeMounts.name", Says: "Not found", Message: "the Pod has no volume of this name", Fixes: (*mistake).nearestVolume},
		{Field: "volumeDevices.name", Says: "Not found", Message: "the Pod has no volume of this name", Fixes: (*mistake).nearestVolume},
		{Field: "volumeMounts.subPathExpr", Says: "mutually exclusive", Fixes: (*mistake).drop},
		{Says: "may not specify more than 1 volume type", Fixes: (*mistake).drop},
		{Field: "accessModes", Says: "may not use ReadWriteOncePod with other", Message: "it is for one Pod alone", Fixes: (*mistake).onePod},
		{Field: "volumeMounts.mountPath", Says: "must be unique", Message: "another volume is mounted there"},
		// Resources.
		{Field: "resources.requests", Says: "must be equal to", Message: "this resource cannot be lent to others, so the request is the limit", Fixes: (*mistake).levelRequest},
		{Field: "resources.requests", Says: "must be less than or equal to", Fixes: (*mistake).levelRequest},
		{Field: "resources.limits", Says: "Limit must be set", Message: "this resource cannot be lent to others, so the request is the limit", Fixes: (*mistake).limitAsRequested},
	}
}

func ofOthers() []explanation {
	return []explanation{
		// Scaling.
		{Field: "scaleTargetRef.apiVersion", Says: "must specify API group", Message: "the target is found by its group and kind", Fixes: (*mistake).groupOfTarget},
		{Field: "target.type", Says: "must specify a metric target type", Message: "there are Utilization, AverageValue and Value"},
		{Field: "spec", Says: "minAvailable and maxUnavailable cannot be both set", Kind: "PodDisruptionBudget", Fixes: (*mistake).oneBudget},
		// Networks.
		{Field: "spec.ports", Says: "Required value", Kind: "Service", Message: "only a headless Service and an ExternalName can do without"},
		{Says: "may not be set for ExternalName services", Message: "such a Service is a name and nothing else", Fixes: (*mistake).drop},
		{Field: "ports.endPort", Says: "may not be specified when `port`", Message: "a range begins with a number in port", Fixes: (*mistake).drop},
		{Field: "spec.ports.name", Says: "Required value", Kind: "Service", Message: "with several ports each needs a name"},
		{Field: "spec.ports", Says: "Duplicate value", Kind: "Service", Message: "another port has this number and protocol"},
		{Field: "paths.pathType", Says: "Required value", Message: "Prefix is the path and what is below it, Exact the path alone", Fixes: (*mistake).prefix},
		{Field: "", Says: "cannot set both port name & port number", Fixes: (*mistake).onePort},
		{Field: "metadata.annotations", Says: "must match `ingressClassName`", Message: "ingressClassName took the place of the annotation", Fixes: (*mistake).drop},
		{Says: "must not have leading 0s", Message: "some programs read such numbers as octal", Fixes: (*mistake).canonical},
		{Says: "must not have bits set beyond the prefix length", Message: "it may mean the whole network or this address alone", Fixes: (*mistake).canonical},
		{Says: "must not have an IPv4-mapped IPv6 address", Message: "write the IPv4 address", Fixes: (*mistake).canonical},
		// Access, secrets, extensions, names.
		{Field: "rules.apiGroups", Says: "must supply at least one api group", Message: `the group of Pods, Services and other core kinds is ""`, Fixes: (*mistake).coreGroup},
		{Field: "subjects.namespace", Says: "Required value", Message: "a ServiceAccount is in a namespace, and a ClusterRoleBinding is in none"},
		{Field: "subjects.apiGroup", Says: `supported values: ""`, Message: "a ServiceAccount is of the core group", Fixes: (*mistake).drop},
		{Field: "data", Says: "Required value", Kind: "Secret", Message: "a Secret of this type has this key"},
		{Field: "webhooks.sideEffects", Says: "Required value", Message: "None is right if the call changes nothing but the object in question", Fixes: (*mistake).noSideEffects},
		{Field: "webhooks.admissionReviewVersions", Says: "Required value", Message: "these are the versions of AdmissionReview that the webhook understands", Fixes: (*mistake).reviewVersions},
		{Field: "metadata.name", Says: "RFC 1123", Fixes: (*mistake).properName},
		{Field: "metadata.name", Says: `must be spec.names.plural+"."+spec.group`, Fixes: (*mistake).pluralName},
	}
}

// ofWarnings are those of what the server takes.
func ofWarnings() []explanation {
	return []explanation{
		{Says: ", non-functional in", Message: "no kubelet mounts such a volume any more; a CSI driver does"},
		{Field: "env", Says: "hides previous definition", Message: "the last one counts"},
		{Field: "hostAliases.ip", Says: "duplicate ip", Message: "put the names of one address into one entry"},
		{Field: "imagePullSecrets.name", Says: "duplicate name", Message: "once is enough"},
		{Says: "a null labelSelector", Message: "write a labelSelector with labels of the Pods that are meant"},
		{Says: "is ignored for headless services", Fixes: (*mistake).dropSafely},
		{Field: "spec.externalName", Says: "is ignored when", Fixes: (*mistake).drop},
		{Says: "please use 'spec.ingressClassName'", Kind: "Ingress", Fixes: (*mistake).moveClass},
		{Field: "spec.trafficDistribution", Says: `use "PreferSameZone"`, Fixes: (*mistake).sameZone},
	}
}

// A mistake is an error of the API server and where it stands.
type mistake struct {
	*pass
	apiserver.Error
	at manifest.Location
	// d and r are the document and the resource.
	d *manifest.Document
	r *manifest.Resource
}

// inBrackets are the numbers of items and the keys of maps in a path.
var inBrackets = regexp.MustCompile(`\[[^\]]*\]`)

// explain adds to the report of an error what the server leaves unsaid, and ways out.
func (p *pass) explain(e apiserver.Error, at manifest.Location, x *Problem) {
	if p.at.Custom != nil {
		return // fields of these names may mean anything
	}
	path := inBrackets.ReplaceAllString(e.Path, "")
	for _, known := range explanations() {
		if !endsWith(path, known.Field) || !strings.Contains(e.Message, known.Says) || known.Kind != "" && known.Kind != p.at.Kind {
			continue
		}
		x.why = known.Message
		if known.Fixes != nil && len(x.Fixes) == 0 {
			x.Fixes = known.Fixes(&mistake{pass: p, Error: e, at: at, d: p.doc, r: p.at})
		}
		return
	}
	empty := explanation{Says: field.ErrorTypeRequired.String(), Message: "what is empty or 0 counts as not written"}
	v := at.Node.Value().Target()
	if e.Message == empty.Says && at.Missing == "" && v.First().IsZero() && (v.Text() == "" || v.Text() == "0") {
		x.why = empty.Message
	}
}

// endsWith reports whether a path ends with some fields, or in a word that ends so if that
// begins with a capital.
func endsWith(path, fields string) bool {
	rest, ok := strings.CutSuffix(path, fields)
	return ok && (rest == "" || fields == "" || strings.HasSuffix(rest, ".") || 'A' <= fields[0] && fields[0] <= 'Z')
}
