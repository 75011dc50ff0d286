package graph

// Autoscaler returns the reference of an autoscaler that scales an object, if there is
// one.
func (g *Graph) Autoscaler(p Place) (Use, bool) {
	all := g.named(Target{Place: p}, func(r *Reference) bool { return r.Relation.ID == "hpa-target" })
	if len(all) == 0 {
		return Use{}, false
	}
	return all[0], true
}

// Budgeted returns how many Pods a PodDisruptionBudget is about, and who makes them.
// There are none if somebody does not say how many it makes, or an autoscaler does.
func (g *Graph) Budgeted(pdb Place) (replicas int, workloads []Target) {
	for i := range pdb.References {
		u := Use{pdb, &pdb.References[i]}
		if u.Relation.ID != "pdb-selector" {
			continue
		}
		for _, t := range g.Targets(u) {
			if _, scaled := g.Autoscaler(t.Place); scaled || t.Replicas < 0 || t.Templated {
				return 0, nil
			}
			replicas, workloads = replicas+t.Replicas, append(workloads, t)
		}
	}
	return replicas, workloads
}
