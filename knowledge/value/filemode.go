package value

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// FileMode returns what the permission bits of a file in a volume (mode, defaultMode)
// let whom do. Kubernetes takes 0 to 0777; the rest has words about the likely slip.
func FileMode(mode int64, l language.Language) string {
	if mode < 0 {
		return ""
	}
	octal := fmt.Sprintf("0%o", mode)
	if mode > 0o777 {
		return sentences(l,
			say(l, "The number %d is %s in octal, which is above `0777`.", "%d は 8 進数で %s になり、`0777` を超える。", mode, code(octal)),
			meantOctal(mode, l))
	}
	names := []string{pick(l, "the owner", "所有者"), pick(l, "the group", "グループ"), pick(l, "others", "その他")}
	who := make([]string, len(names))
	for i, name := range names {
		may := rights(mode>>(6-3*i)&7, l)
		who[i] = say(l, "%s may %s", "%sは%s", name, may)
	}
	octal = fmt.Sprintf("%04o", mode)
	return sentences(l,
		say(l, "%s is %s: %s.", "%s は %s。%s。", code(octal), code(fs.FileMode(mode).String()[1:]), strings.Join(who, pick(l, "; ", "、"))),
		meantOctal(mode, l))
}

// rights returns what three permission bits allow.
func rights(bits int64, l language.Language) string {
	var may []string
	for _, right := range []struct {
		bit    int64
		en, ja string
	}{{4, "read", "読み取り"}, {2, "write", "書き込み"}, {1, "execute", "実行"}} {
		if bits&right.bit != 0 {
			may = append(may, pick(l, right.en, right.ja))
		}
	}
	if len(may) == 0 {
		return pick(l, "do nothing", "権限なし")
	}
	return enumerate(l, may, " and ", "・")
}

// meantOctal returns a hint if the decimal digits are those of a usual mode, as in
// 644: JSON has no octal numbers, and YAML has them only with a 0 in front.
func meantOctal(mode int64, l language.Language) string {
	usual := []int64{400, 440, 444, 500, 550, 555, 600, 640, 644, 660, 664, 666, 700, 750, 755, 770, 775, 777}
	if !slices.Contains(usual, mode) {
		return ""
	}
	written := "0" + strconv.FormatInt(mode, 10)
	meant, err := strconv.ParseInt(written, 8, 64)
	if err != nil {
		return ""
	}
	return say(l, "If the octal mode %s is meant, write %s, or %s in decimal.", "8 進数の %s のつもりなら、%s か 10 進数の %s と書く。",
		code(written), code(written), code(strconv.FormatInt(meant, 10)))
}
