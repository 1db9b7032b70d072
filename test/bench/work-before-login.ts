/**
 * `npm run bench:login`: what strangers' requests cost before their sender is known, in milliseconds of CPU and in multiples of what a message of as
 * many bytes of plain text costs. The body of each is as long as the server takes by default.
 *
 * With a bound as argument a request is tried again, up to 20 times, until it costs no more than that many times plain text: what else runs on the
 * machine makes single figures several times as large.
 */
import { defaultOptions } from "../../src/server/options.js";
import { fromRequest, type ServiceHandler } from "../../src/service/fetch-adapter.js";
import { type CostlyRequest, costlyDocuments, costlyForms, costlyMessages, plainMessage } from "../support/costly-requests.js";
import { serve } from "../support/veloconnect-server.js";

const bound = Number(process.argv[2] ?? "0");
const [fewestRuns, mostRuns] = bound === 0 ? [5, 5] : [1, 20];
const { maxBodyBytes } = defaultOptions;
const { handle, soap } = serve({ maxBodyBytes });

/** Has a request answered; milliseconds of CPU. */
async function run({ exchange }: ServiceHandler, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const { path, query, origin, headers, signal } = fromRequest(
    new Request("http://seller.example/veloconnect", { method: "POST", headers: { "content-type": type }, body: "" }),
  );
  const readBody = async (): Promise<Uint8Array> => bytes;
  const request = { method: "POST", path, query, origin, headers, signal, readBody, stopReading: () => false };
  const before = process.cpuUsage();
  const { status, body = "" } = await exchange(request);
  const { user, system } = process.cpuUsage(before);
  if (status === 413 || !(typeof body === "string" || body instanceof Uint8Array) || body.length > 3000)
    throw new Error(`the answer has status ${status} and is ${typeof body === "string" ? body.slice(0, 3000) : "long"}`);
  return (user + system) / 1000;
}

function bytesOf({ fullOf, body }: CostlyRequest): Uint8Array<ArrayBuffer> {
  const bytes = body(maxBodyBytes);
  if (bytes.length > maxBodyBytes) throw new Error(`"${fullOf}" has ${bytes.length} bytes`);
  return bytes;
}

const plainBytes = bytesOf(plainMessage);
const runPlain = (): Promise<number> => run(soap, plainMessage.type, plainBytes);
for (let runs = 0; runs < 10; runs++) await runPlain();

async function measure(kind: string, handler: ServiceHandler, requests: readonly CostlyRequest[]): Promise<void> {
  for (const request of requests) {
    const bytes = bytesOf(request);
    let best = Number.POSITIVE_INFINITY;
    let plain = Number.POSITIVE_INFINITY;
    // Both in turn: what else runs on the machine slows down both.
    for (let runs = 0; runs < mostRuns && (runs < fewestRuns || best > bound * plain); runs++) {
      plain = Math.min(plain, await runPlain());
      best = Math.min(best, await run(handler, request.type, bytes));
    }
    console.log(`${(best / plain).toFixed(2).padStart(6)} ${best.toFixed(1).padStart(7)} ms  ${kind} full of ${request.fullOf}`);
  }
}

console.log(`node ${process.version}, ${maxBodyBytes} bytes`);
await measure("a message", soap, costlyMessages);
await measure("a document", handle, costlyDocuments);
await measure("a form", handle, costlyForms);
