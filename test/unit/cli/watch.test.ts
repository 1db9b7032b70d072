/**
 * `soapwright watch` over real files.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Running, Workplace } from "./run-command.js";

const xs = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const order = `<xs:schema ${xs} targetNamespace="urn:shop" xmlns="urn:shop"><xs:include schemaLocation="parts/line.xsd"/><xs:element name="Order" type="Line"/></xs:schema>`;
const line = (name: string): string => `<xs:schema ${xs} targetNamespace="urn:shop">
  <xs:complexType name="Line"><xs:sequence><xs:element name="${name}" type="xs:string"/></xs:sequence></xs:complexType>
</xs:schema>`;

let place: Workplace;
let running: Running | undefined;
beforeEach(() => {
  place = new Workplace();
  place.write("order.xsd", order);
  place.write("parts/line.xsd", line("sku"));
});
afterEach(() => {
  running?.process.kill("SIGKILL");
  place.remove();
});

async function start(...args: string[]): Promise<Running> {
  running = place.start("watch", ...args);
  await running.until("watching");
  return running;
}

describe("watch", () => {
  it("generates at once, again when an included document changes, and ends with 0 at SIGINT", async () => {
    const watching = await start("order.xsd", "--out", "out");
    expect(place.read("out/shop.ts")).toContain("sku: string");
    place.write("parts/line.xsd", line("article"));
    await watching.until("2 changed");
    expect(place.read("out/shop.ts")).toContain("article: string");
    await watching.until("watching");
    watching.process.kill("SIGINT");
    expect(await watching.ended).toMatchObject({ status: 0 });
  });

  it("keeps the files on errors, says them, and goes on when they are mended", async () => {
    const watching = await start("order.xsd", "--out", "out");
    const before = place.read("out/shop.ts");
    place.write("parts/line.xsd", line("sku").replace("xs:string", "xs:strin"));
    await watching.until("src-resolve");
    await watching.until("watching");
    expect(place.read("out/shop.ts")).toBe(before);
    rmSync(join(place.folder, "parts"), { recursive: true });
    await watching.until("the files stay as they were");
    await watching.until("watching");
    expect(place.read("out/shop.ts")).toBe(before);
    place.write("parts/line.xsd", line("mended"));
    await watching.until("2 changed");
    expect(place.read("out/shop.ts")).toContain("mended: string");
  });

  it("sees files that an editor replaces, and ignores others and saves without a change", async () => {
    const watching = await start("order.xsd", "--out", "out");
    place.write("other.xsd", line("x"));
    place.write("order.xsd", order);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(watching.output().match(/watching/g)).toHaveLength(1);
    place.write("parts/line.xsd.tmp", line("replaced"));
    renameSync(join(place.folder, "parts/line.xsd.tmp"), join(place.folder, "parts/line.xsd"));
    await watching.until("2 changed");
    expect(place.read("out/shop.ts")).toContain("replaced: string");
  });

  it("goes on when a folder was deleted and made anew", async () => {
    const watching = await start("order.xsd", "--out", "out");
    rmSync(join(place.folder, "parts"), { recursive: true });
    place.write("parts/line.xsd", line("sku"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    place.write("parts/line.xsd", line("later"));
    await watching.until("2 changed");
    expect(place.read("out/shop.ts")).toContain("later: string");
  });

  it("follows the configuration, a broken one too", async () => {
    const config = (out: string): string => `export default { contracts: [{ entries: ["order.xsd"], out: "${out}" }] };\n`;
    place.write("soapwright.config.ts", config("one"));
    const watching = await start();
    expect(existsSync(join(place.folder, "one/shop.ts"))).toBe(true);
    place.write("soapwright.config.ts", "export default {");
    await watching.until("the configuration cannot be loaded");
    await watching.until("watching");
    place.write("soapwright.config.ts", config("two"));
    await watching.until("two: ");
    expect(existsSync(join(place.folder, "two/shop.ts"))).toBe(true);
    expect(existsSync(join(place.folder, "one/shop.ts"))).toBe(true);
  });

  it("follows the catalogue", async () => {
    place.write("order.xsd", order.replace("parts/line.xsd", "http://example.org/line.xsd"));
    place.write("catalog.json", JSON.stringify({ locations: { "http://example.org/line.xsd": "parts/line.xsd" } }));
    place.write("parts/other.xsd", line("other"));
    const watching = await start("order.xsd", "--out", "out", "--catalog", "catalog.json", "--format", "json");
    place.write("catalog.json", JSON.stringify({ locations: { "http://example.org/line.xsd": "parts/other.xsd" } }));
    await watching.until('"changed":[{"kind":"stale"');
    expect(place.read("out/shop.ts")).toContain("other: string");
  });

  it("exits with 2 for wrong flags", async () => {
    expect(await place.run("watch")).toMatchObject({ status: 2 });
    expect(await place.run("watch", "order.xsd")).toMatchObject({ status: 2 });
  });
});
