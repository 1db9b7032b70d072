/**
 * Attachments of a message <-> properties of its value, where the contract says which parts stand beside the envelope. WSDL 1.1 §5
 */
import { type Issue, ValidationError } from "../../runtime/issues.js";
import {
  type AttachedPart,
  type AttachedPartTable,
  type AttachmentTable,
  bodyOfMessage,
  joinMessage,
  propertiesOf,
} from "../../service/attached-parts.js";
import { parseContentType } from "../../service/content-type.js";
import { SoapFault } from "../../service/fault.js";
import type { Attachment } from "../../service/multipart.js";
import type { TakeDeviation } from "../../service/validation.js";
import type { Objection } from "./tolerance.js";

/** The value of a message: its body, with the attachments that the contract declares. Objects to those that are absent, doubled or of another type. */
export function withParts(
  table: AttachmentTable | undefined,
  body: unknown,
  attachments: readonly Attachment[],
  object: Objection,
): unknown {
  if (table === undefined) return body;
  const objectTo = (problem: string): void => object(new SoapFault("Sender", problem));
  const find = finderOf(Object.values(table.parts), attachments, objectTo);
  const parts: Record<string, AttachedPart> = {};
  for (const [property, part] of Object.entries(table.parts)) {
    const found = find(part);
    const problem = problemOf(found, part);
    if (problem !== undefined) objectTo(problem);
    if (found !== undefined) parts[property] = found;
  }
  return joinMessage(table, body, parts);
}

/** Finds the attachment that is a part: by the names in Content-IDs if one has them, else in the order of the contract. */
function finderOf(
  parts: readonly AttachedPartTable[],
  attachments: readonly Attachment[],
  objectTo: (problem: string) => void,
): (part: AttachedPartTable) => Attachment | undefined {
  const names = new Set(parts.map(({ name }) => name));
  const named = new Map<string, Attachment>();
  for (const attachment of attachments) {
    const name = partNameIn(attachment.id);
    if (name === undefined || !names.has(name)) continue;
    // Of two, each reader could take another one.
    if (named.has(name)) objectTo(`two attachments are the part "${name}"`);
    else named.set(name, attachment);
  }
  if (named.size > 0) return ({ name }) => named.get(name);
  const inOrder = attachments.values();
  return () => inOrder.next().value;
}

/** The part that an attachment says it is: `data=4711@example`, with escapes. WS-I Attachments Profile 1.0 R2933 */
function partNameIn(id: string | undefined): string | undefined {
  const [, name] = /^([^=@]+)=[^@]*@/.exec(id ?? "") ?? [];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** The body of a message, and the attachments that it is sent with. */
export interface SplitMessage {
  readonly body: unknown;
  readonly attachments: readonly Attachment[];
}

/** Takes the value of a message apart. Throws a ValidationError for parts that do not conform, unless their deviations are taken. */
export function splitMessage(table: AttachmentTable | undefined, value: unknown, take: TakeDeviation | undefined): SplitMessage {
  if (table === undefined) return { body: value, attachments: [] };
  const properties = propertiesOf(value);
  const issues: Issue[] = [];
  const attachments: Attachment[] = [];
  for (const [property, part] of Object.entries(table.parts)) {
    const given = attachedPart(properties[property]);
    const problem = problemOf(given, part);
    if (problem !== undefined) issues.push(issueOf(property, problem));
    if (given !== undefined) attachments.push({ id: idOf(part), contentType: given.contentType, bytes: given.bytes });
  }
  if (take === undefined && issues.length > 0) throw new ValidationError(issues);
  for (const issue of issues) take?.(issue);
  return { body: bodyOfMessage(table, value), attachments };
}

/** A Content-ID that says which part an attachment is. WS-I Attachments Profile 1.0 R2933 */
function idOf({ name }: AttachedPartTable): string {
  return `${encodeURIComponent(name)}=${crypto.randomUUID()}@soapwright`;
}

/** Callers without types may have given anything. */
function attachedPart(value: unknown): AttachedPart | undefined {
  const { contentType, bytes } = propertiesOf(value);
  return typeof contentType === "string" && bytes instanceof Uint8Array ? { contentType, bytes } : undefined;
}

function problemOf(given: AttachedPart | undefined, { name, types }: AttachedPartTable): string | undefined {
  if (given === undefined) return `the attachment "${name}" is missing`;
  if (types === undefined || types.some((type) => isOfType(given.contentType, type))) return undefined;
  return `the attachment "${name}" is "${given.contentType}", not ${types.join(" or ")}`;
}

/** Tests if a content type is one that a contract names: parameters do not count, and `*` is any subtype. */
function isOfType(contentType: string, wanted: string): boolean {
  const own = parseContentType(contentType)?.type;
  const type = (parseContentType(wanted)?.type ?? wanted).toLowerCase();
  return own !== undefined && (type.endsWith("/*") ? own.startsWith(type.slice(0, -1)) : own === type);
}

function issueOf(property: string, message: string): Issue {
  return { id: "soap-attachment", path: `/${property}`, line: undefined, column: undefined, message };
}
