/**
 * The state of one document while it is read: its issues, its schema and its IDs.
 */

import type { Datatype } from "../../datatypes/datatype.js";
import type { DatatypeFault } from "../../datatypes/fault.js";
import type { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { AttributeCodec, Codec, SchemaSet } from "../codec.js";
import { declarationOf } from "../compile/compile-type.js";
import type { Declaration } from "../compile/compiled-type.js";
import { defaultMaxIssues, type Issue } from "../issues.js";
import { type KeptPath, writePath } from "../kept-path.js";
import type { DecodeOptions } from "../options.js";
import { eachIdentity, maxIdentities, type WrittenReferences } from "../references.js";
import { LocationHints } from "./location-hints.js";

/** Details of an issue. */
export interface IssueDetail {
  readonly found?: string;
  readonly expected?: string;
  readonly path?: string;
  readonly offset?: number;
}

/** The state of one document, without its open elements. */
export class DecodeSession {
  readonly reader: TokenReader;
  readonly issues: Issue[] = [];
  readonly defaults: boolean;
  /** Deviations are reported and skipped: `issues` has only what ends reading. */
  readonly tolerant: boolean;
  /** Names that an issue has of what was expected. */
  readonly maxExpected: number;
  /** The limit of issues is reached. */
  full = false;
  readonly #maxIssues: number;
  readonly #onDeviation: ((issue: Issue) => void) | undefined;
  #deviations = 0;
  /** The last deviation that was read over. */
  deviation: Issue | undefined = undefined;
  /** Set if schema locations in the document are followed. */
  readonly hints: LocationHints | undefined;
  #schema: SchemaSet | undefined;
  readonly path: () => string;
  /** The current path, to be written later. */
  readonly keepPath: () => KeptPath;
  /** Set while the document is still being written, whose writer keeps its IDs and references to the end. */
  written: WrittenReferences | undefined = undefined;
  readonly #ids = new Map<string, number>();
  #identities = 0;
  readonly #references: { readonly id: string; readonly path: KeptPath; readonly offset: number }[] = [];

  constructor(reader: TokenReader, options: DecodeOptions, path: () => string, keepPath: () => KeptPath) {
    this.reader = reader;
    this.defaults = options.defaults ?? false;
    this.#onDeviation = options.onDeviation;
    this.tolerant = options.onDeviation !== undefined;
    this.#maxIssues = options.maxIssues ?? defaultMaxIssues;
    this.maxExpected = options.maxExpected ?? 12;
    this.hints = options.hints === undefined ? undefined : new LocationHints(this, options.hints);
    this.#schema = options.schema;
    this.path = path;
    this.keepPath = keepPath;
  }

  report(id: string, message: string, detail: IssueDetail = {}): void {
    if (this.full) return;
    const { line, column } = this.reader.position(detail.offset ?? this.reader.offset);
    const path = detail.path ?? this.path();
    const { found, expected } = detail;
    this.#add({
      id,
      path,
      line,
      column,
      message,
      ...(found === undefined ? {} : { found }),
      ...(expected === undefined ? {} : { expected }),
    });
  }

  /** Reports the fault of a datatype. */
  reportFault({ rule, message, found, expected }: DatatypeFault, offset: number): void {
    this.report(rule, message, { found, expected, offset });
  }

  reportXmlError(error: XmlError): void {
    const { code: id, line, column, message } = error;
    this.issues.push({ id, path: this.path() || "/", line, column, message });
    this.full = true;
  }

  #add(issue: Issue): void {
    if (this.#onDeviation !== undefined) {
      this.deviation = issue;
      if (this.#deviations++ < this.#maxIssues) this.#onDeviation(issue);
      return;
    }
    this.issues.push(issue);
    if (this.issues.length >= this.#maxIssues) this.full = true;
  }

  findElement(clark: string): Declaration | undefined {
    const codec = this.#find((schema) => schema.elements[clark]);
    const table = codec?.["~table"];
    return table?.kind === "element" ? declarationOf(table) : undefined;
  }

  findType(clark: string): Codec | undefined {
    return this.#find((schema) => schema.types[clark]);
  }

  /** There is a schema, or the document can name one, so an unknown type is an error. */
  get knowsTypes(): boolean {
    return this.#schema !== undefined || this.hints !== undefined;
  }

  findAttribute(clark: string): AttributeCodec | undefined {
    return this.#find((schema) => schema.attributes[clark]);
  }

  #find<Found>(look: (schema: SchemaSet) => Found | undefined): Found | undefined {
    const found = this.#schema === undefined ? undefined : look(this.#schema);
    if (found !== undefined || this.hints === undefined) return found;
    this.#schema = this.hints.ask() ?? this.#schema;
    return this.#schema === undefined ? undefined : look(this.#schema);
  }

  /** Records the IDs and references in a valid value, and returns the number of IDs. XSD 1.0 Part 1 §3.15.5 (cvc-id) */
  noteReferences(datatype: Datatype, raw: string, owner: number): number {
    if (this.written !== undefined) return this.written.note(datatype, raw, this.reader);
    let ids = 0;
    eachIdentity(datatype, raw, this.reader, (kind, value) => {
      if (kind === "ID") {
        ids++;
        this.#noteId(value, owner);
      } else if (kind === "IDREF") this.#noteReference(value);
      else if (!this.reader.unparsedEntities.has(value)) {
        this.report("cvc-simple-type.2.1", `"${value}" is not a declared unparsed entity`, { found: value });
      }
    });
    return ids;
  }

  /** Records the references in the default of an absent attribute. The rule of ENTITY concerns only what is written. XSD 1.0 Part 1 §3.15.5 */
  noteDefault(datatype: Datatype, text: string): void {
    if (this.written !== undefined) {
      this.written.note(datatype, text, this.reader);
      return;
    }
    eachIdentity(datatype, text, this.reader, (kind, value) => {
      if (kind === "IDREF") this.#noteReference(value);
    });
  }

  /** Counts what is kept to the end of the document. */
  #countIdentity(): void {
    if (++this.#identities !== maxIdentities + 1) return;
    const message = `the document has more than ${maxIdentities} IDs and references to them`;
    this.issues.push({ id: "limit-identity", path: this.path(), ...this.reader.position(), message });
    this.full = true;
  }

  #noteId(value: string, owner: number): void {
    this.#countIdentity();
    const known = this.#ids.get(value);
    if (known === undefined) this.#ids.set(value, owner);
    else if (known !== owner) this.report("cvc-id.2", `ID "${value}" occurs twice`, { found: value });
  }

  #noteReference(id: string): void {
    this.#countIdentity();
    this.#references.push({ id, path: this.keepPath(), offset: this.reader.keepPlace() });
  }

  /** Reports references without an ID, at the end of the document. */
  checkReferences(): void {
    for (const { id, path, offset } of this.#references) {
      if (!this.#ids.has(id)) this.report("cvc-id.1", `there is no ID "${id}"`, { found: id, path: writePath(path), offset });
    }
  }
}
