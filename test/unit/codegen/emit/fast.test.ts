/** Straight-line code writes what the tables say, byte for byte, and leaves to the encoder what it does not know. */
import { generate } from "soapwright/codegen";
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../../codegen/tools/sample/random.js";
import { changedValue } from "../../../support/changed-values.js";
import { host, line, order, type ShopForms, shopForms } from "../../../support/shop.js";

let forms: ShopForms;

/** Loads the contract with code for each type, or with what all types share. */
async function load(sharedCode: boolean): Promise<void> {
  forms = await shopForms({ sharedCode });
}

function outcome(form: "fast" | "tables", value: unknown, options = {}): unknown {
  try {
    return new TextDecoder().decode(forms.runtime.encode(forms.root[form], value as never, options));
  } catch (error) {
    return error instanceof Error && "issues" in error ? error.issues : String(error);
  }
}

/** A document that declares the default namespace and prefixes at places that the bits of a number choose. */
function twoPrefixes(bits: number): string {
  const declared = (bit: number, declaration: string): string => ((bits >> bit) & 1 ? ` ${declaration}` : "");
  const line = (bit: number) =>
    `<a:Line${declared(bit, 'xmlns="urn:shop"')}${declared(bit + 1, 'xmlns:b="urn:shop"')}><a:Code>A</a:Code><a:Day>2026-01-01</a:Day></a:Line>`;
  const party = `<a:Party xmlns:a="urn:other"${declared(5, 'xmlns:p="urn:other"')}><Name>N</Name></a:Party>`;
  return `<a:Order xmlns:a="urn:shop"${declared(0, 'xmlns:b="urn:shop"')}>${line(1)}${line(3)}${party}</a:Order>`;
}

describe.each([false, true])("straight-line code, shared by all types: %s", (sharedCode) => {
  beforeAll(() => load(sharedCode), 60_000);

  test("writes the bytes that the tables say", () => {
    expect(outcome("fast", order)).toBe(outcome("tables", order));
    expect(outcome("fast", order)).toContain('<ns1:Line kind="&lt;b>"><ns1:Code>A 1</ns1:Code>');
  });

  test.each([
    { prefixes: { "urn:shop": "s", "urn:other": "o" } },
    { prefixes: { "urn:shop": "", "urn:other": "a-prefix-of-many-letters" }, declare: ["urn:other"] },
    { declaration: true },
    { indent: "  " },
    { depth: 2 },
    { depth: 3 },
    { maxIssues: 1 },
  ])("with the options %j", (options) => {
    expect(outcome("fast", order, options)).toEqual(outcome("tables", order, options));
  });

  test("takes part: a type's properties are read in the order of its code", () => {
    const read: string[] = [];
    const watched = new Proxy(line, {
      get(target, property: keyof typeof line) {
        if (typeof property === "string") read.push(property);
        return target[property];
      },
    });
    expect(outcome("fast", { line: [watched] })).toBe(outcome("tables", { line: [line] }));
    // The code reads attributes first, and each property once; the encoder would look through all keys before.
    expect(read.slice(0, 3)).toEqual(["kind", "code", "count"]);
  });

  test("more than the window holds", () => {
    const many = { ...order, line: Array.from({ length: 3000 }, (_, index) => ({ ...line, count: index - 1500, code: `${index}` })) };
    expect(outcome("fast", many)).toBe(outcome("tables", many));
    const long = { ...order, note: { $content: ["x".repeat(200_000), { name: "b", value: "&".repeat(70_000) }] } };
    expect(outcome("fast", long)).toBe(outcome("tables", long));
  });

  test("gives the same bytes or the same issues for values with something changed", () => {
    const random = new Random(7);
    for (let count = 0; count < 2000; count++) {
      const value = changedValue(changedValue(order, random), random);
      expect(outcome("fast", value)).toEqual(outcome("tables", value));
    }
  });

  test("leaves nothing of a refused value in a message that is begun", () => {
    const { Writer, encodeInto } = forms.runtime;
    const writer = new Writer();
    writer.startElement({ namespace: "urn:envelope", local: "Body", prefix: "e" });
    const deep = {
      ...order,
      line: [
        {
          ...line,
          get code() {
            return outcome("fast", order) === "" ? "" : "in";
          },
        },
      ],
    };
    expect(encodeInto(forms.root.fast, deep as never, writer)).toEqual([]);
    writer.endElement();
    const text = new TextDecoder().decode(writer.finish());
    expect(text).toMatch(/^<e:Body xmlns:e="urn:envelope"><ns1:Order .*<\/ns1:Order><\/e:Body>$/s);
    expect(text.match(/<ns1:Order/g)).toHaveLength(1);
  });

  test("gives the same bytes for namespaces with two prefixes, the first time and later", () => {
    const random = new Random(3);
    const texts = new Map<number, unknown>();
    for (let count = 0; count < 400; count++) {
      const document = random.below(64);
      const decoded = forms.runtime.tryDecode(forms.root.fast, twoPrefixes(document));
      if (!decoded.ok) throw new Error("the document is valid");
      const text = outcome("fast", decoded.value);
      expect(text).toBe(outcome("tables", decoded.value));
      expect(text).toBe(texts.get(document) ?? text);
      texts.set(document, text);
    }
  });

  test("does not count on what objects inherit", () => {
    class Line {
      readonly code = "A";
      readonly unknown = 1;
      get day() {
        return "2026-01-01";
      }
    }
    const value = { line: [new Line()] };
    expect(outcome("fast", value)).toEqual(outcome("tables", value));
  });

  test("is left out on request", async () => {
    const { files } = await generate({ entries: ["shop.xsd"], host });
    const { files: shared } = await generate({ entries: ["shop.xsd"], host, sharedCode: true });
    const { files: tables } = await generate({ entries: ["shop.xsd"], host, tablesOnly: true });
    expect([...shared.keys()]).toEqual([...tables.keys()]);
    expect([...files.keys()].filter((path) => !tables.has(path)).sort()).toEqual(["other.fast.ts", "shop.fast.ts"]);
    expect(tables.get("shop.ts")).not.toContain("writer");
  });

  test("reads alone on request", async () => {
    const { files } = await generate({ entries: ["shop.xsd"], host });
    const { files: readers } = await generate({ entries: ["shop.xsd"], host, readersOnly: true });
    const without = (text: string | undefined) =>
      text?.replace(/writer: \(\) => \w+, /g, "").replace(/^import \{[^}]*\} from "\.\/[a-z]+\.fast\.js";$/gm, "");
    expect([...readers.keys()]).toEqual([...files.keys()]);
    expect(without(readers.get("other.ts"))).toBe(without(files.get("other.ts")));
    const code = readers.get("shop.fast.ts") ?? "";
    expect(code.match(/function read_\w+/g)).toEqual(files.get("shop.fast.ts")?.match(/function read_\w+/g));
    expect(code).not.toMatch(/[Ww]rite/);
  });
});
