/**
 * Which documents redefine which, at any distance: the order of redefinitions, and circles of them. XSD 1.0 Part 1 §4.2.2
 */
import type { SchemaDocument } from "../../load/documents.js";
import type { SchemaSource } from "../sources.js";

/** A document and all that it includes or redefines, at any distance; nothing behind `border`. */
export function includedDocuments(document: SchemaDocument, border?: SchemaDocument): ReadonlySet<SchemaDocument> {
  const reached = new Set([document]);
  for (const next of reached) {
    if (next === border) continue;
    for (const reference of next.references) {
      if (reference.kind !== "import" && reference.document !== undefined) reached.add(reference.document);
    }
  }
  return reached;
}

/** Redefinitions of redefinitions build on each other, so the document that is redefined comes first. */
export function innermostFirst(schemas: readonly SchemaSource[]): readonly SchemaSource[] {
  const redefining = schemas.filter((schema) => schema.redefinitions.length > 0);
  if (redefining.length < 2) return redefining;
  const reaches = new Map(
    redefining.map((schema) => [schema, schema.redefinitions.map(({ document }) => includedDocuments(document))] as const),
  );
  const depth = (schema: SchemaSource): number =>
    redefining.filter((other) => other !== schema && (reaches.get(schema) ?? []).some((reach) => reach.has(other.document))).length;
  return redefining
    .map((schema) => ({ schema, depth: depth(schema) }))
    .sort((left, right) => left.depth - right.depth)
    .map(({ schema }) => schema);
}

/**
 * The documents that lead, through a redefinition of some component, to a document that redefines components itself.
 *
 * What that document redefines in one of them is declared twice: as it stands there, and as it is redefined in what that one redefines.
 * Circles that redefine nothing on the way back are those of xs:include, which are allowed.
 */
export function redefiningCircles(document: SchemaDocument, redefining: readonly SchemaSource[]): ReadonlySet<SchemaDocument> {
  const leadsBack = redefining.filter(
    (other) =>
      other.document !== document &&
      other.redefinitions.some(({ document: target, components }) => components.length > 0 && includedDocuments(target).has(document)),
  );
  if (leadsBack.length === 0) return noDocuments;
  const found = new Set<SchemaDocument>();
  for (const candidate of includedDocuments(document)) {
    const reached = includedDocuments(candidate, document);
    if (candidate !== document && leadsBack.some((other) => reached.has(other.document))) found.add(candidate);
  }
  return found;
}

const noDocuments: ReadonlySet<SchemaDocument> = new Set();
