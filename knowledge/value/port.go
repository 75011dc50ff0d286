package value

import "github.com/kubelore/kubelore/knowledge/language"

// services lists what usually listens on a port: the registry of IANA where it has
// what people use, and the defaults of common software otherwise.
var services = map[int64]string{
	21: "FTP", 22: "SSH", 25: "SMTP", 53: "DNS", 80: "HTTP", 123: "NTP", 143: "IMAP", 179: "BGP", 389: "LDAP",
	443: "HTTPS", 587: "SMTP submission", 636: "LDAPS", 993: "IMAPS", 1433: "Microsoft SQL Server", 1521: "Oracle Database",
	1883: "MQTT", 2049: "NFS", 2181: "ZooKeeper", 2379: "etcd (clients)", 2380: "etcd (peers)", 3306: "MySQL", 3389: "RDP",
	4222: "NATS", 4317: "OTLP (gRPC)", 4318: "OTLP (HTTP)", 5432: "PostgreSQL", 5671: "AMQP (TLS)", 5672: "AMQP",
	6379: "Redis", 6443: "kube-apiserver", 8080: "HTTP", 8443: "HTTPS", 9042: "Cassandra", 9090: "Prometheus", 9092: "Kafka",
	9093: "Alertmanager", 9100: "node-exporter", 9153: "CoreDNS (metrics)", 9200: "Elasticsearch", 10249: "kube-proxy (metrics)",
	10250: "kubelet", 10256: "kube-proxy (health)", 10257: "kube-controller-manager", 10259: "kube-scheduler",
	11211: "memcached", 15672: "RabbitMQ (management)", 27017: "MongoDB",
}

// Port returns what is special about a port number: what usually listens there, and
// the range that it is in. It returns nothing for most.
func Port(number int64, l language.Language) string {
	const (
		// firstUnprivileged is the default of net.ipv4.ip_unprivileged_port_start.
		firstUnprivileged = 1024
		// The default of --service-node-port-range of kube-apiserver.
		firstNodePort, lastNodePort = 30000, 32767
	)
	if number < 1 || number > 65535 {
		return ""
	}
	usual, note := "", ""
	if service := services[number]; service != "" {
		usual = say(l, "Usually %s.", "通常は %s。", service)
	}
	switch {
	case number < firstUnprivileged:
		note = pick(l, "To listen below 1024, a process that is not root may need the capability `NET_BIND_SERVICE` or the sysctl `net.ipv4.ip_unprivileged_port_start`.",
			"1024 未満で待ち受けるには、root でなければ capability `NET_BIND_SERVICE` か sysctl `net.ipv4.ip_unprivileged_port_start` が必要なことがある。")
	case number >= firstNodePort && number <= lastNodePort:
		note = pick(l, "In the range that node ports are taken from by default, 30000 to 32767.", "既定で NodePort に使われる範囲 (30000 から 32767) にある。")
	}
	return sentences(l, usual, note)
}
