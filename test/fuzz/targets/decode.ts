/**
 * Generated tables: documents -> values and issues, the same from chunks; what is valid comes back from XML and JSON unchanged.
 *
 * The first octet names the tables, the rest is a document. Its root says which element it is.
 */

import { isDeepStrictEqual } from "node:util";
import { type Codec, decode, encode, fromJson, toJson, tryDecode, validate, validateDocument } from "soapwright";
import * as ipam from "../../../generated/ipam/index.js";
import * as veloconnect from "../../../generated/veloconnect/index.js";
import type { SchemaSet } from "../../../src/runtime/codec.js";
import type { Issue } from "../../../src/runtime/issues.js";
import { documentTypes } from "../../../src/xml/doctype/doctype-reader.js";
import { withoutScope } from "../../contracts/round-trip.js";
import * as attributes from "../../golden/attributes-and-simple-content/expected/index.js";
import * as choice from "../../golden/choice-once/expected/index.js";
import * as choices from "../../golden/choice-repeated/expected/index.js";
import * as identity from "../../golden/identity-constraints/expected/index.js";
import * as mixed from "../../golden/mixed/expected/index.js";
import * as nil from "../../golden/occurrence-and-nil/expected/index.js";
import * as optional from "../../golden/optional-group/expected/index.js";
import * as groups from "../../golden/repeated-groups-and-all/expected/index.js";
import * as restriction from "../../golden/restriction/expected/index.js";
import * as simple from "../../golden/simple-types/expected/index.js";
import * as substitution from "../../golden/substitution-groups/expected/index.js";
import * as wildcards from "../../golden/wildcards/expected/index.js";
import * as types from "../../golden/xsi-type/expected/index.js";
import { chunksOf, expectEqual, type FuzzTarget, rootOf, Violation } from "../target.js";

interface Tables {
  readonly documents: Readonly<Record<string, Codec>>;
  readonly schema: SchemaSet;
}

const tables: readonly Tables[] = [
  ...[attributes, choice, choices, identity, mixed, nil, optional, groups],
  ...[restriction, simple, substitution, wildcards, types, veloconnect, ipam],
];

function check(input: Uint8Array): void {
  const { documents, schema } = tables[(input[0] ?? 0) % tables.length] as Tables;
  const document = input.subarray(1);
  const options = { schema, doctype: documentTypes, limits: { depth: 40 } };
  const name = rootOf(document);
  const codec = name !== undefined && Object.hasOwn(documents, name) ? documents[name] : undefined;
  const issues = validateDocument(schema, document, options);
  for (const issue of issues) checkIssue(issue);
  for (const length of [1, 7]) {
    expectEqual(`issues from chunks of ${length}`, validateDocument(schema, chunksOf(document, length), options), issues);
  }
  if (codec === undefined) return;
  const result = tryDecode(codec, document, options);
  const found = result.ok ? [] : result.issues;
  expectEqual("issues with and without a value", found, issues);
  if (result.ok) checkRoundTrip(codec, result.value, schema);
}

function checkIssue({ id, path, line, column, message }: Issue): void {
  const isPlaced = path.startsWith("/") && line !== undefined && line > 0 && column !== undefined && column > 0;
  if (!isPlaced || id === "" || message === "") throw new Violation(`an issue without a place: ${id} ${path} ${line}:${column} ${message}`);
}

function checkRoundTrip(codec: Codec, value: unknown, schema: SchemaSet): void {
  // The codec was chosen by name: the compiler does not know its type, but the value is one of its own.
  const own = value as never;
  expectEqual("issues of a value that was read", validate(codec, own, { schema }), []);
  const written = encode(codec, own, { schema });
  const again = decode(codec, written, { schema });
  if (!isDeepStrictEqual(withoutScope(again), withoutScope(value))) {
    expectEqual("the value of what was written", withoutScope(again), withoutScope(value));
    throw new Violation(`the value of what was written is another one: ${new TextDecoder().decode(written)}`);
  }
  expectEqual("what is written of the value again", text(encode(codec, again as never, { schema })), text(written));
  const fromText = fromJson(codec, JSON.parse(JSON.stringify(toJson(codec, own))));
  if (!isDeepStrictEqual(fromText, value)) throw new Violation("the value from JSON is another one");
}

const text = (octets: Uint8Array): string => new TextDecoder().decode(octets);

export const decodeTarget: FuzzTarget = {
  dictionary: [
    ...[...new Set(tables.flatMap(({ documents }) => Object.keys(documents)))].map((name) => name.replace(/^.*\}/, "")),
    ...[...new Set(tables.flatMap(({ documents }) => Object.keys(documents).map((name) => name.replace(/^\{|\}.*$/g, ""))))],
    ...[' xsi:type="', ' xsi:nil="true"', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', ' xmlns=""', ' xmlns:p="urn:shop"'],
    ...["<!-- -->", "<![CDATA[", "]]>", "&amp;", "&#10;", "<?x?>", "true", "1", "-0", "INF", "NaN", "1e5", "2024-02-29", "24:00:00", "P1Y"],
    ...[
      "12:00:00.5Z",
      "2024-01-01T00:00:00+14:00",
      "AQID",
      "0aFF",
      "p:a",
      "x y",
      " ",
      "\n",
      "é",
      "😀",
      "999999999999999999999",
      "0.10",
      "+1",
    ],
  ],
  work: { fixed: 400_000, perOctet: 6000 },
  check,
};
