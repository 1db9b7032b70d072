/**
 * Chains of derivation that are longer than a stack is high: generated, loaded, and documents validated.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "soapwright/codegen";
import { loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, expect, test } from "vitest";
import { xsd } from "../../support/contracts.js";

const length = 10_000;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-chains-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const first = '<xs:complexType name="T0"><xs:sequence><xs:element name="E" type="xs:int"/></xs:sequence></xs:complexType>';
const complexStep = (method: string, content: string) => (number: number) =>
  `<xs:complexType name="T${number}"><xs:complexContent><xs:${method} base="T${number - 1}">${content}</xs:${method}></xs:complexContent></xs:complexType>`;

test.each([
  ["extensions", first, complexStep("extension", ""), "<A><E>1</E></A>", "<A><E>x</E></A>"],
  [
    "restrictions",
    first,
    complexStep("restriction", '<xs:sequence><xs:element name="E" type="xs:int"/></xs:sequence>'),
    "<A><E>1</E></A>",
    "<A/>",
  ],
  [
    "simple types",
    '<xs:simpleType name="T0"><xs:restriction base="xs:int"/></xs:simpleType>',
    (number: number) =>
      `<xs:simpleType name="T${number}"><xs:restriction base="T${number - 1}"><xs:maxInclusive value="${20_000 - number}"/></xs:restriction></xs:simpleType>`,
    "<A>10000</A>",
    "<A>10001</A>",
  ],
])(
  "%s",
  async (name, root, step, valid, invalid) => {
    const file = join(folder, `${name}.xsd`);
    const steps = Array.from({ length }, (_, index) => step(index + 1));
    writeFileSync(file, xsd(`${root}${steps.join("")}<xs:element name="A" type="T${length}"/>`));
    const { files, diagnostics } = await generate({ entries: [file] });
    expect(diagnostics).toEqual([]);
    const modules = [...files.keys()].filter((name) => !/\.(?:fast|part\d+)\.ts$/.test(name));
    expect(modules.sort()).toEqual(["index.ts", "no-namespace.ts"]);
    const schema = await loadSchema({ entries: [file] });
    expect(schema.validate(valid)).toEqual([]);
    expect(schema.validate(invalid)).toHaveLength(1);
  },
  600_000,
);
