/**
 * Parts of a message that the contract attaches to the envelope: what they are in values, and in the tables of operations. WSDL 1.1 §5
 */

/** A part of a message that stands beside the envelope. Attachments of calls are such, too. */
export interface AttachedPart {
  /** The media type, with its parameters. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The attachments of a message. Its value has them as properties. */
export interface AttachmentTable {
  /** The property of what the envelope's body holds. Without it, the value's other properties are the body: those of an rpc message, or none. */
  readonly body?: string;
  /** By property. */
  readonly parts: Readonly<Record<string, AttachedPartTable>>;
}

/** One of the attachments. */
export interface AttachedPartTable {
  /** The part's name in the WSDL. */
  readonly name: string;
  /** Media types, of which it has one; `image/*` is any of images. Absent: whichever the sender says. */
  readonly types?: readonly string[];
}

/** Puts a body and attachments together to the value of their message. */
export function joinMessage({ body }: AttachmentTable, value: unknown, parts: Readonly<Record<string, AttachedPart>>): unknown {
  // Without a property of its own the body is an rpc message, whose values are objects, or empty.
  return body === undefined ? { ...(value as object | undefined), ...parts } : { [body]: value, ...parts };
}

/** Takes the body out of the value of a message. */
export function bodyOfMessage({ body, parts }: AttachmentTable, value: unknown): unknown {
  const properties = propertiesOf(value);
  if (body !== undefined) return properties[body];
  return Object.fromEntries(Object.entries(properties).filter(([property]) => !Object.hasOwn(parts, property)));
}

/** The properties of a value, which callers without types may have made of anything. */
export function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  // An object's properties may have any values.
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
