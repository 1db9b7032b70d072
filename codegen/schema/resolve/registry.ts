/**
 * Global components by kind and name, and the looking up of names. XSD 1.0 Part 1 §2.5 (symbol spaces), §3.15.3 (src-resolve), §4.2.2 (redefine)
 */
import { createAdviser } from "../../../src/nearest-name.js";
import { type Name, xmlNamespace } from "../../../src/xml/names.js";
import type { Report, Span } from "../../diagnostics.js";
import type { SchemaDocument } from "../../load/documents.js";
import { xsdNamespace } from "../../load/names.js";
import { builtInTypes } from "../built-in-components.js";
import { noteOnType } from "../later-version.js";
import type { ComponentReference, GlobalSource, RedefinitionSource, SchemaSource } from "../sources.js";
import { includedDocuments, innermostFirst, redefiningCircles } from "./redefinitions.js";

/** Components of one space have different names. Simple and complex types share one. */
export type SymbolSpace = "type" | "element" | "attribute" | "attributeGroup" | "modelGroupDefinition" | "notation";

/** One global component and the document that it stands in. */
export interface GlobalEntry {
  readonly source: GlobalSource;
  readonly document: SchemaDocument;
  /** For a redefinition: what it replaces, reachable through its own name in itself only. */
  readonly original: GlobalEntry | undefined;
}

const spaceWords: Readonly<Record<SymbolSpace | "key", string>> = {
  type: "type",
  element: "element",
  attribute: "attribute",
  attributeGroup: "attribute group",
  modelGroupDefinition: "group",
  notation: "notation",
  key: "key",
};

function spaceOf(source: GlobalSource): SymbolSpace {
  return source.kind === "simpleType" || source.kind === "complexType" ? "type" : source.kind;
}

