package apiserver

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
)

// mostErrors is how many errors of hand-written validation are kept. The server
// compares each with each and with those of declarative validation, so that a list
// of 60,000 bad items would take half a minute.
const mostErrors = 1000

// bounded is a strategy that finds no more than mostErrors.
type bounded struct{ rest.RESTCreateStrategy }

func (b bounded) Validate(ctx context.Context, obj runtime.Object) field.ErrorList {
	all := b.RESTCreateStrategy.Validate(ctx, obj)
	return all[:min(len(all), mostErrors)]
}

// boundedDeclarative is bounded for strategies with declarative validation, which
// the server tells by their methods.
type boundedDeclarative struct {
	bounded
	rest.DeclarativeValidationStrategy
}

// validateCreate is rest.ValidateCreate in linear time.
func validateCreate(ctx context.Context, obj runtime.Object, s rest.RESTCreateStrategy) field.ErrorList {
	if declarative, ok := s.(rest.DeclarativeValidationStrategy); ok {
		return rest.ValidateCreate(ctx, obj, boundedDeclarative{bounded{s}, declarative})
	}
	return rest.ValidateCreate(ctx, obj, bounded{s})
}
