// Package e2e drives real editors with the real server, as their users do.
//
// It knows how an editor is started, typed into and looked at. It deliberately
// knows no package of the server: what it sees is what people see.
package e2e