/** All global declarations and definitions of a schema. */
export class Registry {
  readonly #entries: Readonly<Record<SymbolSpace, Map<Name, GlobalEntry>>> = {
    type: new Map(),
    element: new Map(),
    attribute: new Map(),
    attributeGroup: new Map(),
    modelGroupDefinition: new Map(),
    notation: new Map(),
  };
  readonly #all: GlobalEntry[] = [];
  /** Entries without a declaration. */
  readonly #standIns = new Set<GlobalEntry>();
  /** For each document one of those that it forms a namespace with by xs:include and xs:redefine, the same for all of them. */
  readonly #inclusions: ReadonlyMap<SchemaDocument, SchemaDocument>;
  /** Pairs of documents that were named as versions of each other. */
  readonly #versions = new Set<string>();
  readonly #advise = createAdviser();
  readonly #visible = new Map<SchemaDocument, ReadonlySet<string>>();
  readonly #report: Report;
  readonly #isBuiltIn: (space: SymbolSpace, name: Name) => boolean;

  constructor(schemas: readonly SchemaSource[], isBuiltIn: (space: SymbolSpace, name: Name) => boolean, report: Report) {
    this.#report = report;
    this.#isBuiltIn = isBuiltIn;
    this.#inclusions = inclusionGroups(schemas);
    for (const { document, globals } of schemas) for (const source of globals) this.#declare({ source, document, original: undefined });
    const redefining = innermostFirst(schemas);
    for (const schema of redefining) {
      const circles = redefiningCircles(schema.document, redefining);
      for (const { document, components } of schema.redefinitions) {
        const reach = includedDocuments(document);
        for (const source of components) this.#redefine(source, schema.document, reach, circles);
      }
    }
  }

  /** Every entry, the redefined ones too, in document order; stand-ins come behind them as they are made. */
  get entries(): readonly GlobalEntry[] {
    return this.#all;
  }

  /** The entry that a name stands for now, without asking who looks. */
  current(space: SymbolSpace, name: Name): GlobalEntry | undefined {
    return this.#entries[space].get(name);
  }

  /**
   * Looks a reference up; a failure is reported, as harmless where something stands in for what is missing.
   * XSD 1.0 Part 1 §3.15.3 (src-resolve)
   */
  find(space: SymbolSpace, reference: ComponentReference, hasStandIn = false): GlobalEntry | undefined {
    this.checkVisible(space, reference);
    const entry = this.#entries[space].get(reference.name);
    if (entry === undefined || this.#standIns.has(entry)) {
      const message = `there is no ${spaceWords[space]} "${reference.name.clark}"${this.#adviceFor(space, reference.name)}`;
      const harmless = hasStandIn ? { harmless: true as const } : {};
      this.#report({ id: "src-resolve", severity: "error", message, at: reference.at, related: [], ...harmless });
    }
    return entry;
  }

  /** What may be meant, or why a name of XML Schema itself is unknown. */
  #adviceFor(space: SymbolSpace, { clark, namespace, local }: Name): string {
    const note = space === "type" && namespace === xsdNamespace ? noteOnType(local) : "";
    if (note !== "") return note;
    return this.#advise(space, clark, () => {
      const names = [...this.#entries[space]].flatMap(([name, entry]) => (this.#standIns.has(entry) ? [] : [name.clark]));
      return space === "type" ? [...names, ...builtInTypes.keys()] : names;
    });
  }

  /** Declares a stand-in for a missing component; each further reference to it is reported, too. */
  standIn(source: GlobalSource, document: SchemaDocument): void {
    const entry: GlobalEntry = { source, document, original: undefined };
    this.#entries[spaceOf(source)].set(source.name, entry);
    this.#all.push(entry);
    this.#standIns.add(entry);
  }

  /** A namespace other than the target namespace must be imported by the document that refers to it. XSD 1.0 Part 1 §3.15.3 (src-resolve.4) */
  checkVisible(space: SymbolSpace | "key", reference: ComponentReference): void {
    const { document, name } = reference;
    if (name.namespace === document.targetNamespace || name.namespace === xsdNamespace) return;
    if (this.#visibleIn(document).has(name.namespace)) return;
    const id = name.namespace === "" ? "src-resolve.4.1" : "src-resolve.4.2";
    const message = `the ${spaceWords[space]} "${name.clark}" is of a namespace that this document does not import`;
    this.#report({ id, severity: "error", message, at: reference.at, related: [] });
  }

  #visibleIn(document: SchemaDocument): ReadonlySet<string> {
    const known = this.#visible.get(document);
    if (known !== undefined) return known;
    const namespaces = new Set(document.references.flatMap((reference) => (reference.kind === "import" ? [reference.namespace] : [])));
    this.#visible.set(document, namespaces);
    return namespaces;
  }

  /** XSD 1.0 Part 1 §3.15.6 (sch-props-correct.2) */
  #declare(entry: GlobalEntry): void {
    const { source } = entry;
    const space = spaceOf(source);
    // The schema for schemas declares the built-in types as documentation only.
    if (this.#isBuiltIn(space, source.name)) return;
    const first = this.#entries[space].get(source.name);
    if (first !== undefined) {
      if (this.#isAnotherVersion(first, entry)) return;
      this.#sayTwice(`the ${spaceWords[space]} "${source.name.clark}" is defined twice`, source.at, first.source.at, { harmless: true });
      return;
    }
    this.#entries[space].set(source.name, entry);
    this.#all.push(entry);
  }

  /**
   * Two imports may lead to two versions of one document. Of equal definitions the first is taken: a processor may leave out imports of a
   * namespace that it has. XSD 1.0 Part 1 §4.2.3 (note)
   *
   * What the xml: namespace holds is one specification's; its versions differ in how exactly they say it, so that the first is taken always.
   */
  #isAnotherVersion(first: GlobalEntry, second: GlobalEntry): boolean {
    if (this.#inclusions.get(first.document) === this.#inclusions.get(second.document)) return false;
    const isXml = second.source.name.namespace === xmlNamespace;
    const severity = isXml || equalSources(first.source, second.source) ? "warning" : "error";
    const versions = `${severity} ${first.document.uri} ${second.document.uri}`;
    if (this.#versions.has(versions)) return true;
    this.#versions.add(versions);
    const manner = severity === "warning" ? "alike" : "in another way";
    const message = `"${second.source.name.clark}" is defined again ${manner} in another document of the namespace; the first definition is taken`;
    this.#report({
      id: "load-duplicate",
      severity,
      message,
      at: second.source.at,
      related: [{ message: "first here", at: first.source.at }],
    });
    return true;
  }

  /** The new definition replaces the old one everywhere. XSD 1.0 Part 1 §4.2.2 */
  #redefine(
    source: RedefinitionSource,
    document: SchemaDocument,
    reach: ReadonlySet<SchemaDocument>,
    circles: ReadonlySet<SchemaDocument>,
  ): void {
    const space = spaceOf(source);
    const original = this.#entries[space].get(source.name);
    if (original === undefined || original.source.kind !== source.kind) {
      const message = `the redefined document has no ${spaceWords[space]} "${source.name.clark}" of this kind`;
      this.#report({ id: "src-resolve", severity: "error", message, at: source.at, related: [] });
      return;
    }
    if (!reach.has(original.document)) {
      this.#sayTwice(
        `the ${spaceWords[space]} "${source.name.clark}" is defined elsewhere than in the redefined document`,
        source.at,
        original.source.at,
      );
      return;
    }
    if (circles.has(original.document)) {
      const message = `the ${spaceWords[space]} "${source.name.clark}" is defined twice: documents redefine each other in a circle`;
      this.#sayTwice(message, source.at, original.source.at);
    }
    const entry: GlobalEntry = { source, document, original };
    this.#entries[space].set(source.name, entry);
    this.#all.push(entry);
  }

  #sayTwice(message: string, at: Span, first: Span, harmless: { readonly harmless?: true } = {}): void {
    const related = [{ message: "first here", at: first }];
    this.#report({ id: "sch-props-correct.2", severity: "error", message, at, related, ...harmless });
  }
}

