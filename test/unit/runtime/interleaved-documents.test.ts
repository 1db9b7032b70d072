/**
 * Documents that are read and written while others are half read: nothing of one is seen in another, whatever comes in between.
 *
 * Heads of documents are known and writers are kept, all readers share one input and all writers one output, and the windows of streams stay
 * between their chunks. So a random sequence of acts gives what each act gives by itself, with tables.
 */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { line, order, type ShopForms, shopForms } from "../../support/shop.js";

let forms: ShopForms;
let documents: readonly Uint8Array[];
const values: readonly unknown[] = [
  order,
  { line: [line] },
  { line: [{ ...line, code: "another" }] },
  { line: [{ ...line, count: 1e10 }] },
  { line: [] },
];
const styles = [{}, { declaration: true }, { indent: "  " }, { prefixes: { "urn:shop": "s" } }] as const;

beforeAll(async () => {
  forms = await shopForms({ convertsCodes: true });
  const written = (value: object, style: object): Uint8Array => forms.runtime.encode(forms.root.tables, value as never, style);
  // More than a window holds.
  const long = written({ line: Array.from({ length: 700 }, (_, count) => ({ ...line, count })) }, {});
  documents = [...styles.map((style) => written(order, style)).flatMap((xml) => [xml, ...changed(xml)]), long, long.slice(0, -9)];
}, 60_000);

/** Documents that begin in the same way: with another value, with what straight-line code leaves to tables, with mistakes, without an end. */
function changed(xml: Uint8Array): readonly Uint8Array[] {
  const text = new TextDecoder().decode(xml);
  const replaced = (by: string): Uint8Array => new TextEncoder().encode(text.replace("A 1<", `${by}<`));
  return [
    // As long, and other in all places.
    new TextEncoder().encode(text.replaceAll("2026-02-28", "2025-01-01").replaceAll("1.25", "9.75")),
    ...["B 2", "&#66; 2", "<![CDATA[B]]>", "<!-- -->B", "B 2 is too long", "<x/>", "&lt", "ä€😀"].map(replaced),
    xml.slice(0, -9),
    xml.slice(0, 300),
  ];
}

type Form = "fast" | "tables";

function read(form: Form, document: number): unknown {
  const result = forms.runtime.tryDecode(forms.root[form], documents[document % documents.length] ?? "");
  return result.ok ? JSON.stringify(result.value, printed) : result.issues;
}

function write(form: Form, value: number, style: number): unknown {
  try {
    const options = styles[style % styles.length] ?? {};
    return new TextDecoder().decode(forms.runtime.encode(forms.root[form], values[value % values.length] as never, options));
  } catch (error) {
    return error instanceof Error && "issues" in error ? error.issues : String(error);
  }
}

function printed(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

/** The lines of a document that arrives in chunks. */
function stream(form: Form, document: number, length: number): AsyncGenerator<unknown> {
  const bytes = documents[document % documents.length] ?? new Uint8Array();
  const item = forms[form].types["{urn:shop}Line"];
  if (item === undefined) throw new Error("there is no Line");
  const chunks = function* (): Iterable<Uint8Array> {
    for (let start = 0; start < bytes.length; start += length) yield bytes.slice(start, start + length);
  };
  return forms.runtime.decodeEach(forms.root[form], chunks(), item);
}

/** The next line; at the end, what is wrong. */
async function next(lines: AsyncGenerator<unknown>): Promise<unknown> {
  try {
    const { value, done } = await lines.next();
    return done === true ? "end" : JSON.stringify(value, printed);
  } catch (error) {
    return error instanceof Error && "issues" in error ? error.issues : String(error);
  }
}

const number = fc.nat(10_000);
const innerAct = fc.oneof(
  fc.record({ does: fc.constant("read" as const), document: number }),
  fc.record({ does: fc.constant("write" as const), value: number, style: number }),
  fc.record({ does: fc.constant("throw" as const) }),
);
const act = fc.oneof(
  fc.record({ does: fc.constant("read" as const), document: number, inner: fc.option(innerAct) }),
  fc.record({ does: fc.constant("write" as const), value: number, style: number, inner: fc.option(innerAct) }),
  fc.record({ does: fc.constant("open" as const), stream: fc.nat(1), document: number, length: fc.constantFrom(64, 700, 5000, 70_000) }),
  fc.record({ does: fc.constant("advance" as const), stream: fc.nat(1), times: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ does: fc.constant("stop" as const), stream: fc.nat(1) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
type InnerAct = typeof innerAct extends fc.Arbitrary<infer T> ? T : never;

function perform(form: Form, inner: InnerAct): unknown {
  if (inner.does === "read") return read(form, inner.document);
  if (inner.does === "write") return write(form, inner.value, inner.style);
  throw new Error("a converter");
}

/** What each act gives, and what converters make of theirs each time: straight-line code may convert in vain. */
async function outcomes(form: Form, acts: readonly Act[]): Promise<readonly unknown[]> {
  const streams = new Map<number, AsyncGenerator<unknown>>();
  const found: unknown[] = [];
  const { converting } = forms.own;
  for (const each of acts) {
    const inner = "inner" in each ? each.inner : null;
    const givenWithin = new Set<string>();
    let isWithin = false;
    let left = 3;
    converting.beside = (code) => {
      if (inner === null || isWithin || code === "") return;
      if (inner.does !== "throw" && left-- <= 0) return;
      isWithin = true;
      try {
        givenWithin.add(JSON.stringify(perform(form, inner)));
      } finally {
        isWithin = false;
      }
    };
    switch (each.does) {
      case "read":
        found.push(read(form, each.document));
        break;
      case "write":
        found.push(write(form, each.value, each.style));
        break;
      case "open":
        await streams.get(each.stream)?.return(undefined);
        streams.set(each.stream, stream(form, each.document, each.length));
        break;
      case "stop":
        await streams.get(each.stream)?.return(undefined);
        break;
      case "advance":
        for (let times = each.times; times > 0; times--) found.push(await next(streams.get(each.stream) ?? stream(form, 0, 700)));
    }
    found.push(givenWithin);
  }
  for (const each of streams.values()) await each.return(undefined);
  return found;
}

test("a sequence of acts gives what each of them gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 30 }), async (acts) => {
      expect(await outcomes("fast", acts)).toEqual(await outcomes("tables", acts));
    }),
    { numRuns: 100 },
  );
}, 120_000);
