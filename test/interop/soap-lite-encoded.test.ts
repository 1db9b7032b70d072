/**
 * rpc/encoded with Perl's SOAP::Lite, which has no contract and says the types of values as it guesses them: its client calls a server of ours, and ours calls
 * its server.
 *
 * Needs `perl` with Debian's `libsoap-lite-perl`; skipped where it is absent.
 */
import { execFile, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient, createHandler, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { loadEncoded } from "../unit/protocols/soap/encoded-contract.js";
import { ann, bob, echoImplementation } from "./encoded-echo.js";
import { portOf } from "./free-port.js";
import { peerIn } from "./interop-row.js";

const peer = peerIn("SOAP::Lite", "rpc/encoded");

const program = (name: string): string => fileURLToPath(new URL(`soap-lite/${name}`, import.meta.url));
const hasLite = spawnSync("perl", ["-MSOAP::Lite", "-e", "1"]).status === 0;
const run = promisify(execFile);

describe.skipIf(!hasLite)("rpc/encoded with SOAP::Lite", () => {
  it("its client calls a server of ours", peer.client("arrays, shared values, nil"), async () => {
    const { implementation, headers } = echoImplementation();
    const listening = await listen(createHandler({ services: [serve(await loadEncoded("1.1"), implementation)] }), { port: 0 });
    try {
      const { stdout } = await run("perl", [program("client.pl"), listening.url]);
      expect(stdout.trim().split("\n")).toEqual([
        "string größer <&>",
        "number 5",
        "nil nothing",
        "person Bob,31,Ann,30,nobody",
        "people Ann,30,nobody Bob,31,Ann,30,nobody Ann,30,nobody",
        "strings a,b",
        "matrix 1,2;3",
        "header Ann,30,nobody",
        "late 3",
      ]);
      expect(headers).toEqual([{ session: ann }, {}]);
    } finally {
      await listening.close();
    }
  });

  it("its server is called by a client of ours", peer.server("arrays, shared values, nil"), async () => {
    const server = spawn("perl", [program("server.pl")], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const client = createClient(await loadEncoded("1.1"), { url: `http://127.0.0.1:${await portOf(server)}/` });
      const answer = async (operation: string, value: unknown) => client[operation]?.({ value });
      for (const [operation, value] of [
        ["echoString", "hello <&>"],
        ["echoPerson", bob],
        ["echoPeople", { item: [ann, bob, ann] }],
        ["echoStrings", { item: ["a", "b"] }],
        ["echoMatrix", { item: [{ item: [1, 2] }, { item: [3] }] }],
      ] as const) {
        expect(await answer(operation, value)).toEqual({ result: value });
      }
      await expect(answer("book", "late")).rejects.toMatchObject({ declared: { name: "Late", detail: { days: 3 } } });
    } finally {
      server.kill();
    }
  });
});
