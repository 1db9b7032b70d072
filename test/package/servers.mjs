/**
 * A generated service in the servers that docs/serving.md names and that `npm test` does not have: Cloudflare's runtime and Next.
 * Run in a folder where the package and a compiler are installed; what is not there is skipped with a word.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

const bin = (name) => `node_modules/.bin/${name}`;

const service = `import { createHandler, serve } from "soapwright/soap";
import { type CurrencyServer, CurrencySoap } from "./generated/service";

const currency: CurrencyServer = { convert: async ({ amount }) => ({ amount }) };
const contract = { main: "currency.wsdl", documents: { "currency.wsdl": ${JSON.stringify(readFileSync("examples/currency/currency.wsdl", "utf8"))} } };
export const handler = createHandler({ services: [serve(CurrencySoap, currency)], contract });
`;
const request = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Convert xmlns="urn:example:currency">
<Amount>7.50</Amount><From>EUR</From><To>CHF</To></Convert></e:Body></e:Envelope>`;

function run(command, ...args) {
  const env = { ...process.env, NO_COLOR: "1", CI: "1", NEXT_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", env, timeout: 600_000 });
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${error ?? ""}${stdout}${stderr}`);
}

/** Writes the service and its generated code into a folder. */
function write(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(bin("soapwright"), "generate", "examples/currency/currency.wsdl", "--out", `${folder}/generated`, "--import-extension", "none");
  writeFileSync(`${folder}/service.ts`, service);
}

/** Converts, makes a mistake, and asks for the contract. `send` has the arguments of fetch. */
async function tryService(name, url, send) {
  const post = (body) => send(url, { method: "POST", headers: { "content-type": "text/xml", soapaction: '""' }, body });
  const answer = await post(request);
  assert.match(await answer.text(), /Amount>7\.50<\//, name);
  assert.equal(answer.status, 200, name);
  const refused = await post(request.replace("7.50", "seven"));
  assert.match(await refused.text(), /cvc-datatype-valid/, name);
  assert.equal(refused.status, 500, name);
  const wsdl = await send(`${url}?wsdl`, { method: "GET" });
  assert.ok((await wsdl.text()).includes(`location="${url}"`), name);
  console.log(`  ${name}`);
}

async function tryCloudflare() {
  write("servers/worker");
  writeFileSync("servers/worker/worker.ts", 'import { handler } from "./service";\nexport default { fetch: handler };\n');
  run(bin("esbuild"), "servers/worker/worker.ts", "--bundle", "--format=esm", "--outfile=servers/worker/worker.mjs");
  const { Miniflare } = await import("miniflare");
  const worker = new Miniflare({ modules: true, scriptPath: "servers/worker/worker.mjs", compatibilityDate: "2025-01-01" });
  try {
    await tryService("Cloudflare's runtime", "http://localhost/soap", (url, init) => worker.dispatchFetch(url, init));
  } finally {
    await worker.dispose();
  }
}

async function tryNext() {
  write("servers/next");
  mkdirSync("servers/next/app/soap", { recursive: true });
  writeFileSync(
    "servers/next/app/layout.tsx",
    "export default ({ children }: { children: React.ReactNode }) => <html><body>{children}</body></html>;\n",
  );
  writeFileSync(
    "servers/next/app/soap/route.ts",
    'import { handler } from "../../service";\n\nexport { handler as GET, handler as POST };\n',
  );
  run(bin("next"), "build", "servers/next");
  const port = await freePort();
  const server = spawn(bin("next"), ["start", "servers/next", "--port", String(port), "--hostname", "localhost"], { detached: true });
  try {
    await new Promise((resolve, reject) => {
      server.stdout.on("data", (text) => String(text).includes("Ready") && resolve());
      server.on("exit", () => reject(new Error("next has ended")));
      setTimeout(() => reject(new Error("next does not begin")), 120_000).unref();
    });
    // Next takes every address of this machine for that name.
    await tryService("Next", `http://localhost:${port}/soap`, fetch);
  } finally {
    process.kill(-server.pid);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

for (const [name, needed, attempt] of [
  ["Cloudflare's runtime", ["node_modules/miniflare", bin("esbuild")], tryCloudflare],
  ["Next", [bin("next")], tryNext],
]) {
  if (needed.every((file) => existsSync(file))) await attempt();
  else console.log(`  ${name}: skipped, it is not installed`);
}
