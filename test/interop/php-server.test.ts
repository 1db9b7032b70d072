/**
 * Our generated client calls PHP's SoapServer in SOAP 1.1 and 1.2, plain and compressed: headers both ways, nil, lists, a declared fault, another
 * fault, one way.
 *
 * Needs `php` with its SOAP extension; skipped where it is absent.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "./free-port.js";
import { peerIn } from "./interop-row.js";
import { callParcels, type GeneratedParcels, generateParcels, serversFolder } from "./parcels-client.js";

const php = peerIn("PHP", "document/literal");

const hasPhp = spawnSync("php", ["-r", "exit(extension_loaded('soap') ? 0 : 1);"]).status === 0;

async function startPhp(port: number, compressed: boolean): Promise<ChildProcess> {
  const flags = ["-d", `zlib.output_compression=${compressed ? 1 : 0}`, "-S", `127.0.0.1:${port}`];
  const env = { ...process.env, PARCELS_WSDL: `${serversFolder}/parcels.wsdl` };
  const child = spawn("php", [...flags, `${serversFolder}/parcels.php`], { env, stdio: "ignore" });
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/remembered`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  throw new Error("php does not listen");
}

describe.skipIf(!hasPhp)("PHP's server", () => {
  let generated: GeneratedParcels;
  beforeAll(async () => {
    generated = await generateParcels();
  });
  afterAll(() => generated?.remove());

  it.each([
    ["1.1", false],
    ["1.1", true],
    ["1.2", false],
    ["1.2", true],
  ] as const)("is called in SOAP %s, compressed: %s", php.server("SOAP 1.1 and 1.2, declared faults"), async (version, compressed) => {
    const port = await freePort();
    const php = await startPhp(port, compressed);
    try {
      const address = `http://127.0.0.1:${port}`;
      const outcome = await callParcels(generated, version, `${address}/${version.replace(".", "")}`);
      expect(outcome).toEqual({
        answer: { number: 2, note: null, item: [{ name: "vase", fragile: true, photo: new Uint8Array([1, 2, 255]) }, { name: "<&> ä" }] },
        stamp: { text: "from Bert" },
        tooHeavy: { name: "tooHeavy", detail: { limit: "30.0" } },
        fault: { code: "Receiver", message: "größer als gedacht", declared: undefined },
      });
      expect(await (await fetch(`${address}/remembered`)).text()).toBe("größer & <kleiner>");
    } finally {
      php.kill();
    }
  });
});
