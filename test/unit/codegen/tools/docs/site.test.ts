import { dirname, join } from "node:path/posix";
import { describe, expect, it } from "vitest";
import type { OpenContract } from "../../../../../codegen/open-contract.js";
import { renderSite } from "../../../../../codegen/tools/docs/site.js";
import { Sampler } from "../../../../../codegen/tools/sample/sampler.js";
import { openShop } from "../../../../support/contracts.js";

const nasty = "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;&apos;";
const content = `
  <xs:simpleType name="Size"><xs:annotation><xs:documentation>${nasty}</xs:documentation></xs:annotation>
    <xs:restriction base="xs:token"><xs:enumeration value="${nasty}"/><xs:enumeration value="M"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Größe"><xs:sequence><xs:element name="Size" type="Size"/><xs:element name="Inner"><xs:complexType><xs:sequence>
    <xs:element name="Deep" type="xs:int" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="x" type="Size" default="M"/></xs:complexType>
  <xs:element name="order" type="Größe"/><xs:element name="ORDER" type="Größe"/><xs:element name="Never" abstract="true"/>`;

function siteOf(contract: OpenContract): ReadonlyMap<string, string> {
  return renderSite({ title: "Shop", sampler: new Sampler(contract.schema, contract.validate), ...contract });
}

describe("the site", () => {
  it("has a page for each element and type, different also where case does not count", async () => {
    expect([...siteOf(openShop(content)).keys()].sort()).toEqual([
      "element/Never.html",
      "element/ORDER.html",
      "element/order-2.html",
      "index.html",
      "names.js",
      "site.js",
      "style.css",
      "type/Gr_f6__df_e.html",
      "type/Size.html",
    ]);
  });

  it("is the same in every run", () => expect(siteOf(openShop(content))).toEqual(siteOf(openShop(content))));

  it("escapes what stands in contracts", () => {
    for (const [path, text] of siteOf(openShop(content))) {
      // The scripts of the site, and none in a page.
      const scripts = path.endsWith(".html") ? [...text.matchAll(/<script[^>]*>[^<]*/g)].map(([script]) => script) : [];
      const root = path.includes("/") ? "../" : "";
      expect(scripts, path).toEqual(
        path.endsWith(".html") ? [`<script src="${root}names.js" defer>`, `<script src="${root}site.js" defer>`] : [],
      );
      if (path.endsWith(".html")) expect(text).not.toContain("alert(1)<");
    }
  });

  it("has links that lead somewhere", () => {
    const files = siteOf(openShop(content));
    for (const [path, text] of files) {
      for (const [, href = ""] of text.matchAll(/(?:href|src)="([^"#]+)"/g))
        expect(files.has(join(dirname(path), href)), `${path}: ${href}`).toBe(true);
    }
  });

  it("ends where a group contains itself by an anonymous type", async () => {
    const contract = openShop(`<xs:group name="Parts"><xs:sequence><xs:element name="Part" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:group ref="Parts"/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:group>
      <xs:complexType name="Machine"><xs:group ref="Parts"/></xs:complexType>`);
    expect(siteOf(contract).get("type/Machine.html")).toContain("(group Parts), as above");
  });

  it("shows content models with their occurrence, defaults, samples and users", async () => {
    const files = siteOf(openShop(content));
    const type = files.get("type/Gr_f6__df_e.html") ?? "";
    for (const text of ["0..∞", "Deep", "default &quot;M&quot;", "../type/Size.html", "../element/ORDER.html"])
      expect(type).toContain(text);
    expect(files.get("element/ORDER.html")).toContain("only what must be there");
    expect(files.get("element/Never.html")).not.toContain("Sample");
  });
});
