/**
 * A recorded answer -> the same as an answer to another request: WS-Addressing's headers relate it to the request that has come. WS-Addressing 1.0 Core §3.4
 */
import { newMessageId } from "../../src/protocols/soap/addressing.js";
import { addressingVersionOf } from "../../src/protocols/soap/addressing-version.js";
import type { HttpAnswer } from "../../src/service/exchange.js";
import { XmlError } from "../../src/xml/errors.js";
import { messageLimits } from "../../src/xml/limits.js";
import { Reader, Token } from "../../src/xml/read/reader.js";

/**
 * Gives the recorded answer the identifier in `own`, which is what a handler of ours has answered to the same request, and a new MessageID. An answer without
 * these headers stays as it is, and so does one to a request without an identifier.
 */
export function relateAnswer(recorded: HttpAnswer, own: HttpAnswer): HttpAnswer {
  const { body } = recorded;
  const [relatesTo] = headersOf(own.body).filter(({ local }) => local === "RelatesTo");
  if (relatesTo === undefined || !(body instanceof Uint8Array)) return recorded;
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { local, from, to } of headersOf(body)) {
    pieces.push(body.subarray(at, from), new TextEncoder().encode(local === "RelatesTo" ? relatesTo.markup : newMessageId()));
    at = to;
  }
  return { ...recorded, body: concat([...pieces, body.subarray(at)]) };
}

/** The text of a header with an identifier. */
interface IdentifierHeader {
  readonly local: string;
  readonly from: number;
  readonly to: number;
  /** As it is written, with its references. */
  readonly markup: string;
}

/** The RelatesTo and MessageID headers of an envelope; none for what is not XML, or cannot be read at once. */
function headersOf(body: HttpAnswer["body"]): readonly IdentifierHeader[] {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return [];
  const found: IdentifierHeader[] = [];
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  try {
    const reader = new Reader(bytes, { limits: messageLimits });
    let textAt: number | undefined;
    for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
      const { name, depth, offset } = reader;
      if (token === Token.startElement) {
        if (depth === 2 && name.local === "Body") break;
        textAt = undefined;
      } else if (token === Token.text) {
        textAt = offset;
      } else if (depth === 3 && textAt !== undefined && isIdentifier(name)) {
        found.push({ local: name.local, from: textAt, to: offset, markup: new TextDecoder().decode(bytes.subarray(textAt, offset)) });
      }
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return [];
  }
  return found;
}

function isIdentifier({ namespace, local }: Reader["name"]): boolean {
  return (local === "RelatesTo" || local === "MessageID") && addressingVersionOf(namespace) !== undefined;
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
