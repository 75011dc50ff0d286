package main

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/kubelore/kubelore/knowledge/apiserver"
)

func inventoryCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "inventory",
		Short: "Print what the linked Kubernetes has, one a line: kinds, fields, feature gates, and kinds without a strategy",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			lines, err := inventory()
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), strings.Join(lines, "\n")+"\n")
			return err
		},
	}
}

// inventory returns the lines, sorted. Two of them tell what an upgrade changed.
func inventory() ([]string, error) {
	s := runtime.NewScheme()
	if err := scheme.AddToScheme(s); err != nil {
		return nil, fmt.Errorf("collect the kinds: %w", err)
	}
	if err := apiextensions.AddToScheme(s); err != nil {
		return nil, fmt.Errorf("collect the kinds: %w", err)
	}
	var lines []string
	seen := map[reflect.Type]bool{}
	for kind, t := range s.AllKnownTypes() {
		if _, ok := reflect.TypeAssert[interface{ GetName() string }](reflect.New(t)); !ok || kind.Version == runtime.APIVersionInternal {
			continue // lists, options, and what is no object
		}
		version := strings.TrimPrefix(kind.GroupVersion().String(), "/")
		lines = append(lines, fmt.Sprintf("kind %s %s", version, kind.Kind))
		if k := apiserver.Kind(kind); !apiserver.Knows(k) && apiserver.NotCreated(k) == "" {
			lines = append(lines, fmt.Sprintf("strategy missing for %s %s", version, kind.Kind))
		}
		lines = append(lines, fieldLines(t, seen)...)
	}
	for name, on := range linkedGates() {
		state := "off"
		if on != 0 {
			state = "on since " + on.String()
		}
		lines = append(lines, "gate "+name+" "+state)
	}
	slices.Sort(lines)
	return lines, nil
}

// fieldLines returns the fields of a type and of all types in it that were not seen.
func fieldLines(t reflect.Type, seen map[reflect.Type]bool) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || !strings.HasPrefix(t.PkgPath(), "k8s.io/") {
		return nil
	}
	seen[t] = true
	path := strings.Split(t.PkgPath(), "/")
	var lines []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			lines = append(lines, fmt.Sprintf("field %s %s.%s", strings.Join(path[max(0, len(path)-2):], "/"), t.Name(), name))
		}
		lines = append(lines, fieldLines(f.Type, seen)...)
	}
	return lines
}

// difference returns what is in one of two sorted lists only: with + what came, and with
// - what went.
func difference(old, now []string) []string {
	var changes []string
	for len(old) > 0 || len(now) > 0 {
		switch {
		case len(old) == 0 || len(now) > 0 && now[0] < old[0]:
			changes, now = append(changes, "+ "+now[0]), now[1:]
		case len(now) == 0 || old[0] < now[0]:
			changes, old = append(changes, "- "+old[0]), old[1:]
		default:
			old, now = old[1:], now[1:]
		}
	}
	return changes
}
