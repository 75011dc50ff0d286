package card

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
)

// categories are the words for what a kind is for.
var categories = map[string]language.Text{
	"workload":  {EN: "workload", JA: "ワークロード"},
	"service":   {EN: "discovery and load balancing", JA: "検出と負荷分散"},
	"config":    {EN: "configuration and storage", JA: "設定とストレージ"},
	"device":    {EN: "devices", JA: "デバイス"},
	"policy":    {EN: "policy", JA: "ポリシー"},
	"access":    {EN: "access control", JA: "アクセス制御"},
	"identity":  {EN: "authentication", JA: "認証"},
	"admission": {EN: "admission", JA: "アドミッション"},
	"cluster":   {EN: "part of the cluster", JA: "クラスターの構成要素"},
	"metadata":  {EN: "metadata", JA: "メタデータ"},
}

// addOns are the words for what a cluster has besides Kubernetes.
var addOns = map[string]language.Text{
	"ingress": {EN: "an Ingress controller", JA: "Ingress コントローラー"},
	"network": {EN: "the network plugin", JA: "ネットワークプラグイン"},
	"csi":     {EN: "the CSI driver", JA: "CSI ドライバー"},
	"dra":     {EN: "the DRA driver", JA: "DRA ドライバー"},
}

func (w words) category(name string) string { return categories[name].In(w.Language) }

// actors says what acts on objects of a kind. Controllers of one program stand
// together, at the place of the first.
func (w words) actors(all []catalog.Actor) string {
	var programs []string
	controllers := map[string][]string{}
	for _, a := range all {
		program := a.Program
		if a.AddOn != "" {
			program = addOns[a.AddOn].In(w.Language)
		}
		if !slices.Contains(programs, program) {
			programs = append(programs, program)
		}
		if a.Controller != "" {
			controllers[program] = append(controllers[program], "`"+a.Controller+"`")
		}
	}
	if len(programs) == 0 {
		return ""
	}
	comma := w.pick(", ", "、")
	for i, program := range programs {
		if names := controllers[program]; len(names) > 0 {
			programs[i] += " (" + strings.Join(names, comma) + ")"
		}
	}
	list := strings.Join(programs, comma)
	return w.pick("Acted on by "+list, "担当: "+list)
}

// Controller returns the card of a controller of kube-controller-manager.
func (v View) Controller(controller *catalog.Controller) *Card {
	w := v.words()
	c := &Card{
		Title: controller.Name, Status: w.pick("a controller of kube-controller-manager", "kube-controller-manager のコントローラー"),
		Summary: controller.Text.In(v.Language), language: v.Language,
	}
	if controller.Off {
		c.Facts = append(c.Facts, w.pick("off unless --controllers names it", "--controllers で指定しなければ無効"))
	}
	for _, gate := range controller.Gates {
		c.Facts = append(c.Facts, w.pick("needs the feature gate "+gate, "機能ゲート "+gate+" が必要"))
	}
	var kinds []string
	for _, k := range controller.Kinds() {
		kinds = append(kinds, k.Name)
	}
	if len(kinds) > 0 {
		c.Notes = w.pick("Kinds: "+strings.Join(kinds, ", "), "種類: "+strings.Join(kinds, "、"))
	}
	return c
}
