// Command server is Kubelore in a web worker: the page posts bytes of the protocol, and
// gets bytes back. Everything else is as in the editors.
package main

import (
	"context"
	"io"
	"os"
	"syscall/js"
	_ "time/tzdata" // the API server knows all time zones, and a browser has no files with them

	"github.com/kubelore/kubelore/server/lsp"
)

func main() {
	in, page := io.Pipe()
	// A callback of JavaScript must not wait, so what the page posts is queued.
	posted := make(chan []byte, 1024)
	go func() {
		for data := range posted {
			if _, err := page.Write(data); err != nil {
				return // the server has ended
			}
		}
	}()
	worker := js.Global()
	worker.Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		array := args[0].Get("data")
		data := make([]byte, array.Length())
		js.CopyBytesToGo(data, array)
		posted <- data
		return nil
	}))
	worker.Call("postMessage", "ready")
	os.Exit(lsp.Serve(context.Background(), in, output{worker}, lsp.Options{Log: os.Stderr, Version: "playground"}))
}

// output posts to the page what is written to it.
type output struct{ worker js.Value }

func (o output) Write(data []byte) (int, error) {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	o.worker.Call("postMessage", array)
	return len(data), nil
}

func (o output) Close() error {
	o.worker.Call("close")
	return nil
}
