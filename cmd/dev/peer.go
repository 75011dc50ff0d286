package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"strconv"
)

// A peer is a language server that runs as a process of its own. It is asked one thing
// at a time.
type peer struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	last    int
	// answer answers what the server asks.
	answer func(method string, params json.RawMessage) any
	// heard is told the notifications of the server; it may be nil.
	heard func(method string, params json.RawMessage)
}

// message is a message of JSON-RPC, in any direction.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  any             `json:"result,omitempty"`
	Error   any             `json:"error,omitempty"`
}

// startPeer starts a server. What it says on standard error is dropped.
func startPeer(command []string, answer func(string, json.RawMessage) any) (*peer, error) {
	c := exec.Command(command[0], command[1:]...) //nolint:gosec,noctx // a developer names it, and close ends it
	in, err := c.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", command[0], err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", command[0], err)
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", command[0], err)
	}
	return &peer{command: c, in: in, out: bufio.NewReader(out), answer: answer}, nil
}

// close ends the server, whether it wants to or not.
func (p *peer) close() error {
	_ = p.call("shutdown", nil, nil)
	_ = p.send(message{Method: "exit"})
	_ = p.in.Close()
	if err := p.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("end the server: %w", err)
	}
	_ = p.command.Wait() // that it was killed is no news
	return nil
}

func (p *peer) send(m message) error {
	m.Version = "2.0"
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write %s: %w", m.Method, err)
	}
	if _, err := fmt.Fprintf(p.in, "Content-Length: %d\r\n\r\n%s", len(data), data); err != nil {
		return fmt.Errorf("send %s: %w", m.Method, err)
	}
	return nil
}

// notify sends a notification.
func (p *peer) notify(method string, params any) error {
	return p.send(message{Method: method, Params: params})
}

// call sends a request and reads until its answer comes. What the server asks meanwhile is
// answered.
func (p *peer) call(method string, params, result any) error {
	p.last++
	id := strconv.Itoa(p.last)
	if err := p.send(message{ID: json.RawMessage(id), Method: method, Params: params}); err != nil {
		return err
	}
	for {
		m, err := p.next()
		if err != nil {
			return fmt.Errorf("wait for %s: %w", method, err)
		}
		if m.Method != "" || string(m.ID) != id {
			continue
		}
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error)
		}
		if result == nil || len(m.Result) == 0 {
			return nil
		}
		if err := json.Unmarshal(m.Result, result); err != nil {
			return fmt.Errorf("read the answer to %s: %w", method, err)
		}
		return nil
	}
}

// wait reads until a notification comes that is the one. What the server asks meanwhile is
// answered.
func (p *peer) wait(method string, is func(params json.RawMessage) (bool, error)) error {
	for {
		m, err := p.next()
		if err != nil {
			return fmt.Errorf("wait for %s: %w", method, err)
		}
		if m.Method != method || m.ID != nil {
			continue
		}
		if found, err := is(m.Params); found || err != nil {
			return err
		}
	}
}

// next reads the next message, which is answered if it is a question and told if it is a
// notification.
func (p *peer) next() (*received, error) {
	m, err := p.read()
	switch {
	case err != nil || m.Method == "":
		return m, err
	case m.ID == nil:
		if p.heard != nil {
			p.heard(m.Method, m.Params)
		}
		return m, nil
	}
	answer := p.answer(m.Method, m.Params)
	if answer == nil {
		answer = json.RawMessage("null")
	}
	return m, p.send(message{ID: m.ID, Result: answer})
}

// received is a message as it comes.
type received struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  json.RawMessage `json:"error"`
}

func (p *peer) read() (*received, error) {
	head, err := textproto.NewReader(p.out).ReadMIMEHeader()
	if err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	n, err := strconv.Atoi(head.Get("Content-Length"))
	if err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(p.out, data); err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	m := &received{}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(m); err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	if string(m.ID) == "null" {
		m.ID = nil
	}
	return m, nil
}
