// The worker runs the server. It is got packed, as a static server sends it as it is, and
// unpacked while it is compiled.
/* global Go */
importScripts('wasm_exec.js');

const go = new Go();
fetch('kubelore.wasm.gz').then(async (response) => {
  if (!response.ok) throw new Error(`kubelore.wasm.gz: ${response.status} ${response.statusText}`);
  const bytes = new Response(response.body.pipeThrough(new DecompressionStream('gzip')), { headers: { 'Content-Type': 'application/wasm' } });
  const { instance } = await WebAssembly.instantiateStreaming(bytes, go.importObject);
  await go.run(instance);
  postMessage({ ended: 'the server has ended' });
}).catch((reason) => {
  postMessage({ ended: String(reason) });
});
