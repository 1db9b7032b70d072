/**
 * Document -> value -> document -> value, and value -> JSON -> value: what of it is lost.
 */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { decode, encode, fromJson, toJson } from "soapwright";
import type { LoadedSchema } from "soapwright/schema";
import { compareDocuments, type Normalization } from "./compare-documents.js";
import type { ContractDocument } from "./corpus.js";
import { partText, readTree, type TreeElement, textOf } from "./xml-tree.js";

export interface RoundTrip {
  readonly file: string;
  /** What was written; undefined where reading failed. */
  readonly written: Uint8Array | undefined;
  /** What is wrong; nothing: all survives. */
  readonly losses: readonly string[];
  readonly used: ReadonlyMap<Normalization, number>;
}

/** What of a document counts: all of it; of a message, the element in the body. Undefined: an empty body. */
export function payloadOf({ path, message }: ContractDocument): { readonly bytes: Uint8Array; readonly root: TreeElement } | undefined {
  const bytes = readFileSync(path);
  const root = readTree(bytes);
  if (!message) return { bytes, root };
  const body = childrenOf(root).find(({ local }) => local === "Body");
  const payload = body === undefined ? undefined : childrenOf(body)[0];
  if (payload === undefined) return undefined;
  const cut = Buffer.from(partText(textOf(bytes), payload));
  return { bytes: cut, root: readTree(cut) };
}

function childrenOf({ children }: TreeElement): readonly TreeElement[] {
  return children.filter((child) => typeof child === "object");
}

/** Clark name of an element. */
export function nameOf({ namespace, local }: TreeElement): string {
  return namespace === "" ? local : `{${namespace}}${local}`;
}

/** Sends a valid document through its codec and back. */
export function roundTrip(schema: LoadedSchema, document: ContractDocument): RoundTrip {
  const { file } = document;
  const nothing = { file, written: undefined, used: new Map() };
  const payload = payloadOf(document);
  if (payload === undefined) return { ...nothing, losses: ["there is no payload"] };
  const codec = schema.documents[nameOf(payload.root)];
  if (codec === undefined) return { ...nothing, losses: [`there is no codec for ${nameOf(payload.root)}`] };
  try {
    const value = decode(codec, payload.bytes, { doctype: true });
    // The codec was made from a schema, so that the compiler knows nothing of its values; this one it has just given.
    const written = encode(codec, value as never);
    const again = decode(codec, written);
    const { differences, used } = compareDocuments(payload.root, readTree(written));
    const json = JSON.stringify(toJson(codec, value as never));
    const losses = [...differences];
    if (!isDeepStrictEqual(withoutScope(again), withoutScope(value))) losses.push("decode of the encoded is another value");
    if (!isDeepStrictEqual(fromJson(codec, JSON.parse(json)), value)) losses.push("the value from JSON is another one");
    return { file, written, losses, used };
  } catch (error) {
    return { ...nothing, losses: [String(error)] };
  }
}

/** A value without the namespaces in scope of the elements in wildcards: the writer may declare more of them further out. */
export function withoutScope(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutScope);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).filter(
    ([key, member]) => key !== "namespaces" || Array.isArray(member) || typeof member !== "object",
  );
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutScope(member)]));
}
