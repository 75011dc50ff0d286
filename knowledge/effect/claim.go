package effect

import "github.com/kubelore/kubelore/knowledge/language"

// VolumeClaim returns what the spec of a PersistentVolumeClaim asks for, and which
// volumes can satisfy it.
func VolumeClaim(pvcSpec any, l language.Language) string {
	r := &reader{}
	spec := r.object(pvcSpec)
	size := r.resources(spec["resources"]).requests
	if !size.has("storage") {
		return ""
	}
	var modes []string
	for _, m := range r.list(spec["accessModes"]) {
		words := accessMode(r.text(m, ""), l)
		r.bad = r.bad || words == ""
		modes = append(modes, words)
	}
	wanted := say(l, "Asks for a volume of at least %s", "%s 以上のボリュームを要求する", size.text("storage"))
	if len(modes) > 0 {
		wanted += say(l, ", to be used %s", "。使い方は%s", and(l, modes))
	}
	wanted += pick(l, ".", "。")
	class := r.storageClass(spec, l)
	if r.bad {
		return ""
	}
	return sentences(l, wanted, class)
}

func accessMode(mode string, l language.Language) string {
	return map[string]language.Text{
		"ReadWriteOnce":    {EN: "by one node", JA: " 1 つのノードからの読み書き"},
		"ReadOnlyMany":     {EN: "by many nodes for reading", JA: "複数のノードからの読み取り"},
		"ReadWriteMany":    {EN: "by many nodes", JA: "複数のノードからの読み書き"},
		"ReadWriteOncePod": {EN: "by one Pod", JA: " 1 つの Pod からの読み書き"},
	}[mode].In(l)
}

// storageClass returns where the volume comes from. No class and the empty class are
// not the same: the first is replaced by the default class, now or once there is one.
func (r *reader) storageClass(spec map[string]any, l language.Language) string {
	class := r.text(spec["storageClassName"], "")
	switch volume := r.text(spec["volumeName"], ""); {
	case volume != "":
		return say(l, "It waits for the PersistentVolume %s and no other.", "PersistentVolume %s だけを使う。", code(volume))
	case spec["storageClassName"] == nil:
		return pick(l, "`storageClassName` is missing: the default StorageClass provides it, and without one the claim waits.",
			"`storageClassName` がないため、デフォルトの StorageClass が用意する。それもなければ待ち続ける。")
	case class == "":
		return pick(l, "The empty `storageClassName` means no class, not the default one: only an existing PersistentVolume without a class can be bound.",
			"`storageClassName` が空なのは「クラスなし」の意味で、デフォルトではない。クラスのない既存の PersistentVolume だけが割り当てられる。")
	}
	return say(l, "The StorageClass %s provides it, unless a PersistentVolume of that class is free.", "StorageClass %s が用意する。同じクラスの空いた PersistentVolume があれば、それを使う。", code(class))
}