/** Tests if two components are defined alike, regardless of places, documentation, ids, and the order within sets. */
function equalSources(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left instanceof Set && right instanceof Set) return left.size === right.size && [...left].every((item) => right.has(item));
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  const isOrdered = left.compositor !== "all";
  return keys.every(
    (key) =>
      incidental.has(key) ||
      equalSources(left[key], right[key]) ||
      (unordered.has(key) && !(key === "particles" && isOrdered) && equalInAnyOrder(left[key], right[key])),
  );
}

/** Properties whose members are a set: attributes, and the particles of xs:all. */
const unordered: ReadonlySet<string> = new Set(["particles", "uses"]);

function equalInAnyOrder(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  const rest: unknown[] = [...right];
  return left.every((item) => {
    const found = rest.findIndex((other) => equalSources(item, other));
    if (found >= 0) rest.splice(found, 1);
    return found >= 0;
  });
}

/** Properties that say where a component stands, not what it is. */
const incidental: ReadonlySet<string> = new Set(["at", "annotation", "document", "namespaces"]);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Documents that are joined by xs:include and xs:redefine, in either direction, get one representative. */
function inclusionGroups(schemas: readonly SchemaSource[]): ReadonlyMap<SchemaDocument, SchemaDocument> {
  const neighbours = new Map<SchemaDocument, SchemaDocument[]>(schemas.map(({ document }) => [document, []]));
  for (const { document } of schemas) {
    for (const reference of document.references) {
      if (reference.kind === "import" || reference.document === undefined) continue;
      neighbours.get(document)?.push(reference.document);
      neighbours.get(reference.document)?.push(document);
    }
  }
  const groups = new Map<SchemaDocument, SchemaDocument>();
  for (const { document } of schemas) {
    if (groups.has(document)) continue;
    const joined = new Set([document]);
    for (const member of joined) for (const neighbour of neighbours.get(member) ?? []) joined.add(neighbour);
    for (const member of joined) groups.set(member, document);
  }
  return groups;
}
