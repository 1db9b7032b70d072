/**
 * Straight-line code and tables: the same values in the same order, and the same issues, whole and in chunks.
 *
 * The first octet names the contract, the second the length of chunks and the type of the items, the third the place of a change; the rest is a document.
 * Documents that begin as a valid one did are read from there: so a valid one is cut off and changed, and read again.
 */
import { isDeepStrictEqual } from "node:util";
import { encode, tryDecode } from "soapwright";
import * as ipam from "../../../generated/ipam/index.js";
import * as veloconnect from "../../../generated/veloconnect/index.js";
import type { ElementCodec, SchemaSet } from "../../../src/runtime/codec.js";
import { ChunkedDocument } from "../../../src/runtime/decode/chunked-document.js";
import { ItemBuilder } from "../../../src/runtime/decode/item-builder.js";
import * as anonymous from "../../golden/anonymous-types/expected/index.js";
import * as attributes from "../../golden/attributes-and-simple-content/expected/index.js";
import * as choice from "../../golden/choice-once/expected/index.js";
import * as nil from "../../golden/occurrence-and-nil/expected/index.js";
import * as restriction from "../../golden/restriction/expected/index.js";
import * as shop from "../../golden/straight-line/expected/index.js";
import * as substitution from "../../golden/substitution-groups/expected/index.js";
import * as types from "../../golden/xsi-type/expected/index.js";
import { tablesOf } from "../tables.js";
import { chunksOf, expectEqual, type FuzzTarget, rootOf, Violation } from "../target.js";

/** A contract in both forms. */
interface Forms {
  readonly fast: SchemaSet;
  readonly tables: SchemaSet;
}

const golden = (feature: string, fast: SchemaSet, ...files: readonly string[]): Forms => ({
  fast,
  tables: tablesOf((files.length === 0 ? ["shop.xsd"] : files).map((file) => `test/golden/${feature}/${file}`)),
});

const contracts: readonly Forms[] = [
  golden("straight-line", shop.schema),
  golden("anonymous-types", anonymous.schema),
  golden("attributes-and-simple-content", attributes.schema),
  golden("choice-once", choice.schema),
  golden("occurrence-and-nil", nil.schema),
  golden("restriction", restriction.schema),
  golden("substitution-groups", substitution.schema),
  golden("xsi-type", types.schema, "shop.xsd", "express.xsd"),
  { fast: veloconnect.schema, tables: tablesOf(["schemas/veloconnect/veloconnect.wsdl"]) },
  { fast: ipam.schema, tables: tablesOf(["schemas/ipam/operation-with-progress.wsdl"]) },
];

function check(input: Uint8Array): void {
  const [which = 0, shape = 0, place = 0] = input;
  const document = input.subarray(3);
  const forms = contracts[which % contracts.length] as Forms;
  const name = rootOf(document);
  const [fast, tables] = [forms.fast.elements[name ?? ""], forms.tables.elements[name ?? ""]];
  if (fast === undefined || tables === undefined) return;
  const isValid = checkWhole(fast, tables, document);
  checkWhole(fast, tables, textOf(document));
  const lengths = [1, 7, 64, 300, 5000];
  checkChunks(forms, fast, tables, document, lengths[shape % lengths.length] ?? 1, shape);
  if (!isValid) return;
  const at = Math.floor((document.length * place) / 256);
  const changed = document.slice();
  changed[at] = shape;
  for (const other of [changed, document.subarray(0, at), document]) checkWhole(fast, tables, other);
}

/** As a string; what is no UTF-8 becomes half of a pair of surrogates. */
function textOf(document: Uint8Array): string {
  return new TextDecoder().decode(document).replaceAll("\ufffd", "\ud83d");
}

/** What decoding gives: the value with the order of its keys and its notes, or issues. */
function outcome(codec: ElementCodec, tables: ElementCodec, document: Uint8Array | string): unknown {
  const result = tryDecode(codec, document);
  // The codec was chosen by name: the compiler does not know its type, but the value is one of its own.
  return result.ok ? { value: result.value, again: new TextDecoder().decode(encode(tables, result.value as never)) } : result.issues;
}

/** True: the document is valid. */
function checkWhole(fast: ElementCodec, tables: ElementCodec, document: Uint8Array | string): boolean {
  const want = outcome(tables, tables, document);
  expectSame("whole", outcome(fast, tables, document), want);
  return !Array.isArray(want);
}

function checkChunks(forms: Forms, fast: ElementCodec, tables: ElementCodec, document: Uint8Array, length: number, shape: number): void {
  const names = Object.keys(forms.fast.types);
  const type = names[shape % names.length] ?? "";
  const [item, tableItem] = [forms.fast.types[type] ?? fast, forms.tables.types[type] ?? tables];
  const items = itemsOf(fast, item, document, length);
  expectSame(`chunks of ${length}`, items, itemsOf(tables, tableItem, document, length));
  expectSame(`issues from chunks of ${length}`, items.issues, itemsOf(tables, tables, document, document.length + 1).issues);
}

type Table = ElementCodec["~table"];

function itemsOf(codec: { readonly "~table": Table }, item: { readonly "~table": unknown }, xml: Uint8Array, length: number) {
  const builder = new ItemBuilder(item["~table"] as Table);
  const document = new ChunkedDocument(codec["~table"], {}, {}, builder);
  const chunks = chunksOf(xml, length)[Symbol.iterator]();
  const items: unknown[] = [];
  for (let progress = document.advance(); progress !== "end"; progress = document.advance()) {
    if (progress === "items") items.push(...builder.take());
    else document.push(chunks.next().value);
  }
  return { items, issues: document.issues };
}

function expectSame(what: string, found: unknown, want: unknown): void {
  expectEqual(what, found, want);
  if (!isDeepStrictEqual(found, want)) throw new Violation(`${what}: another value`);
}

const names = [...new Set(contracts.flatMap(({ fast }) => Object.keys(fast.elements)))];

export const straightLineTarget: FuzzTarget = {
  dictionary: [
    ...names.map((name) => name.replace(/^.*\}/, "")),
    ...new Set(names.map((name) => name.replace(/^\{|\}.*$/g, ""))),
    ...["Line", "Code", "Count", "Price", "Day", "From", "To", "Big", "Zip", "Ratio", "Flag", "Note", "<b>", "<i>", "Party", "<x>", "<y>"],
    ...[' xsi:type="', ' xsi:nil="true"', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', ' xmlns=""', ' xmlns:p="urn:shop"'],
    ...[
      "<!-- -->",
      "<![CDATA[",
      "]]>",
      "&amp;",
      "&lt",
      "&#10;",
      "&#x1F600;",
      "&#0;",
      "&#xD800;",
      "&x;",
      "<?x?>",
      "/>",
      "\r\n",
      "\0",
      "\ufffe",
    ],
    ...["true", "1", "-0", "INF", "NaN", "1e5", "2024-02-29", "24:00:00", "12:00:00.5Z", "999999999999999999999", "0.10", "+1", "é", "😀"],
    ...[Uint8Array.of(0xe2, 0x82), Uint8Array.of(0xf0, 0x9f, 0x98), Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(0xc0, 0x80)],
  ],
  work: { fixed: 400_000, perOctet: 12_000 },
  check,
};
