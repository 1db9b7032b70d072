/**
 * Writer: calls in, UTF-8 bytes out. Allocates prefixes, declares namespaces where they are needed, escapes, refuses what XML 1.0 cannot hold.
 */

/** A name to write, with the prefix that the caller would like. */
export interface NameToWrite {
  readonly namespace: string;
  readonly local: string;
  readonly prefix?: string;
}

export interface WriterOptions {
  /** Preferred prefix by namespace; "" makes it the default namespace of elements. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** Writes an XML declaration with encoding UTF-8. */
  readonly declaration?: boolean;
  /** Indents element content with this text; absent: compact. Mixed content is never touched. */
  readonly indent?: string;
}

export declare class Writer {
  constructor(options?: WriterOptions);
  startElement(name: NameToWrite): void;
  attribute(name: NameToWrite, value: string): void;
  /** Declares a prefix on the element that was just started; "" is the default namespace. */
  declareNamespace(prefix: string, namespace: string): void;
  text(text: string): void;
  endElement(): void;
  /** Gives a prefix that QName content may use here, declaring one on the element just started where there is none. */
  qnamePrefix(namespace: string): string;
  /** Copies the finished document. */
  finish(): Uint8Array;
}
