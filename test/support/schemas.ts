/**
 * Schemas as programs load them, and documents that they accept or refuse.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import { expect } from "vitest";

/** Loads one schema document from a file, as programs do. Expects no diagnostics. */
export async function loadSchemaText(document: string): Promise<LoadedSchema> {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-schema-"));
  try {
    const file = join(folder, "schema.xsd");
    writeFileSync(file, document);
    const schema = await loadSchema({ entries: [file] });
    expect(schema.diagnostics).toEqual([]);
    return schema;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Expects a document to be valid. The document is part of the message. */
export function expectValid(schema: LoadedSchema, xml: string): void {
  expect([xml, schema.validate(xml)]).toEqual([xml, []]);
}

/** Expects a document to break exactly these rules. The document is part of the message. */
export function expectInvalid(schema: LoadedSchema, xml: string, rules: readonly string[]): void {
  expect([xml, schema.validate(xml).map(({ id }) => id)]).toEqual([xml, rules]);
}
