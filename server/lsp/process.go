package lsp

import (
	"time"
)

// watchEvery is how often the server looks whether the editor is still there. It
// normally sees its input end; this is for editors whose children keep it open.
const watchEvery = 3 * time.Second

// watchProcess ends the connection when the process of the editor is gone.
func (s *Server) watchProcess(pid int) {
	if pid <= 0 {
		return
	}
	s.run(func() {
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-s.done:
				return
			case <-tick.C:
				if !alive(pid) {
					s.log.Info("the editor is gone", "pid", pid)
					s.exitOnce.Do(func() { close(s.exit) })
					return
				}
			}
		}
	})
}
