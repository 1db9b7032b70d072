/**
 * Header blocks that a contract declares, and others that somebody wants, kept until the operation is known: they come before the body, which alone says which operation,
 * and so which codecs, they are for.
 */

import type { AnyElementCodec } from "../../runtime/codec.js";
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import { readElement } from "../../runtime/nodes.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { unknownElement } from "../../runtime/unknown-element.js";
import { SoapFault } from "../../service/fault.js";
import type { EncodedBy } from "../../service/port-type.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { readEncodedMessage } from "./encoded-message.js";
import { demandsUnderstanding, type EnvelopeVersion } from "./envelope-version.js";
import { refuseProtected, securityHeader, skipBlock } from "./unverified-security.js";

/** Header tables of an operation, by property. */
export type HeaderTable = Readonly<Record<string, () => AnyElementCodec>>;

/** The header blocks of one message. Of several with one name the first is kept. */
export class KeptHeaders {
  readonly #isDeclared: (name: string) => boolean;
  readonly #isWanted: (name: string) => boolean;
  readonly #blocks = new Map<string, XmlElement>();

  /** Names that the contract declares, and names that are kept beside them. */
  constructor(isDeclared: (name: string) => boolean, isWanted: (name: string) => boolean = () => false) {
    this.#isDeclared = isDeclared;
    this.#isWanted = isWanted;
  }

  /** Keeps the header block on whose start tag the reader stands, if it is a declared or wanted one. */
  take(reader: TokenReader): boolean {
    const { clark } = reader.name;
    if (!this.#isDeclared(clark) && !this.#isWanted(clark)) return false;
    if (this.#blocks.has(clark)) skipBlock(reader);
    else this.#blocks.set(clark, readBlock(reader));
    return true;
  }

  get isEmpty(): boolean {
    return this.#blocks.size === 0;
  }

  /** Throws a SoapFault if a Security header that was kept protects the message, which nobody has verified. */
  refuseUnverified(): void {
    const security = this.#blocks.get(securityHeader);
    if (security !== undefined) refuseProtected(security);
  }

  /** Decodes the blocks that the operation declares. Throws a ValidationError if one does not conform. */
  decode(table: HeaderTable | undefined, version: EnvelopeVersion, options: DecodeOptions = {}): Record<string, unknown> {
    return this.#decoded(table, (codec, block) => readElement(codec, withoutSoapAttributes(block, version), options));
  }

  /** Does the same with blocks in the SOAP encoding, which refer to each other and to elements of the body. */
  decodeEncoded(
    by: EncodedBy,
    table: HeaderTable | undefined,
    version: EnvelopeVersion,
    body: readonly XmlElement[],
    options: DecodeOptions = {},
  ): Record<string, unknown> {
    const elements = [...this.#blocks.values(), ...body];
    return this.#decoded(table, (codec, block) => {
      const result = readEncodedMessage(by, codec, { root: withoutSoapAttributes(block, version), body: elements }, version, options);
      if (!result.ok) throw new ValidationError(result.issues);
      return result.value;
    });
  }

  #decoded(table: HeaderTable | undefined, read: (codec: AnyElementCodec, block: XmlElement) => unknown): Record<string, unknown> {
    const headers: Record<string, unknown> = {};
    for (const [property, codec] of Object.entries(table ?? {})) {
      const block = this.#blocks.get(codec().name);
      if (block !== undefined) headers[property] = read(codec(), block);
    }
    return headers;
  }

  /** The blocks that are wanted and that the operation does not declare, in the order in which they came. */
  others(table: HeaderTable | undefined, version: EnvelopeVersion): readonly XmlElement[] {
    const declared = namesIn(table);
    const wanted = [...this.#blocks.values()].filter(({ name }) => this.#isWanted(name) && !declared.has(name));
    return wanted.map((block) => withoutSoapAttributes(block, version));
  }

  /** Names of kept blocks that must be understood and that nobody understands. SOAP 1.2 Part 1 §2.4 */
  notUnderstood(table: HeaderTable | undefined, version: EnvelopeVersion): readonly string[] {
    const declared = namesIn(table);
    const unknown = [...this.#blocks.values()].filter(({ name }) => !declared.has(name) && !this.#isWanted(name));
    return unknown.filter((block) => isMandatory(block, version)).map(({ name }) => name);
  }
}

function namesIn(table: HeaderTable | undefined): ReadonlySet<string> {
  return new Set(Object.values(table ?? {}).map((codec) => codec().name));
}

/** A header block is a tree with any content, so only wrong XML can be wrong with it. */
function readBlock(reader: TokenReader): XmlElement {
  const block = decodeAt(unknownElement, reader);
  if (!block.ok) throw malformedHeader(block.issues);
  return block.value;
}

function malformedHeader([issue]: readonly Issue[]): SoapFault {
  return new SoapFault("Sender", issue === undefined ? "a header is not well-formed" : describeIssue(issue), { status: 400 });
}

function isMandatory({ attributes }: XmlElement, version: EnvelopeVersion): boolean {
  return demandsUnderstanding(version, attributes[version.mustUnderstandAttribute] ?? "", attributes[version.roleAttribute] ?? "");
}

/** A header block as its schema declares it: mustUnderstand, role and relay are the envelope's. */
function withoutSoapAttributes(block: XmlElement, version: EnvelopeVersion): XmlElement {
  const own = Object.entries(block.attributes).filter(([name]) => !name.startsWith(`{${version.namespace}}`));
  return { ...block, attributes: Object.fromEntries(own) };
}
