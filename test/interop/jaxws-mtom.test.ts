/**
 * MTOM with JAX-WS: its client sends binary content in parts of their own, which a server of ours reads as the content.
 *
 * Needs a JDK and Debian's `libjaxws-java`; skipped where one is absent.
 */
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadContract } from "soapwright/schema";
import { createHandler, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { peerIn } from "./interop-row.js";
import { hasJaxws, jaxwsClassPath } from "./jaxws-tools.js";

const jaxws = peerIn("JAX-WS", "MTOM");

const run = promisify(execFile);

const photo = (name: string) => `<element name="${name}" type="t:Photo"/>`;
const wsdl = `<wsdl:definitions targetNamespace="urn:photo" xmlns:t="urn:photo" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:photo">
  <complexType name="Photo"><sequence><element name="name" type="xsd:string"/><element name="data" type="xsd:base64Binary"/></sequence></complexType>
  ${photo("KeepRequest")}${photo("KeepAnswer")}
</schema></wsdl:types>
<wsdl:message name="Keep"><wsdl:part name="photo" element="t:KeepRequest"/></wsdl:message>
<wsdl:message name="Kept"><wsdl:part name="photo" element="t:KeepAnswer"/></wsdl:message>
<wsdl:portType name="PhotoPort"><wsdl:operation name="keep"><wsdl:input message="t:Keep"/><wsdl:output message="t:Kept"/></wsdl:operation></wsdl:portType>
<wsdl:binding name="PhotoBinding" type="t:PhotoPort"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <wsdl:operation name="keep"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>
</wsdl:binding>
<wsdl:service name="PhotoService"><wsdl:port name="PhotoPort" binding="t:PhotoBinding"><soap:address location="http://photo.example/"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

describe.skipIf(!hasJaxws)("MTOM with JAX-WS", () => {
  it("its client sends content in parts of their own", jaxws.client("content in parts"), async () => {
    const folder = mkdtempSync(join(tmpdir(), "soapwright-jaxws-mtom-"));
    const options = { cwd: folder, maxBuffer: 2 ** 26 };
    const file = join(folder, "photo.wsdl");
    writeFileSync(file, wsdl);
    copyFileSync(fileURLToPath(new URL("jaxws/Photographer.java", import.meta.url)), join(folder, "Photographer.java"));
    const { bindings } = await loadContract({ entries: [file] });
    const [binding] = Object.values(bindings);
    if (binding?.kind !== "soap") throw new Error("the contract has no binding");
    const packaged: number[] = [];
    const handler = createHandler({
      services: [
        serve(binding, {
          keep: async (input, call) => {
            packaged.push(...call.attachments.map(({ bytes }) => bytes.length));
            return input;
          },
        }),
      ],
    });
    const listening = await listen(handler, { port: 0 });
    try {
      const wsimport = ["com.sun.tools.ws.WsImport", "-quiet", "-keep", "-Xnocompile", "-p", "gen", file];
      await run("java", ["-cp", jaxwsClassPath(), ...wsimport], options);
      const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
      await run("javac", ["-nowarn", "-cp", jaxwsClassPath(), "-d", "classes", ...sources], options);
      const classes = `${join(folder, "classes")}:${jaxwsClassPath()}`;
      const { stdout } = await run("java", ["-cp", classes, "Photographer", file, listening.url], options);
      const sizes = [0, 5, 10, 1_000_000];
      expect(stdout.trim().split("\n")).toEqual(sizes.map((size) => `photo of ${size} true`));
      expect(packaged.filter((size) => size >= 10)).toEqual([10, 1_000_000]);
    } finally {
      await listening.close();
      rmSync(folder, { recursive: true });
    }
  });
});
