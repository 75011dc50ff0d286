package value

import (
	"strconv"

	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/util/validation"
)

// A NameRule says what a name may look like.
type NameRule uint8

// The rules for names.
const (
	// Subdomain is that of most objects, Label that of namespaces, Services, containers
	// and volumes, Segment that of the objects of RBAC.
	Subdomain NameRule = iota
	Label
	Segment
	PortName
	PortNumber
	DataKey
	LabelKey
	LabelValue
	Variable
)

// RuleOf returns the rule for the names of objects of a kind.
func RuleOf(group, kind string) NameRule {
	switch {
	case group == "rbac.authorization.k8s.io":
		return Segment
	case group == "" && (kind == "Namespace" || kind == "Service"):
		return Label
	}
	return Subdomain
}

// NameProblem returns what the API server says of a name that it would refuse, or "".
func NameProblem(rule NameRule, name string) string {
	var problems []string
	switch rule {
	case Label:
		problems = validation.IsDNS1123Label(name)
	case Segment:
		problems = content.IsPathSegmentName(name)
	case PortName:
		problems = validation.IsValidPortName(name)
	case PortNumber:
		n, err := strconv.Atoi(name)
		if err != nil {
			return "must be a number"
		}
		problems = validation.IsValidPortNum(n)
	case DataKey:
		problems = validation.IsConfigMapKey(name)
	case LabelKey:
		problems = validation.IsQualifiedName(name)
	case LabelValue:
		problems = validation.IsValidLabelValue(name)
	case Variable:
		problems = validation.IsRelaxedEnvVarName(name)
	default:
		problems = validation.IsDNS1123Subdomain(name)
	}
	if name == "" && rule != LabelValue {
		return "must not be empty"
	}
	if len(problems) == 0 {
		return ""
	}
	return problems[0]
}
