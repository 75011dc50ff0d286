package check

import "strings"

// acrossInfos documents the checks of Across.
func acrossInfos() []Info {
	proves := func(code string, severity Severity, says, because, remedy string) Info {
		if !strings.Contains(code, "/") {
			code = "rt/" + code
		}
		return Info{Code: code, Severity: severity, Says: say(says), Because: say(because), Remedy: say(remedy)}
	}
	const (
		correct = "Correct the name, or add the object."
		compare = "Compare the labels with those of the Pods; the nearest are named."
	)
	return []Info{
		proves("dangling", Information, "A field names an object that the workspace does not have, while it has others of the kind.", "What needs the object waits for it, or goes without.", "Correct the name, or add the object. If it comes from elsewhere, turn the check off."),
		proves("dangling-configmap", Warning, "A Pod uses a ConfigMap that the workspace does not have, while it has others in the namespace.", "The containers do not start (CreateContainerConfigError), or the volume is never mounted.", correct),
		proves("dangling-configmap-key", Warning, "A Pod uses a key that the ConfigMap does not have.", "The container does not start, or the file is missing.", "Correct the key, add it, or mark the reference as optional."),
		proves("dangling-secret", Information, "A Pod uses a Secret that the workspace does not have, while it has others in the namespace. Secrets are often made elsewhere.", "Without it the containers do not start.", correct),
		proves("dangling-secret-key", Warning, "A Pod uses a key that the Secret does not have.", "The container does not start, or the file is missing.", "Correct the key, add it, or mark the reference as optional."),
		proves("dangling-pvc", Warning, "A Pod uses a PersistentVolumeClaim that the workspace does not have, while it has others in the namespace.", "The Pod stays Pending.", correct),
		proves("dangling-serviceaccount", Warning, "A field names a ServiceAccount that the workspace does not have, while it has others in the namespace.", "Pods are refused, and a binding grants nothing.", correct),
		proves("dangling-role", Warning, "A binding names a role that neither the workspace nor every cluster has.", "It grants nothing.", correct),
		proves("dangling-hpa-target", Warning, "An autoscaler names a workload that is not there, or in an API group that does not have its kind.", "Nothing is scaled (FailedGetScale).", "Correct the name or the apiVersion."),
		proves("duplicate-resource", Warning, "A file has two objects of one kind, name and namespace.", "The one that is applied last replaces the other.", "Delete one, or give it another name."),
		proves("hpa-container", Warning, "A metric of an autoscaler is about a container that the workload does not have.", "The metric is never computed.", "Correct the name of the container."),
		proves("hpa-needs-requests", Warning, "An autoscaler aims at a percentage of requests, and a container of the workload has none.", "Nothing is scaled, because there is nothing to compute the percentage of.", "Give each container a request, or aim at an average value."),
		proves("hpa-replicas-conflict", Information, "A workload says how many replicas it has, and an autoscaler sets them too.", "Whenever the manifest is applied, the number falls back to what it says.", "Delete spec.replicas."),
		proves("ingress-service", Warning, "An Ingress names a Service that the workspace does not have, while it has others in the namespace.", "Requests are answered with 503.", correct),
		proves("ingress-service-port", Warning, "An Ingress names a port that the Service does not have.", "Requests are answered with 503.", "Write one of the ports of the Service."),
		proves("netpol-selects-nothing", Information, "A NetworkPolicy selects no Pod of the workspace.", "It has no effect.", compare),
		proves("pdb-blocks-drain", Warning, "A PodDisruptionBudget allows no eviction: all Pods must stay.", "A drain of a node never ends.", "Leave room for one Pod, or add a replica."),
		proves("pdb-selects-nothing", Warning, "A PodDisruptionBudget selects no Pod of the workspace.", "It protects nothing.", compare),
		proves("probe-port-name", Warning, "A probe or hook names a port that its container does not declare.", "The kubelet cannot find the port, so the container never becomes ready, or is killed.", "Declare the port with that name, or write one that is declared."),
		proves("probe-port-number", Hint, "A probe or hook uses a port that its container does not declare, while it declares others.", "It works if a process listens there, and is often a slip.", "Compare it with the ports of the container."),
		proves("pvc-pv-mismatch", Warning, "A claim names a volume of another storage class, or without an access mode that it needs.", "They are never bound, and the Pod stays Pending.", "Make the two alike."),
		proves("rbac-unknown-resource", Warning, "A rule names a resource that its API groups do not have: it is in another group, or not the plural.", "It grants nothing.", "Write the plural, and the group that the message names."),
		proves("service-protocol", Warning, "A port of a Service leads to a port of another protocol.", "Nothing arrives.", "Write the protocol of the port of the Pods; without one it is TCP."),
		proves("service-selects-nothing", Warning, "A Service selects no Pod of the workspace.", "It has no endpoints, and connections fail.", compare),
		proves("service-targetport-name", Warning, "A Service or policy names a port that none of the selected Pods declares.", "The port has no endpoints.", "Write the name of a port of the Pods."),
		proves("service-targetport-number", Hint, "A Service leads to a port that none of the selected Pods declares.", "It works if a process listens there, and is often a slip.", "Compare it with the ports of the Pods."),
		proves("statefulset-service", Warning, "A StatefulSet names a Service that is not there, or is not headless.", "The Pods get no DNS names of their own.", "Create a Service of that name with clusterIP: None."),
		proves("unused-key", Hint, "Nothing uses a key of a ConfigMap or Secret whose other keys are used one by one.", "It is left over, or the name is wrong where it should be used.", "Delete it, or use it."),
		proves("res/limitrange-violation", Warning, "A container requests or limits less or more than a LimitRange of the namespace allows.", "The Pod is refused; a workload says so only in its events.", "Stay between the bounds that the message names."),
		proves("res/pod-total-exceeds-quota", Warning, "The Pods of one object need more than a ResourceQuota allows in the whole namespace.", "Some of the Pods are refused; a workload says so only in its events.", "Lower the replicas or the requests, or raise the quota."),
		proves("res/quota-without-requests", Warning, "A ResourceQuota of the namespace demands a request or a limit that a container does not have, and no LimitRange can give it one.", "The Pod is refused; a workload says so only in its events.", "Write the request or the limit, or let a LimitRange give defaults."),
		proves("sec/enforce-mismatch", Warning, "A Pod breaks the Pod Security level that its Namespace, in another file, enforces.", "The Pod is refused; a workload says so only in its events.", "Mend the Pod as the message says, or have the Namespace enforce a level that allows it."),
		proves("webhook-service", Warning, "A webhook or APIService names a Service that the workspace does not have.", "Calls fail, and may block all writes of what it is about.", correct),
	}
}
