/**
 * xsi:schemaLocation and xsi:noNamespaceSchemaLocation of a document -> a larger schema set. XSD 1.0 Part 1 §4.3.2
 */
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { SchemaSet } from "../codec.js";
import type { SchemaLocationHint, SchemaLocations } from "../options.js";
import { xsiNames } from "../xsi-names.js";

/** The part of a session that reports issues. */
interface Reporter {
  readonly reader: TokenReader;
  report(id: string, message: string, detail: { readonly found: string; readonly offset: number }): void;
}

/** Collects the hints of one document, and requests the schemas when a component is not found. */
export class LocationHints {
  readonly #reporter: Reporter;
  readonly #locations: SchemaLocations;
  #pending: SchemaLocationHint[] = [];
  /** The namespaces of elements and attributes so far. Later hints must not bring further schemas for them. */
  readonly #met = new Set<string>();

  /** Hints at a right place: repeating one brings nothing new. */
  readonly #followed = new Set<string>();

  constructor(reporter: Reporter, locations: SchemaLocations) {
    this.#reporter = reporter;
    this.#locations = locations;
  }

  /** Collects the hints of a start tag. */
  startElement(): void {
    const { reader } = this.#reporter;
    for (let index = 0; index < reader.attributeCount; index++) {
      const name = reader.attributeName(index);
      if (name === xsiNames.schemaLocation) this.#addPairs(index);
      else if (name === xsiNames.noNamespaceSchemaLocation) this.#add("", reader.attributeValue(index).trim(), index);
    }
    this.#met.add(reader.name.namespace);
    for (let index = 0; index < reader.attributeCount; index++) {
      const { namespace } = reader.attributeName(index);
      if (namespace !== "") this.#met.add(namespace);
    }
  }

  /** Returns the schema set that the hints so far lead to; `undefined` if there are no new hints. */
  ask(): SchemaSet | undefined {
    const pending = this.#pending;
    if (pending.length === 0) return undefined;
    this.#pending = [];
    return this.#locations.read(pending);
  }

  #addPairs(index: number): void {
    const words = this.#reporter.reader
      .attributeValue(index)
      .split(/[ \t\r\n]+/)
      .filter((word) => word !== "");
    for (let at = 0; at + 1 < words.length; at += 2) this.#add(words[at] ?? "", words[at + 1] ?? "", index);
  }

  #add(namespace: string, location: string, index: number): void {
    const hint = { namespace, location };
    const key = `${namespace} ${location}`;
    if (this.#followed.has(key)) return;
    this.#pending.push(hint);
    if (!this.#met.has(namespace) || this.#locations.has(hint)) {
      this.#followed.add(key);
      return;
    }
    const message = `the location of a schema for namespace "${namespace}" must not come after names of that namespace`;
    this.#reporter.report("xsi-schemaLocation", message, { found: location, offset: this.#reporter.reader.attributeOffset(index) });
  }
}
