/**
 * rpc/encoded with PHP's SOAP extension, whose native form it is: its client calls a server of ours, and ours calls its server.
 *
 * Needs `php` with its SOAP extension; skipped where it is absent.
 */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient, createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { encodedWsdl, loadEncoded } from "../unit/protocols/soap/encoded-contract.js";
import { freePort } from "./free-port.js";
import { peerIn } from "./interop-row.js";

const php = peerIn("PHP", "rpc/encoded");

const here = fileURLToPath(new URL(".", import.meta.url));
const hasPhp = spawnSync("php", ["-r", "exit(extension_loaded('soap') ? 0 : 1);"]).status === 0;
const run = promisify(execFile);

const ann = { name: "Ann", age: 30, friend: null };
const bob = { name: "Bob", age: 31, friend: ann };

async function startPhp(wsdl: string, version: string): Promise<{ readonly php: ChildProcess; readonly url: string }> {
  const port = await freePort();
  const env = { ...process.env, ENCODED_WSDL: wsdl, ENCODED_VERSION: version };
  const php = spawn("php", ["-S", `127.0.0.1:${port}`, join(here, "servers/encoded.php")], { env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 200; tries++) {
    const answers = await fetch(`${url}?wsdl`).then(
      () => true,
      () => false,
    );
    if (answers) return { php, url };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  php.kill();
  throw new Error("php does not listen");
}

describe.skipIf(!hasPhp).each(["1.1", "1.2"] as const)("rpc/encoded with PHP in SOAP %s", (version) => {
  let folder = "";
  let wsdl = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-php-encoded-"));
    wsdl = join(folder, "encoded.wsdl");
    const binding = version === "1.1" ? "Encoded11" : "Encoded12";
    const soap = version === "1.1" ? "soap" : "soap12";
    const port = `<wsdl:port name="Echo" binding="t:${binding}"><${soap}:address location="http://echo.example/"/></wsdl:port>`;
    writeFileSync(wsdl, encodedWsdl.replace(/<wsdl:port [\s\S]*<\/wsdl:port>/, port));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("its client calls a server of ours", php.client("SOAP 1.1 and 1.2: arrays, shared values, nil"), async () => {
    const inputs: unknown[] = [];
    const echo = async (input: unknown) => {
      const { value } = input as { readonly value: unknown };
      inputs.push(value);
      return { result: value };
    };
    const names = ["echoString", "echoPeople", "echoStrings", "echoMatrix"];
    const implementation = Object.fromEntries(names.map((name) => [name, echo]));
    const handler = createHandler({ services: [serve(await loadEncoded(version), implementation)] });
    const listening = await listen(handler, { port: 0 });
    try {
      const { stdout } = await run("php", [join(here, "php/encoded-client.php"), wsdl, listening.url, version]);
      expect(inputs).toEqual(["hello", null, { item: [ann, bob, ann] }, { item: ["a", "b"] }, { item: [{ item: [1, 2] }, { item: [3] }] }]);
      expect(JSON.parse(stdout)).toEqual({
        string: "hello",
        null: null,
        people: [ann, bob, ann],
        strings: ["a", "b"],
        matrix: [[1, 2], [3]],
      });
    } finally {
      await listening.close();
    }
  });

  it("its server is called by a client of ours", php.server("SOAP 1.1 and 1.2: arrays, shared values, nil"), async () => {
    const { php, url } = await startPhp(wsdl, version);
    try {
      const client = createClient(await loadEncoded(version), { url });
      const answer = async (operation: string, value: unknown) => client[operation]?.({ value });
      expect(await answer("echoString", "größer")).toEqual({ result: "größer" });
      expect(await answer("echoPerson", bob)).toEqual({ result: bob });
      expect(await answer("echoStrings", { item: ["a", "b"] })).toEqual({ result: { item: ["a", "b"] } });
      expect(await answer("echoPeople", { item: [ann, bob] })).toEqual({ result: { item: [ann, bob] } });
      expect(await answer("echoMatrix", { item: [{ item: [1, 2] }, { item: [3] }] })).toEqual({
        result: { item: [{ item: [1, 2] }, { item: [3] }] },
      });
    } finally {
      php.kill();
    }
  });
});
