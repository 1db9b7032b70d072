/**
 * Attachments in the messages of a mock: its own, made up, and those of a test, whose properties may have other names.
 */
import {
  type AttachedPart,
  type AttachedPartTable,
  type AttachmentTable,
  joinMessage,
  propertiesOf,
} from "../../src/service/attached-parts.js";

/** What stands for a message's attachments, by the names of the parts in the WSDL. */
export type NamedParts = ReadonlyMap<string, AttachedPart>;

const noParts: NamedParts = new Map();

/** The value of a message with this body, and with attachments: those that are given, and made-up ones. */
export function messageOf(table: AttachmentTable | undefined, body: unknown, given: NamedParts = noParts): unknown {
  if (table === undefined) return body;
  const parts = Object.entries(table.parts).map(([property, part]) => [property, given.get(part.name) ?? sampleOf(part)]);
  return joinMessage(table, body, Object.fromEntries(parts));
}

/** The attachments in the value of a message. */
export function partsOf(table: AttachmentTable | undefined, value: unknown): NamedParts {
  const properties = propertiesOf(value);
  return new Map(
    Object.entries(table?.parts ?? {}).flatMap(([property, { name }]) => {
      const part = properties[property];
      return isPart(part) ? [[name, part]] : [];
    }),
  );
}

function isPart(value: unknown): value is AttachedPart {
  const { contentType, bytes } = propertiesOf(value);
  return typeof contentType === "string" && bytes instanceof Uint8Array;
}

function sampleOf({ name, types: [type = "application/octet-stream"] = [] }: AttachedPartTable): AttachedPart {
  return { contentType: type.replace("*", "octet-stream"), bytes: new TextEncoder().encode(`a sample of "${name}"`) };
}
