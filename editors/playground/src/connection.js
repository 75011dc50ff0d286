// A Connection speaks the Language Server Protocol with the worker.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Connection {
  constructor(worker, { notified, ended }) {
    this.worker = worker;
    this.notified = notified;
    this.waiting = new Map();
    this.last = 0;
    this.buffer = new Uint8Array();
    this.ready = new Promise((resolve, reject) => {
      worker.onerror = (event) => { reject(new Error(event.message)); ended(event.message); };
      worker.onmessage = ({ data }) => {
        if (data === 'ready') resolve();
        else if (data instanceof Uint8Array) this.take(data);
        else { reject(new Error(data.ended)); ended(data.ended); }
      };
    });
  }

  request(method, params) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }

  notify(method, params) { this.send({ method, params }); }

  send(message) {
    const body = encoder.encode(JSON.stringify({ jsonrpc: '2.0', ...message }));
    const head = encoder.encode(`Content-Length: ${body.length}\r\n\r\n`);
    const whole = new Uint8Array(head.length + body.length);
    whole.set(head);
    whole.set(body, head.length);
    this.worker.postMessage(whole);
  }

  // take adds bytes of the server, which come in pieces of any size, and handles each message that is whole.
  take(bytes) {
    const all = new Uint8Array(this.buffer.length + bytes.length);
    all.set(this.buffer);
    all.set(bytes, this.buffer.length);
    this.buffer = all;
    for (;;) {
      const head = decoder.decode(this.buffer.subarray(0, 200));
      const end = head.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/i.exec(head);
      if (end < 0 || length === null || this.buffer.length < end + 4 + Number(length[1])) return;
      const message = JSON.parse(decoder.decode(this.buffer.subarray(end + 4, end + 4 + Number(length[1]))));
      this.buffer = this.buffer.slice(end + 4 + Number(length[1]));
      this.handle(message);
    }
  }

  handle({ id, method, params, result, error }) {
    if (method !== undefined && id !== undefined) {
      this.send({ id, result: null }); // the page has nothing to say to what a server may ask
    } else if (method !== undefined) {
      this.notified(method, params);
    } else {
      const { resolve, reject } = this.waiting.get(id) ?? {};
      this.waiting.delete(id);
      if (error) reject?.(new Error(error.message));
      else resolve?.(result);
    }
  }
}
