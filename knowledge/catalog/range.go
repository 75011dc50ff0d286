package catalog

// A Range is the releases from Oldest to Newest, both included.
type Range struct{ Oldest, Newest Minor }

// String returns the range as people write it in settings: "1.31-1.37", or "1.37" if
// there is one release in it.
func (r Range) String() string {
	if r.Oldest == r.Newest {
		return r.Newest.String()
	}
	return r.Oldest.String() + "-" + r.Newest.String()
}

// Lacking returns the runs of releases for which has says no, in order.
func (r Range) Lacking(has func(Minor) bool) []Range {
	var all []Range
	for m := r.Oldest; m <= r.Newest; m++ {
		switch last := len(all) - 1; {
		case has(m):
		case last >= 0 && all[last].Newest == m-1:
			all[last].Newest = m
		default:
			all = append(all, Range{m, m})
		}
	}
	return all
}

// Serves reports whether servers of all releases serve v by default.
func (r Range) Serves(v *Version) bool {
	return len(r.Lacking(func(m Minor) bool { return v.In(m) == Served })) == 0
}

// Has reports whether all releases have the field that f is about.
func (r Range) Has(f Facts) bool { return f.In(r.Oldest) && f.In(r.Newest) }

// Preferred returns the most stable version of k that all releases serve by default,
// or nil.
func (r Range) Preferred(k *Kind) *Version {
	for _, v := range k.Versions {
		if r.Serves(v) {
			return v
		}
	}
	return nil
}

// In reports whether the release m has the field, if it has its version.
func (f Facts) In(m Minor) bool { return f.Since <= m && (f.Removed == 0 || m < f.Removed) }
