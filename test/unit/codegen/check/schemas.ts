/**
 * Schemas as tests write them: the inside of an xs:schema element, in namespace "urn:t" with prefix "t".
 */
import { checkSchema } from "../../../../codegen/check/check.js";
import { CheckContext } from "../../../../codegen/check/context.js";
import type { Diagnostic } from "../../../../codegen/diagnostics.js";
import { memoryHost } from "../../../../codegen/load/host.js";
import type { Schema } from "../../../../codegen/schema/components.js";
import { loadComponents } from "../../../../codegen/schema/load-components.js";

/** Wraps declarations into a schema document. */
export function schemaDocument(declarations: string): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${declarations}</xs:schema>`;
}

/** Loads and resolves, without checking. */
export function readSchemaText(declarations: string): { readonly schema: Schema; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const { schema } = loadComponents({
    entries: ["t.xsd"],
    host: memoryHost({ "t.xsd": schemaDocument(declarations) }),
    report: (diagnostic) => diagnostics.push(diagnostic),
  });
  return { schema, diagnostics };
}

/** The ids of everything that is wrong with the declarations, in the order of the findings. */
export function findings(declarations: string): readonly string[] {
  const { schema, diagnostics } = readSchemaText(declarations);
  const ids = diagnostics.map((diagnostic) => diagnostic.id);
  checkSchema(new CheckContext(schema, (diagnostic) => ids.push(diagnostic.id)));
  return ids;
}
