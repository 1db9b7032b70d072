/**
 * Commands that write never replace or remove what they did not write, unless they are forced to, and no link leads them out of their folder.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Workplace } from "./run-command.js";

const schema = (body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:shop" targetNamespace="urn:shop">${body}</xs:schema>\n`;
const order = schema('<xs:element name="Order" type="T"/><xs:complexType name="T"/>');

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write("order.xsd", order);
});
afterEach(() => place.remove());

const link = (target: string, path: string): void => symlinkSync(target, join(place.folder, path));

/** Commands that write the file. */
const writers: readonly (readonly [file: string, line: string])[] = [
  ["mine/index.ts", "generate order.xsd --out mine"],
  ["mine/shop.ts", "generate order.xsd --out mine"],
  ["mine/names.json", "generate order.xsd --out mine"],
  ["mine/index.html", "docs order.xsd --out mine"],
  ["mine/style.css", "docs order.xsd --out mine"],
  ["mine/order.xsd", "fetch order.xsd --out mine"],
  ["mine/catalog.json", "fetch order.xsd --out mine"],
  ["mine/Order-1.xml", "sample order.xsd --out mine"],
  ["soapwright.config.ts", "init order.xsd --out mine"],
];

describe("a file of somebody else", () => {
  it.each(writers)("%s stops %s", async (file, line) => {
    const own = file.endsWith(".json") ? '{ "mine": "yes" }' : "mine\n";
    place.write(file, own);
    const { status, stderr, stdout } = await place.run(...line.split(" "));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^soapwright: [^\n]*--force[^\n]*\n$/);
    expect(stderr).toContain(file.replace(/^mine\//, ""));
    expect(place.read(file)).toBe(own);
    // Nothing else was written either.
    expect(readdirSync(place.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toHaveLength(2);
  });

  it.each(writers.filter(([file]) => /shop|style|catalog|config/.test(file)))(
    "%s is replaced by %s --force, and is ours from then on",
    async (file, line) => {
      place.write(file, file.endsWith(".json") ? '{ "mine": "yes" }' : "mine\n");
      expect(await place.run(...line.split(" "), "--force")).toMatchObject({ status: 0 });
      expect(place.read(file)).not.toContain("mine\n");
      if (!line.startsWith("init")) expect(await place.run(...line.split(" "))).toMatchObject({ status: 0 });
    },
  );

  it("is named with the others, ten of them", async () => {
    place.write("all.xsd", schema(Array.from({ length: 12 }, (_, index) => `<xs:element name="E${index}" type="xs:int"/>`).join("")));
    for (let index = 0; index < 12; index++) place.write(`mine/element/E${index}.html`, "");
    place.write("mine/index.html", "");
    const { stderr } = await place.run("docs", "all.xsd", "--out", "mine");
    expect(stderr).toMatch(/did not write: (\S+, ){9}\S+ and 3 more; choose another --out, or replace them with --force\n$/);
  });

  it("shows in check", async () => {
    await place.run("generate", "order.xsd", "--out", "out");
    place.write("out/index.ts", "mine");
    expect(await place.run("check", "order.xsd", "--out", "out")).toMatchObject({ status: 1, stdout: "out/index.ts: foreign\n" });
  });
});

describe("files of an earlier run", () => {
  it("are removed when they are no longer generated, and only if they are ours", async () => {
    place.write("old.xsd", schema('<xs:complexType name="Old"/>').replaceAll("urn:shop", "urn:old"));
    for (const command of ["generate", "docs"]) {
      expect(await place.run(command, "order.xsd", "old.xsd", "--out", command)).toMatchObject({ status: 0 });
    }
    const stale = (): readonly boolean[] => ["generate/old.ts", "docs/type/Old.html"].map((file) => existsSync(join(place.folder, file)));
    expect(stale()).toEqual([true, true]);
    place.write("generate/mine.ts", "export {};\n");
    place.write("docs/type/mine.html", "mine");
    for (const command of ["generate", "docs"]) {
      expect(await place.run(command, "order.xsd", "--out", command)).toMatchObject({ status: 0 });
    }
    expect(stale()).toEqual([false, false]);
    expect([place.read("generate/mine.ts"), place.read("docs/type/mine.html")]).toEqual(["export {};\n", "mine"]);
  });

  it("whose lines version control has ended otherwise are not stale", async () => {
    await place.run("generate", "order.xsd", "--out", "out");
    for (const file of readdirSync(join(place.folder, "out")))
      place.write(`out/${file}`, place.read(`out/${file}`).replaceAll("\n", "\r\n"));
    expect(await place.run("check", "order.xsd", "--out", "out")).toMatchObject({ status: 0, stdout: "" });
  });
});

describe("a link in the output folder", () => {
  it.each(writers.filter(([file]) => /shop|style|order|config/.test(file)))("%s is not followed by %s", async (file, line) => {
    mkdirSync(join(place.folder, file, ".."), { recursive: true });
    place.write("precious", "precious");
    link(join(place.folder, "precious"), file);
    expect(await place.run(...line.split(" "))).toMatchObject({ status: 2 });
    await place.run(...line.split(" "), "--force");
    expect(place.read("precious")).toBe("precious");
  });

  it("is replaced by force", async () => {
    place.write("precious.ts", "precious");
    mkdirSync(join(place.folder, "out"));
    link("../precious.ts", "out/shop.ts");
    expect(await place.run("generate", "order.xsd", "--out", "out", "--force")).toMatchObject({ status: 0 });
    expect(lstatSync(join(place.folder, "out/shop.ts")).isFile()).toBe(true);
  });

  it("to a folder stops even force", async () => {
    mkdirSync(join(place.folder, "elsewhere"));
    mkdirSync(join(place.folder, "site"));
    link("../elsewhere", "site/type");
    const { status, stderr } = await place.run("docs", "order.xsd", "--out", "site", "--force");
    expect([status, readdirSync(join(place.folder, "elsewhere"))]).toEqual([2, []]);
    expect(stderr).toContain("type/T.html");
  });

  it("that looks like a file of an earlier run is not removed", async () => {
    await place.run("generate", "order.xsd", "--out", "out");
    place.write("elsewhere.ts", "// Generated by soapwright 0.0.1 from x.xsd.\n");
    link("../elsewhere.ts", "out/old.ts");
    await place.run("generate", "order.xsd", "--out", "out");
    expect(readFileSync(join(place.folder, "out/old.ts"), "utf8")).toContain("0.0.1");
  });

  it("may be the folder itself", async () => {
    mkdirSync(join(place.folder, "elsewhere"));
    link("elsewhere", "out");
    expect(await place.run("generate", "order.xsd", "--out", "out")).toMatchObject({ status: 0 });
    expect(readdirSync(join(place.folder, "elsewhere"))).toContain("shop.ts");
  });
});
