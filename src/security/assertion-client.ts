/**
 * A filter that sends an assertion of SAML with each message. SAML Token Profile 1.1 §3.3
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { Reader, Token } from "../xml/read/reader.js";
import { addToSecurity, applyEdits } from "./envelope/edit.js";
import { envelopeReading, readOutline } from "./envelope/outline.js";
import { Name } from "./names.js";
import { assertionsIn, identifierOf } from "./saml/assertions-in.js";
import { noteTokenToSign } from "./signature/tokens-to-sign.js";
import { assertionReference } from "./signature/write-key-reference.js";
import { timestampMarkup } from "./timestamp.js";
import { onlyChild } from "./username-token.js";

export interface AssertionOptions {
  /** The assertion as its issuer gave it, or what fetches it for each message: nothing in it is changed, so that its signature stays good. */
  readonly assertion: string | (() => string | Promise<string>);
  /** Has the message's own signature be over the assertion, by a filter that stands behind this one. */
  readonly signed?: boolean;
  /** Seconds for which a message is good: it gets a Timestamp if it has none. 300 when left out; 0: none. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Makes a filter: `createClient(binding, { url, filters: [sendAssertion({ assertion })] })`. Send over TLS: anyone who reads the assertion can use it. */
export function sendAssertion({ assertion, signed = false, lifetime = 300, now = Date.now }: AssertionOptions): EnvelopeFilter {
  return {
    send: async (envelope, exchange) => {
      const markup = assertionIn(typeof assertion === "string" ? assertion : await assertion());
      const outline = readOutline(envelope);
      const hasTimestamp = outline.security !== undefined && onlyChild(outline.security, Name.timestamp) !== undefined;
      const timestamp = hasTimestamp || lifetime === 0 ? "" : timestampMarkup(now(), lifetime);
      const withAssertion = applyEdits(envelope, addToSecurity(envelope, outline, timestamp + markup));
      return signed ? addReference(withAssertion, exchange) : withAssertion;
    },
  };
}

/** Adds what a signature refers to the assertion by. */
function addReference(envelope: Uint8Array, exchange: EnvelopeExchange): Uint8Array {
  const outline = readOutline(envelope);
  const [assertion] = assertionsIn(outline);
  if (assertion === undefined) throw new Error("internal: the assertion is in the message");
  const { version, id } = identifierOf(assertion);
  noteTokenToSign(exchange, id);
  return applyEdits(envelope, addToSecurity(envelope, outline, assertionReference(version, id, `STR-${crypto.randomUUID()}`)));
}

/** The element in a document, without what may stand before and behind it. Throws a TypeError for another document, an XmlError for no document. */
function assertionIn(document: string): string {
  const octets = new TextEncoder().encode(document);
  const reader = new Reader(octets, envelopeReading);
  while (reader.next() !== Token.startElement);
  const { name, offset, depth } = reader;
  if (name.clark !== Name.assertion11 && name.clark !== Name.assertion20)
    throw new TypeError(`"${name.clark}" is not an assertion of SAML 1.1 or 2.0`);
  for (let token = reader.next(); token !== Token.endElement || reader.depth > depth; token = reader.next());
  const end = reader.offset;
  while (reader.next() !== Token.endOfDocument);
  return new TextDecoder().decode(octets.subarray(offset, octets.indexOf(greaterThan, end) + 1));
}

/** ">", with which the end tag ends. */
const greaterThan = 0x3e;
