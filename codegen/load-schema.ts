/**
 * Any schema at run time, on the very tables that would be generated from it.
 */

import type { ByteSource } from "../src/runtime/byte-source.js";
import type { ElementCodec, SchemaSet } from "../src/runtime/codec.js";
import { sharedCode } from "../src/runtime/decode/shared-code.js";
import { validateDocument } from "../src/runtime/decode.js";
import { validateStream } from "../src/runtime/decode-each.js";
import { validateValue } from "../src/runtime/encode.js";
import type { Issue } from "../src/runtime/issues.js";
import type { DecodeOptions, SchemaLocationHint, SchemaLocations } from "../src/runtime/options.js";
import { provideValidation } from "../src/runtime/standard.js";
import { documentTypes } from "../src/xml/doctype/doctype-reader.js";
import type { Limits } from "../src/xml/limits.js";
import { type ContractOptions, readSchemaContract, type SchemaContract } from "./contract.js";
import type { Diagnostic } from "./diagnostics.js";
import { type Converters, LivePlan } from "./emit/live.js";
import { fileHost, fileIdentity } from "./load/file-host.js";
import { lower } from "./lower/lower.js";
import { converterFaults, type MappingChoices } from "./lower/types/mapping.js";

// Codecs of loaded schemas validate values as Standard Schema, which is the encoder's work.
provideValidation(validateValue);

export interface LoadSchemaOptions extends Pick<ContractOptions, "entries" | "catalog" | "lenient"> {
  /** Follows xsi:schemaLocation of documents, to local files only. */
  readonly schemaLocationHints?: boolean;
  /** Documents may have a document type declaration with an internal subset. */
  readonly doctype?: boolean;
  /**
   * Converters of your own, by "xs:decimal" for a built-in type and "{urn:shop}Price" for one of the schema: what `mapping.types` of the
   * configuration is for generated code.
   */
  readonly converters?: Converters;
  /** TypeScript types other than the usual ones, as the configuration chooses them for generated code. */
  readonly mapping?: MappingChoices;
}

export interface ValidateOptions {
  /** Where the document is: hints are relative to it. */
  readonly baseUri?: string;
  readonly limits?: Partial<Limits>;
}

/** A schema that is ready for use. */
export interface LoadedSchema {
  /** The schema conforms. */
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** All global elements by Clark name; empty where the schema does not conform. */
  readonly documents: Readonly<Record<string, ElementCodec>>;
  /**
   * Everything global, as a generated index.ts exports it: `decode(documents[name], xml, { schema })` knows all types that xsi:type may name,
   * and checks what wildcards let in. Undefined where the schema does not conform.
   */
  readonly schema: SchemaSet | undefined;
  /** Validates a document; an empty list means that it is valid. */
  validate(xml: Uint8Array | string | Iterable<Uint8Array>, options?: ValidateOptions): Issue[];
  /** Validates a document while it arrives, in memory that does not grow with it. */
  validateStream(source: ByteSource, options?: ValidateOptions): Promise<Issue[]>;
}

/** Loads a schema. It throws neither for a bad schema nor for a bad document. */
export async function loadSchema(options: LoadSchemaOptions): Promise<LoadedSchema> {
  const loader = new Loader(options);
  const entries = loader.load(options.entries);
  const { ok, diagnostics } = entries;
  if (!ok) return unusableSchema(diagnostics);
  const optionsFor = ({ baseUri = "", limits }: ValidateOptions): DecodeOptions => ({
    doctype: options.doctype === true && documentTypes,
    ...(limits !== undefined && { limits }),
    ...(options.schemaLocationHints === true && { hints: loader.locationsFor(baseUri, entries) }),
  });
  return usableSchema(diagnostics, () => entries.set, optionsFor);
}

/** A schema that conforms. Its tables are made when they are first asked for: who only wants to know if a schema conforms needs none. */
export function usableSchema(
  diagnostics: readonly Diagnostic[],
  set: () => SchemaSet,
  optionsFor: (given: ValidateOptions) => DecodeOptions,
): LoadedSchema & { readonly schema: SchemaSet } {
  return {
    ok: true,
    diagnostics,
    get documents() {
      return set().elements;
    },
    get schema() {
      return set();
    },
    validate: (xml, given = {}) => [...validateDocument(set(), xml, optionsFor(given))],
    validateStream: async (source, given = {}) => [...(await validateStream(set(), source, optionsFor(given)))],
  };
}

