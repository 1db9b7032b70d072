/**
 * The requests of the corpus, as documents and as parameters: each is answered by a valid document with the ResponseCode that it deserves.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documents } from "../../generated/veloconnect/index.js";
import { VeloconnectUrl, VeloconnectUrlGet, type VeloconnectUrlOperations } from "../../generated/veloconnect/service.js";
import { ParameterReader, parseUrlEncoded } from "../../src/protocols/http/url-parameters.js";
import { decode } from "../../src/runtime/decode.js";
import type { ReadParameter } from "../../src/service/port-type.js";
import { urlRequests } from "../../src/services/veloconnect/url-requests.js";
import { sharedFolder } from "../support/shared-folder.js";
import { type Served, serve } from "../support/veloconnect-server.js";

const shared = sharedFolder();
const folder = join(shared ?? "", "corpus/veloconnect/messages");
const buyersIds = ["B127645", "B", "Händler-7"];

/** The root of a message that is encoded in something that ASCII is part of, or in UTF-16. */
function rootOf(bytes: Uint8Array): { namespace: string; local: string } {
  const text = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : bytes[0] === 0xfe ? "utf-16be" : "latin1").decode(bytes);
  const [tag = "", prefix = "", local = ""] = /<(?:([\w.-]+):)?([\w.-]+)[^>]*>/.exec(text.replaceAll(/<[?!][^>]*>/g, "")) ?? [];
  const declaration = prefix === "" ? /xmlns="([^"]*)"/ : new RegExp(`xmlns:${prefix}="([^"]*)"`);
  return { namespace: declaration.exec(tag)?.[1] ?? "", local };
}

const isRequest = (file: string): boolean => /-req\b/.test(file);
const filesIn = (verdict: string): string[] =>
  shared === undefined
    ? []
    : readdirSync(join(folder, verdict))
        .filter(isRequest)
        .map((file) => `${verdict}/${file}`);
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));

const newServed = (): Served => serve({ buyersIds });

describe.skipIf(shared === undefined)("documents of the corpus", () => {
  it("are there", () => {
    expect(filesIn("valid").length).toBeGreaterThan(30);
    expect(filesIn("invalid").length).toBeGreaterThan(30);
  });

  it.each(filesIn("valid"))("%s", async (file) => {
    const bytes = read(file);
    const { namespace, local } = rootOf(bytes);
    const { element, value } = await newServed().postXml(bytes);
    const code = value.responseCode;
    expect(code).not.toBe(405);
    expect(element.startsWith(`{${namespace}}`)).toBe(true);
    const hasUnknownId = /^(Rollback|ViewOrder|UpdateOrder|FinishOrder|SearchResult|GetItemStatus)/.test(local);
    const want: Readonly<Record<string, number>> = {
      "valid/getstatus-req-empty-buyersid.xml": 410,
      "valid/getstatus-req-empty-password.xml": 411,
    };
    if (want[file] !== undefined) expect(code).toBe(want[file]);
    else if (hasUnknownId) expect(code).toBe(420);
    else expect([200, 410, 411, 415, 420]).toContain(code);
  });

  it.each(filesIn("invalid"))("%s", async (file) => {
    const bytes = read(file);
    const { namespace, local } = rootOf(bytes);
    const { element, value } = await newServed().postXml(bytes);
    const isOffered = documents[`{${namespace}}${local}`] !== undefined;
    expect(value.responseCode).toBe(405);
    expect(element.startsWith(isOffered ? `{${namespace}}` : "{urn:veloconnect:transaction-1.0}")).toBe(true);
  });
});

const rows =
  shared === undefined || !existsSync(join(folder, "url-binding.tsv"))
    ? []
    : readFileSync(join(folder, "url-binding.tsv"), "utf8")
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((row) => row.split("\t"));

describe.skipIf(shared === undefined)("parameters of the corpus", () => {
  it.each(rows)("%s", async (query = "", same = "", note = "") => {
    const served = newServed();
    const answers = [await served.get(query), await served.postForm(query)];
    const codes = answers.map(({ value }) => value.responseCode);
    expect(codes[1]).toBe(codes[0]);
    const code = Number(/\b(4\d\d)\b/.exec(note)?.[1] ?? 0);
    const operation = operationOf(query);
    if (operation === undefined) {
      expect(answers[0]?.element).toBe("{urn:veloconnect:transaction-1.0}GetStatusResponse");
      expect(codes[0]).toBe(400);
      return;
    }
    // Documents are judged by the schema; parameters say true and false in any letter case, since clients in the field do.
    if (/IsTest=TRUE/.test(query)) expect(codes[0]).toBe(200);
    else if (code !== 0) expect(codes[0]).toBe(code);
    else expect([200, 411, 420]).toContain(codes[0]);
    if (same.startsWith("valid/")) expect(build(operation, query)).toEqual(decodeMessage(same));
  });
});

function operationOf(query: string): keyof VeloconnectUrlOperations | undefined {
  const name = new URLSearchParams(query).get("RequestName");
  // Keys of the port type's operations are the operations' properties.
  const properties = Object.keys(VeloconnectUrl.operations) as (keyof VeloconnectUrlOperations)[];
  return properties.find((property) => `${VeloconnectUrl.operations[property].name}Request` === name);
}

function build(operation: keyof VeloconnectUrlOperations, query: string): unknown {
  const { value, inOrder, problems } = new ParameterReader(VeloconnectUrlGet.operations[operation]?.parameters ?? {}).read(
    parseUrlEncoded(query) ?? [],
  );
  expect(problems).toEqual([]);
  // The parameters were read by the table of this very operation.
  return (urlRequests[operation] as unknown as (parameters: unknown, inOrder: readonly ReadParameter[]) => unknown)(value, inOrder);
}

function decodeMessage(file: string): unknown {
  const bytes = read(file);
  const { namespace, local } = rootOf(bytes);
  const codec = documents[`{${namespace}}${local}`];
  if (codec === undefined) throw new Error(`no codec for ${file}`);
  return decode(codec, bytes);
}
