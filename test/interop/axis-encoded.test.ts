/**
 * rpc/encoded with Axis 1.4: its client calls a server of ours, and ours calls its server. WSDL2Java makes both of the contract.
 *
 * Needs a JDK and Debian's `libaxis-java`; skipped where one is absent.
 */
import { execFile, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient, createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { encodedWsdl11, loadEncoded } from "../unit/protocols/soap/encoded-contract.js";
import { axisClassPath, hasAxis } from "./axis-tools.js";
import { ann, bob, echoImplementation } from "./encoded-echo.js";
import { portOf } from "./free-port.js";
import { peerIn } from "./interop-row.js";

const peer = peerIn("Axis", "rpc/encoded");

const run = promisify(execFile);

describe.skipIf(!hasAxis)("rpc/encoded with Axis", () => {
  let folder = "";
  const java = () => ["-cp", `${join(folder, "classes")}:${axisClassPath}`];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-axis-"));
    const options = { cwd: folder, maxBuffer: 2 ** 26 };
    writeFileSync(join(folder, "encoded.wsdl"), encodedWsdl11);
    await run("java", ["-cp", axisClassPath, "org.apache.axis.wsdl.WSDL2Java", "-p", "enc", "-s", "-o", ".", "encoded.wsdl"], options);
    const own = (name: string): string => fileURLToPath(new URL(`axis/${name}`, import.meta.url));
    copyFileSync(own("Encoded11Impl.java"), join(folder, "enc/Encoded11Impl.java"));
    for (const name of ["Client.java", "Host.java"]) copyFileSync(own(name), join(folder, name));
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
    await run("javac", ["-nowarn", "-encoding", "UTF-8", "-cp", axisClassPath, "-d", "classes", ...sources], options);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("its client calls a server of ours", peer.client("arrays, shared values, nil, declared faults, header blocks, SwA"), async () => {
    const { implementation, inputs, headers } = echoImplementation();
    const listening = await listen(createHandler({ services: [serve(await loadEncoded("1.1"), implementation)] }), { port: 0 });
    try {
      const { stdout } = await run("java", ["-Dfile.encoding=UTF-8", ...java(), "Client", listening.url], { cwd: folder });
      expect(stdout.trim().split("\n")).toEqual([
        "string größer <&>",
        "null null",
        "person Bob,31,Ann,30,nobody",
        "employee 10.50",
        "people Ann,30,nobody Bob,31,Ann,30,nobody Ann,30,nobody",
        "strings [a, null, ]",
        "matrix [[1, 2], [3]]",
        "rectangle [[1, 2, 3], [4, 5, 6]]",
        "grid [[1, 2], [3, 4], [5, 6]]",
        "header x Bob,31,Ann,30,nobody",
        "full 0 Ann,30,nobody",
        "late 3",
        "attached x",
        "attachment text/plain of Axis",
      ]);
      expect(inputs.slice(4, 5)).toEqual([{ item: [ann, bob, ann] }]);
      expect(headers).toEqual([{ session: bob }, {}, {}]);
    } finally {
      await listening.close();
    }
  });

  it(
    "its server is called by a client of ours",
    peer.server("arrays, shared values, nil, declared faults, header blocks, SwA"),
    async () => {
      const host = spawn("java", [...java(), "Host", "enc/deploy.wsdd"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
      try {
        const client = createClient(await loadEncoded("1.1"), { url: `http://127.0.0.1:${await portOf(host)}/axis/services/Echo` });
        const answer = async (operation: string, value: unknown) => client[operation]?.({ value });
        expect(await answer("echoString", "größer <&>")).toEqual({ result: "größer <&>" });
        for (const [operation, value] of [
          ["echoPerson", bob],
          ["echoPerson", { $type: "Employee", ...bob, salary: "10.50" }],
          ["echoPeople", { item: [ann, bob, ann] }],
          ["echoStrings", { item: ["a", null, ""] }],
          ["echoMatrix", { item: [{ item: [1, 2] }, { item: [3] }] }],
          ["echoGrid", { item: [{ item: [1, 2, 3] }, { item: [4, 5, 6] }] }],
        ] as const) {
          expect(await answer(operation, value)).toEqual({ result: value });
        }
        await expect(answer("book", "late")).rejects.toMatchObject({ declared: { name: "Late", detail: { days: 3 } } });
        await expect(answer("book", "full")).rejects.toMatchObject({
          declared: { name: "Full", detail: { free: 0, waiting: { item: [ann] } } },
        });
      } finally {
        host.kill();
      }
    },
  );
});