/** A schema and what follows from it, made when it is first asked for. */
class Loaded {
  readonly #options: LoadSchemaOptions;
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Components until there are tables: they would keep the trees of all documents in memory. */
  #schema: SchemaContract | SchemaSet;
  readonly #uris: readonly string[];
  #files: ReadonlySet<string> | undefined;

  constructor(contract: SchemaContract, options: LoadSchemaOptions) {
    const { ok, schema, diagnostics, documents } = contract;
    const faults = ok ? converterFaults(Object.keys(options.converters ?? {}), schema) : [];
    this.#schema = contract;
    this.#options = options;
    this.#uris = documents.schemaDocuments.map(({ uri }) => uri);
    this.ok = ok && faults.length === 0;
    this.diagnostics = [...diagnostics, ...faults];
  }

  /** The tables, where there are no errors. */
  get set(): SchemaSet {
    if ("documents" in this.#schema) this.#schema = schemaSetOf(this.#schema, this.#options.converters, this.#options.mapping);
    return this.#schema;
  }

  /** The identities of its schema documents. */
  get files(): ReadonlySet<string> {
    this.#files ??= new Set(this.#uris.map(fileIdentity));
    return this.#files;
  }
}

class Loader {
  readonly #options: LoadSchemaOptions;
  readonly #host = fileHost();
  readonly #extended = new Map<string, Loaded>();

  constructor(options: LoadSchemaOptions) {
    this.#options = options;
  }

  load(entries: readonly string[]): Loaded {
    return new Loaded(readSchemaContract({ ...this.#options, entries, host: this.#host }), this.#options);
  }

  /**
   * Follows the hints of one document: each time the schema with all that were met so far. Hints that lead to no sound schema stay hints.
   * XSD 1.0 Part 1 §4.3.2
   */
  locationsFor(baseUri: string, entries: Loaded): SchemaLocations {
    const followed: string[] = [];
    let current = entries;
    const uriOf = ({ location }: SchemaLocationHint) => this.#host.resolveUri(baseUri, location);
    const isLoaded = (uri: string) => current.files.has(fileIdentity(uri));
    return {
      has: (hint) => isLoaded(uriOf(hint)),
      read: (hints) => {
        const further = hints
          .map(uriOf)
          .filter((uri) => !followed.includes(uri) && !isLoaded(uri) && this.#host.readDocument(uri) !== undefined);
        if (further.length === 0) return undefined;
        followed.push(...further);
        const extended = this.#extendedBy(followed);
        if (!extended.ok) return undefined;
        current = extended;
        return extended.set;
      },
    };
  }

  #extendedBy(uris: readonly string[]): Loaded {
    const key = uris.join("\n");
    const known = this.#extended.get(key);
    if (known !== undefined) return known;
    const extended = this.load([...new Set([...this.#options.entries, ...uris])]);
    this.#extended.set(key, extended);
    return extended;
  }
}

/** The tables that would be generated, in memory. */
export function schemaSetOf(
  { schema, bindings, isAmbiguous }: Pick<SchemaContract, "schema" | "bindings" | "isAmbiguous">,
  converters: Converters = {},
  mapping: MappingChoices = {},
): SchemaSet {
  const types = Object.fromEntries(Object.keys(converters).map((name) => [name, { module: "in memory", name }]));
  return new LivePlan(lower(schema, { bindings, isAmbiguous, mapping: { ...mapping, types } }), sharedCode, converters).schemaSet();
}

/** A schema with errors: no document is valid. */
export function unusableSchema(diagnostics: readonly Diagnostic[]): LoadedSchema {
  const first = diagnostics.find(({ severity }) => severity === "error");
  const message = `the schema does not conform: ${first?.message ?? "unknown"}`;
  const issue: Issue = { id: "schema-not-usable", path: "/", line: undefined, column: undefined, message };
  return { ok: false, diagnostics, documents: {}, schema: undefined, validate: () => [issue], validateStream: async () => [issue] };
}
