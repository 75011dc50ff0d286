package value

import "github.com/kubelore/kubelore/knowledge/language"

// AccessMode returns what an access mode of a persistent volume allows, with the
// short form that kubectl prints.
func AccessMode(mode string, l language.Language) string {
	return map[string]language.Text{
		"ReadWriteOnce": {
			EN: "RWO: mounted for reading and writing by one node at a time; several Pods on that node may share it.",
			JA: "RWO: 同時に 1 つのノードだけが読み書き可能でマウントできる。同じノードの複数の Pod は共有できる。",
		},
		"ReadOnlyMany": {
			EN: "ROX: mounted by many nodes, only for reading.",
			JA: "ROX: 複数のノードが読み取り専用でマウントできる。",
		},
		"ReadWriteMany": {
			EN: "RWX: mounted for reading and writing by many nodes; the storage must be able to do that, as network file systems are.",
			JA: "RWX: 複数のノードが読み書き可能でマウントできる。ネットワークファイルシステムなど、対応したストレージが必要。",
		},
		"ReadWriteOncePod": {
			EN: "RWOP: used by one single Pod in the whole cluster; needs a CSI driver.",
			JA: "RWOP: クラスター全体で 1 つの Pod だけが使える。CSI ドライバーが必要。",
		},
	}[mode].In(l)
}
