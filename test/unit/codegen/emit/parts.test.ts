/** Modules of thousands of declarations come in several files, which nobody but their module knows of. */
import { generate } from "soapwright/codegen";
import { beforeAll, expect, test } from "vitest";
import { uncheckedMark } from "../../../../codegen/emit/generated-file.js";
import { memoryHost } from "../../../../codegen/load/host.js";
import { bothForms, bundleOf } from "../../../support/generated-code.js";

const count = 1100;

/** Each type has a member of one far away, so the parts import each other. */
function complexType(number: number): string {
  const far = (number + count / 2) % count;
  return `<xs:complexType name="Type${number}"><xs:sequence><xs:element name="code" type="xs:int"/><xs:element name="far" type="Type${far}" minOccurs="0"/></xs:sequence></xs:complexType>`;
}

const types = Array.from({ length: count }, (_, number) => complexType(number)).join("");
const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:many" targetNamespace="urn:many">${types}
  <xs:complexType name="Alone"><xs:attribute name="a" type="xs:int"/></xs:complexType><xs:element name="root" type="Type7"/></xs:schema>`;
const other = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:many" targetNamespace="urn:other">
  <xs:import namespace="urn:many" schemaLocation="many.xsd"/><xs:element name="other" type="m:Type9"/></xs:schema>`;
const options = { entries: ["other.xsd", "many.xsd"], host: memoryHost({ "many.xsd": schema, "other.xsd": other }) };

let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  ({ files } = await generate(options));
});

test("parts have some hundred declarations each, and the module exports them", () => {
  const parts = [...files.keys()].filter((path) => path.startsWith("many.part"));
  expect(parts).toEqual(["many.part1.ts", "many.part2.ts", "many.part3.ts"]);
  for (const part of parts) expect(files.get(part)?.match(/^export const /gm)?.length).toBeLessThanOrEqual(500);
  const exported = [...(files.get("many.ts") ?? "").matchAll(/^export \* from "\.\/(.*)\.js";$/gm)].map(([, path]) => `${path}.ts`);
  expect(exported).toEqual(parts);
  expect(files.get("other.ts")).toContain('import { Type9 } from "./many.js";');
});

test("parts are not checked by TypeScript, and files that users import are", () => {
  const unchecked = [...files].filter(([, text]) => text.includes(uncheckedMark)).map(([path]) => path);
  expect(unchecked).toEqual(["many.part1.ts", "many.part2.ts", "many.part3.ts"]);
});

test("values are read and written through parts that import each other", async () => {
  const forms = await bothForms(options);
  const codec = forms?.fast.elements["{urn:many}root"];
  if (forms === undefined || codec === undefined) throw new Error("the schema has mistakes");
  const value = { code: 1, far: { code: 2, far: { code: 3 } } };
  expect(forms.runtime.tryDecode(codec, forms.runtime.encode(codec, value as never))).toMatchObject({ ok: true, value });
});

test("a bundle of one type holds no other", async () => {
  const source = 'import { decode } from "soapwright"; import { Alone } from "./many.js"; console.log(decode(Alone, "<a/>"));';
  const text = await bundleOf(new Map([...[...files].map(([path, text]) => [`/${path}`, text] as const), ["/main.ts", source]]));
  const tables = [...text.matchAll(/"\{urn:many\}(\w+)"/g)].map(([, name]) => name);
  expect(tables).toEqual(["Alone"]);
});

/** Straight-line code of a schema whose document reaches so many types. */
async function codeFor(reached: number): Promise<string> {
  const numbers = Array.from({ length: reached }, (_, number) => number);
  const fields = ["a", "b", "c", "d"].map((name) => `<xs:element name="${name}" type="xs:string"/>`).join("");
  const declared = numbers.map((number) => `<xs:complexType name="T${number}"><xs:sequence>${fields}</xs:sequence></xs:complexType>`);
  const used = numbers.map((number) => `<xs:element name="e${number}" type="T${number}"/>`);
  const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" xmlns="urn:a" targetNamespace="urn:a">${declared.join("")}
    <xs:element name="root"><xs:complexType><xs:choice>${used.join("")}</xs:choice></xs:complexType></xs:element></xs:schema>`;
  const generated = await generate({ entries: ["a.xsd"], host: memoryHost({ "a.xsd": schema }), sharedCode: false });
  return generated.files.get("a.fast.ts") ?? "";
}

test("readers of many types call functions for names, so that their code is short", async () => {
  const [few, many] = [await codeFor(400), await codeFor(600)];
  expect(few).toContain("read_T399");
  expect(many).toContain("read_T599");
  expect(many.length / 600).toBeLessThan((few.length / 400) * 0.75);
});
