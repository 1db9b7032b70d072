/**
 * Which parts an envelope has and where they begin, so that they can be signed, verified and encrypted one by one.
 *
 * What could be taken for two things is refused: two Headers, Bodies or Security headers, anything behind the Body.
 */
import { messageLimits } from "../../xml/limits.js";
import { Reader, Token } from "../../xml/read/reader.js";
import type { ReaderOptions } from "../../xml/read/reader-options.js";
import { Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { type LocatedElement, readLocated } from "./located-element.js";

/** A header block or the Body. */
export interface EnvelopePart {
  /** Clark name. */
  readonly name: string;
  /** Of the start tag. */
  readonly offset: number;
  /** Of the end tag; that of the start tag for an empty-element tag. */
  readonly endOffset: number;
  /** The value of wsu:Id. */
  readonly id: string | undefined;
  /** The value of Id without a namespace, which some write instead. */
  readonly plainId: string | undefined;
  /** A receiver must not ignore it. */
  readonly mustUnderstand: boolean;
}

/** The parts of one envelope. */
export interface Outline {
  /** The namespace of SOAP. */
  readonly soap: string;
  readonly header: EnvelopePart | undefined;
  /** The header blocks, without the Security header. */
  readonly blocks: readonly EnvelopePart[];
  readonly securityPart: EnvelopePart | undefined;
  readonly security: LocatedElement | undefined;
  readonly body: EnvelopePart;
  /** How many attributes have this value, of all that are identifiers somewhere. */
  readonly countOfId: (id: string) => number;
}

/** How envelopes are read here. */
export const envelopeReading: ReaderOptions = { limits: messageLimits, reportsMarkup: true };

const soapNamespaces = new Set(["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"]);

/** Roles in which this node acts: "" and what SOAP 1.1 and 1.2 call the next and the last node. SOAP 1.1 §4.2.2, SOAP 1.2 Part 1 §2.2 */
const ownRoles = new Set([
  "",
  "http://schemas.xmlsoap.org/soap/actor/next",
  "http://www.w3.org/2003/05/soap-envelope/role/next",
  "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
]);

/** Reads the outline of an envelope. Throws a SoapFault or an XmlError. */
export function readOutline(envelope: Uint8Array): Outline {
  return new OutlineReader(envelope).read();
}

class OutlineReader {
  readonly #reader: Reader;
  readonly #ids = new Map<string, number>();
  readonly #blocks: EnvelopePart[] = [];
  #soap = "";
  #header: EnvelopePart | undefined;
  #securityPart: EnvelopePart | undefined;
  #security: LocatedElement | undefined;
  #body: EnvelopePart | undefined;

  constructor(envelope: Uint8Array) {
    this.#reader = new Reader(envelope, envelopeReading);
  }

  read(): Outline {
    this.#nextElement();
    const { namespace, local } = this.#reader.name;
    if (local !== "Envelope" || !soapNamespaces.has(namespace))
      throw securityFault("InvalidSecurity", "the document is not a SOAP envelope");
    this.#soap = namespace;
    this.#visit();
    while (this.#nextElement()) this.#takeChild();
    while (this.#next() !== Token.endOfDocument);
    if (this.#body === undefined) throw securityFault("InvalidSecurity", "the envelope has no Body");
    return {
      soap: this.#soap,
      header: this.#header,
      blocks: this.#blocks,
      securityPart: this.#securityPart,
      security: this.#security,
      body: this.#body,
      countOfId: (id) => this.#ids.get(id) ?? 0,
    };
  }

  #takeChild(): void {
    const { name } = this.#reader;
    const isHeader = name.clark === `{${this.#soap}}Header`;
    if (this.#body !== undefined) throw securityFault("InvalidSecurity", `unexpected element "${name.local}" behind the Body`);
    if (isHeader && this.#header === undefined) this.#header = this.#part(() => this.#takeBlocks());
    else if (name.clark === `{${this.#soap}}Body`) this.#body = this.#part(() => this.#skip());
    else throw securityFault("InvalidSecurity", `unexpected element "${name.local}" in the envelope`);
  }

  #takeBlocks(): void {
    while (this.#nextElement()) {
      if (this.#reader.name.clark === Name.security) this.#takeSecurity();
      else this.#blocks.push(this.#part(() => this.#skip()));
    }
  }

  #takeSecurity(): void {
    const reader = this.#reader;
    if (this.#securityPart !== undefined) throw securityFault("InvalidSecurity", "the message has several Security headers");
    if (!ownRoles.has(this.#attribute("actor") ?? this.#attribute("role") ?? "")) {
      throw securityFault("InvalidSecurity", "the Security header is for another node");
    }
    const begin = this.#begin();
    this.#security = readLocated(reader, () => this.#visit());
    this.#securityPart = { ...begin, endOffset: reader.offset };
  }

  #part(readContent: () => void): EnvelopePart {
    const begin = this.#begin();
    this.#visit();
    readContent();
    return { ...begin, endOffset: this.#reader.offset };
  }

  #begin(): Omit<EnvelopePart, "endOffset"> {
    const { name, offset } = this.#reader;
    const mandatory = this.#attribute("mustUnderstand")?.trim();
    const role = this.#attribute("actor") ?? this.#attribute("role") ?? "";
    return {
      name: name.clark,
      offset,
      id: this.#valueOf(Name.id),
      plainId: this.#valueOf("Id"),
      mustUnderstand: (mandatory === "1" || mandatory === "true") && ownRoles.has(role),
    };
  }

  /** An attribute in SOAP's namespace. */
  #attribute(local: string): string | undefined {
    return this.#valueOf(`{${this.#soap}}${local}`);
  }

  #valueOf(clark: string): string | undefined {
    const reader = this.#reader;
    for (let index = 0; index < reader.attributeCount; index++) {
      if (reader.attributeName(index).clark === clark) return reader.attributeValue(index);
    }
    return undefined;
  }

  /** Notes the identifiers of an element, and refuses content that stands elsewhere: it could be changed without a trace in a signature. */
  #visit(): void {
    const reader = this.#reader;
    if (reader.name.clark === Name.xopInclude) {
      throw securityFault("InvalidSecurity", "content that stands in an attachment cannot be verified");
    }
    for (let index = 0; index < reader.attributeCount; index++) {
      if (!isIdentifier(reader.attributeName(index).local)) continue;
      const id = reader.attributeValue(index);
      this.#ids.set(id, (this.#ids.get(id) ?? 0) + 1);
    }
  }

  /** Advances to the next child's start tag, or to the end tag of the element: false. */
  #nextElement(): boolean {
    for (;;) {
      const token = this.#next();
      if (token === Token.startElement) return true;
      if (token === Token.endElement || token === Token.endOfDocument) return false;
      if (token === Token.text && !this.#reader.textIsWhitespace) {
        throw securityFault("InvalidSecurity", "there is text between the elements of the envelope");
      }
    }
  }

  /** Reads to the end tag of the element that starts here. */
  #skip(): void {
    const { depth } = this.#reader;
    for (;;) {
      const token = this.#next();
      if (token === Token.startElement) this.#visit();
      else if (token === Token.endElement && this.#reader.depth === depth) return;
    }
  }

  /** SOAP 1.1 §3, SOAP 1.2 Part 1 §5: a message has no processing instructions. */
  #next(): Token {
    const token = this.#reader.next();
    if (token === Token.instruction) throw securityFault("InvalidSecurity", "a SOAP message has no processing instructions");
    return token;
  }
}

/** Tests for `Id` and its like, in whatever namespace: wsu:Id, xml:id, Id, ID, id, AssertionID. */
function isIdentifier(local: string): boolean {
  const lower = local.toLowerCase();
  return lower === "id" || lower === "assertionid";
}
