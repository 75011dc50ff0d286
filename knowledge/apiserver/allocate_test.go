package apiserver

import (
	"strings"
	"testing"
)

// What is wanted is what a server on IPv4 answers to a dry run.
func TestAllocate(t *testing.T) {
	const several = "must be 'RequireDualStack' or 'PreferDualStack' when multiple"
	tests := []struct{ spec, path, says string }{
		{"type: LoadBalancer, externalTrafficPolicy: Local, ports: [{port: 80}]", "", ""},
		{"type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001, ports: [{port: 80}]", "", ""},
		{"type: LoadBalancer, externalTrafficPolicy: Cluster, healthCheckNodePort: 30001, ports: [{port: 80}]", "spec.healthCheckNodePort", "may only be set when"},
		{"type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001, ports: [{port: 80, nodePort: 30001}]", "spec.healthCheckNodePort", "already allocated"},

		{"ipFamilies: [IPv4, IPv6], ports: [{port: 80}]", "spec.ipFamilyPolicy", several + " IP families"},
		{"ipFamilyPolicy: SingleStack, ipFamilies: [IPv4, IPv6], ports: [{port: 80}]", "spec.ipFamilyPolicy", several + " IP families"},
		{"ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6], ports: [{port: 80}]", "", ""},
		{"clusterIP: 10.96.1.2, clusterIPs: [10.96.1.2, '::1'], ports: [{port: 80}]", "spec.ipFamilyPolicy", several + " cluster IPs"},
		{"clusterIP: None, ipFamilies: [IPv4, IPv6], ports: [{port: 80}]", "", ""},
		{"clusterIP: None, selector: {a: b}, ipFamilies: [IPv4, IPv6], ports: [{port: 80}]", "spec.ipFamilyPolicy", several + " IP families"},

		{"type: NodePort, ports: [{name: a, port: 80, nodePort: 30001}, {name: b, port: 81, nodePort: 30001}]", "spec.ports[1].nodePort", "Duplicate value"},
		{"type: NodePort, ports: [{name: a, port: 80, nodePort: 30001}, {name: b, port: 81, nodePort: 30001, protocol: UDP}]", "spec.ports[1].nodePort", "already allocated"},
		{"type: NodePort, ports: [{name: a, port: 80, nodePort: 30001}, {name: b, port: 80, nodePort: 30001, protocol: UDP}]", "", ""},
		{"type: NodePort, ports: [{name: a, port: 80}, {name: b, port: 81}]", "", ""},
	}
	for _, tt := range tests {
		kind, o := object(t, "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {"+tt.spec+"}}")
		got := Create(kind, o).Errors
		if tt.says == "" && len(got) == 0 {
			continue
		}
		if tt.says == "" || len(got) != 1 || got[0].Path != tt.path || !strings.Contains(got[0].Message, tt.says) {
			t.Errorf("%s: got %+v, want %q at %q", tt.spec, got, tt.says, tt.path)
		}
	}
}
