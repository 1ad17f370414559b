// A Fastify server with the guarantee that Deedwell gives: an answer of 200 means that the events are on
// disk. What comes in together is appended and synced together. It parses, looks at nothing, keeps no ids.
import { open } from "node:fs/promises";
import Fastify from "fastify";

const [port, path] = process.argv.slice(2);
const file = await open(path, "a");
const app = Fastify({ bodyLimit: 1 << 20 });
let waiting = [], writing = false;

async function write() {
  writing = true;
  while (waiting.length) {
    const all = waiting;
    waiting = [];
    await file.appendFile(all.map((one) => one.text).join(""));
    await file.datasync();
    for (const one of all) one.done();
  }
  writing = false;
}

const keep = (text) => new Promise((done) => { waiting.push({ text, done }); if (!writing) write(); });
const take = async (request) => {
  const events = request.body.batch ?? [request.body];
  await keep(events.map((event) => JSON.stringify(event) + "\n").join(""));
  return { success: true };
};
app.post("/v1/track", take);
app.post("/v1/batch", take);
await app.listen({ port: Number(port), host: "127.0.0.1" });
