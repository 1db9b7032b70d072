import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileHost, standardCatalogPath } from "../../../../codegen/load/file-host.js";
import { hasScheme, memoryHost, resolvePath } from "../../../../codegen/load/host.js";

describe("resolvePath", () => {
  const cases: readonly (readonly [base: string, location: string, want: string])[] = [
    ["a.xsd", "b.xsd", "b.xsd"],
    ["x/a.xsd", "b.xsd", "x/b.xsd"],
    ["x/a.xsd", "./b.xsd", "x/b.xsd"],
    ["x/y/a.xsd", "../b.xsd", "x/b.xsd"],
    ["a.xsd", "../b.xsd", "../b.xsd"],
    ["../a.xsd", "../b.xsd", "../../b.xsd"],
    ["x/a.xsd", "/b.xsd", "/b.xsd"],
    ["/x/a.xsd", "../../../b.xsd", "/../../b.xsd"],
    ["x/a.xsd", "y//b.xsd", "x/y/b.xsd"],
    ["x/a.xsd", ".//y/../b.xsd", "x/b.xsd"],
    ["a.xsd", ".//b.xsd", "b.xsd"],
    ["x/a.xsd", "", "x/a.xsd"],
    ["x/a.xsd", "#part", "x/a.xsd"],
    ["x/a.xsd", "b.xsd#part", "x/b.xsd"],
    ["x/a.xsd", "http://example.org/b.xsd", "http://example.org/b.xsd"],
    ["http://example.org/x/a.xsd", "../b.xsd", "http://example.org/b.xsd"],
    ["urn:x:a", "b.xsd", "b.xsd"],
  ];
  it.each(cases)("%s + %s", (base, location, want) => {
    expect(resolvePath(base, location)).toBe(want);
  });

  it("knows a scheme from a drive", () => {
    expect(hasScheme("http://example.org/")).toBe(true);
    expect(hasScheme("urn:x")).toBe(true);
    expect(hasScheme("C:/a.xsd")).toBe(false);
    expect(hasScheme("a/b:c.xsd")).toBe(false);
  });
});

describe("memoryHost", () => {
  it("has the documents it was given, and no inherited ones", () => {
    const host = memoryHost({ "a.xsd": "text" });
    expect(new TextDecoder().decode(host.readDocument("a.xsd"))).toBe("text");
    expect(host.readDocument("b.xsd")).toBeUndefined();
    expect(host.readDocument("constructor")).toBeUndefined();
  });
});

describe("fileHost", () => {
  it("reads files, decodes escaped names and leaves the network alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "host-"));
    try {
      mkdirSync(join(folder, "my types"));
      writeFileSync(join(folder, "my types", "a b.xsd"), "text");
      const host = fileHost();
      const base = `${folder}/entry.xsd`;
      const uri = host.resolveUri(base, "my%20types/a%20b.xsd");
      expect(uri).toBe(`${folder}/my types/a b.xsd`);
      expect(host.readDocument(uri)).toBeDefined();
      expect(host.resolveUri(base, `file://${folder}/my%20types/a%20b.xsd`)).toBe(uri);
      expect(host.resolveUri(base, "50%25.xsd")).toBe(`${folder}/50%25.xsd`);
      expect(host.resolveUri(base, "my types\\a b.xsd")).toBe(uri);
      expect(host.resolveUri(base, "my%20types/a%20b.xsd?xsd=1")).toBe(uri);
      expect(host.resolveUri(base, "no\\such.xsd?x")).toBe(`${folder}/no\\such.xsd?x`);
      expect(host.readDocument(`${folder}/absent.xsd`)).toBeUndefined();
      expect(host.readDocument(folder)).toBeUndefined();
      expect(host.readDocument(host.resolveUri(base, "http://127.0.0.1:9/a.xsd"))).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("finds the catalogue of the package", () => {
    expect(standardCatalogPath()).toMatch(/schemas.catalog\.json$/);
  });
});
