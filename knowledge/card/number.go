package card

import (
	"strconv"

	"github.com/kubelore/kubelore/knowledge/effect"
)

// number returns a decoded number as it would be written.
func number(v any) string {
	if n, ok := effect.Whole(v); ok {
		return strconv.FormatInt(n, 10)
	}
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return ""
}
