/**
 * Entries -> all documents of a contract: follows xs:include, xs:import, xs:redefine and wsdl:import with a worklist.
 *
 * Each document is loaded once for each namespace that it is included into. Nothing is fetched from the network: a location outside of the
 * host and the catalogue is not resolved, which XSD allows for imports (XSD 1.0 Part 1 §4.2.3, src-import).
 */
import { xmlNamespace } from "../../src/xml/names.js";
import type { Diagnostic, Report, Span } from "../diagnostics.js";
import type { Catalog } from "./catalog.js";
import type { LoadedDocuments, SchemaDocument, SchemaReference, WsdlDocument, WsdlImport } from "./documents.js";
import { type Host, resolvePath } from "./host.js";
import { wsdlNamespace, xsdNamespace } from "./names.js";
import { readDocument } from "./read-document.js";
import { attributeNamed, collapsedValue, type SourceDocument, type SourceElement } from "./source-element.js";
import { namespacesInParts, namespacesInSchema } from "./used-namespaces.js";

/** What loading needs. */
export interface LoadOptions {
  /** URIs of XML Schema and WSDL documents; together they form one contract. */
  readonly entries: readonly string[];
  readonly host: Host;
  readonly catalog: Catalog;
  readonly report: Report;
}

/** Loads a contract. An entry that cannot be read is reported as `load-unreadable` or `load-not-a-contract`. */
export function loadDocuments(options: LoadOptions): LoadedDocuments {
  return new Loader(options).load();
}

interface OpenSchemaDocument extends SchemaDocument {
  readonly references: SchemaReference[];
}

interface OpenWsdlDocument extends WsdlDocument {
  readonly imports: WsdlImport[];
}

/** An import that names no location, or one that leads nowhere: some other document may have the namespace. */
interface OpenImport {
  readonly from: OpenSchemaDocument;
  readonly element: SourceElement;
  readonly namespace: string;
}

class Loader {
  readonly #options: LoadOptions;
  readonly #trees = new Map<string, SourceDocument | undefined>();
  readonly #schemas = new Map<string, OpenSchemaDocument>();
  readonly #wsdls = new Map<string, OpenWsdlDocument>();
  readonly #schemaDocuments: OpenSchemaDocument[] = [];
  /** The first document of each namespace. */
  readonly #byNamespace = new Map<string, OpenSchemaDocument>();
  readonly #pending: (() => void)[] = [];
  readonly #openImports: OpenImport[] = [];

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  load(): LoadedDocuments {
    for (const entry of this.#options.entries) this.#loadEntry(entry);
    this.#drain();
    this.#settleOpenImports();
    this.#loadUnimported();
    return { schemaDocuments: this.#schemaDocuments, wsdlDocuments: [...this.#wsdls.values()] };
  }

  #drain(): void {
    for (let index = 0; index < this.#pending.length; index++) this.#pending[index]?.();
    this.#pending.length = 0;
  }

  #loadEntry(entry: string): void {
    const uri = this.#options.catalog.locations.get(entry) ?? entry;
    const tree = this.#tree(uri);
    if (tree === undefined) {
      // What is not well-formed has been reported with its place.
      if (!this.#trees.has(uri)) this.#report("load-unreadable", `"${entry}" cannot be read${this.#reason(uri)}`, undefined);
    } else if (isSchema(tree.root)) this.#schema(tree.root, uri, collapsedValue(tree.root, "targetNamespace") ?? "");
    else if (isDefinitions(tree.root)) this.#wsdl(tree);
    else this.#report("load-not-a-contract", `${describe(tree.root)} is neither a schema nor a WSDL document`, tree.root.at);
  }

  /** Undefined if there is no such document, or if it is not well-formed, which has been reported; the latter is remembered. */
  #tree(uri: string): SourceDocument | undefined {
    const known = this.#trees.get(uri);
    if (known !== undefined || this.#trees.has(uri)) return known;
    const bytes = this.#options.host.readDocument(uri);
    if (bytes === undefined) return undefined;
    const tree = readDocument(bytes, uri, this.#options.report);
    this.#trees.set(uri, tree);
    return tree;
  }

  #schema(root: SourceElement, uri: string, targetNamespace: string): OpenSchemaDocument {
    const key = `${root.at.offset} ${targetNamespace} ${uri}`;
    const known = this.#schemas.get(key);
    if (known !== undefined) return known;
    const chameleon = attributeNamed(root, "targetNamespace") === undefined && targetNamespace !== "";
    const document: OpenSchemaDocument = { uri, root, targetNamespace, chameleon, references: [] };
    this.#schemas.set(key, document);
    this.#schemaDocuments.push(document);
    if (!this.#byNamespace.has(targetNamespace)) this.#byNamespace.set(targetNamespace, document);
    this.#pending.push(() => this.#followReferences(document));
    return document;
  }

  #followReferences(document: OpenSchemaDocument): void {
    for (const element of document.root.children) {
      if (element.namespace !== xsdNamespace) continue;
      if (element.local === "import") this.#followImport(document, element);
      else if (element.local === "include" || element.local === "redefine") this.#followInclusion(document, element, element.local);
    }
  }

  /** XSD 1.0 Part 1 §4.2.1 (src-include) and §4.2.2 (src-redefine) */
  #followInclusion(from: OpenSchemaDocument, element: SourceElement, kind: "include" | "redefine"): void {
    const location = collapsedValue(element, "schemaLocation");
    // Reading the schema reports the missing attribute.
    if (location === undefined) return;
    const tree = this.#locate(from.uri, location);
    let document: OpenSchemaDocument | undefined;
    if (tree === undefined) this.#sayUnresolved(kind, element, location);
    else if (!isSchema(tree.root)) {
      this.#report(
        kind === "include" ? "src-include.1" : "src-redefine.2",
        `"${location}" is ${describe(tree.root)}, not a schema`,
        element.at,
        tree.root.at,
      );
    } else {
      const own = collapsedValue(tree.root, "targetNamespace");
      if (own !== undefined && own !== from.targetNamespace) {
        const message = `"${location}" has the target namespace "${own}", expected ${quoteNamespace(from.targetNamespace)}`;
        this.#report(kind === "include" ? "src-include.2.1" : "src-redefine.3.1", message, element.at, tree.root.at);
        if (kind === "include") {
          // The author must have meant an import.
          from.references.push({ kind: "import", element, namespace: own, document: this.#schema(tree.root, tree.uri, own) });
          return;
        }
      } else document = this.#schema(tree.root, tree.uri, from.targetNamespace);
    }
    from.references.push({ kind, element, namespace: from.targetNamespace, document });
  }

  #sayUnresolved(kind: "include" | "redefine", element: SourceElement, location: string): void {
    if (this.#isMalformed(element, location)) return;
    if (kind === "redefine" && element.children.some((child) => child.local !== "annotation")) {
      this.#report("src-redefine.2", `"${location}" cannot be read, so that nothing in it can be redefined`, element.at);
    } else {
      const reason = this.#reason(this.#uriOf(element.at.uri, location));
      this.#report("load-missing", `"${location}" cannot be read${reason}`, element.at, undefined, "warning");
    }
  }

  /** XSD 1.0 Part 1 §4.2.3 (src-import) */
  #followImport(from: OpenSchemaDocument, element: SourceElement): void {
    const namespace = collapsedValue(element, "namespace");
    if (namespace === undefined && from.targetNamespace === "") {
      this.#report("src-import.1.2", "an import without namespace needs a schema with a target namespace around it", element.at);
    } else if (namespace !== undefined && namespace === from.targetNamespace) {
      this.#report("src-import.1.1", `the schema imports its own target namespace "${namespace}"`, element.at);
    }
    const location = collapsedValue(element, "schemaLocation");
    const tree = location === undefined ? undefined : this.#locate(from.uri, location);
    // schemaLocation="" or "#types" in a schema of a WSDL document means a schema beside it.
    const beside = tree !== undefined && tree.uri === from.uri && tree.root !== from.root;
    if (tree === undefined || beside) {
      this.#openImports.push({ from, element, namespace: namespace ?? "" });
      return;
    }
    const document = this.#importedDocument(element, tree, namespace);
    from.references.push({ kind: "import", element, namespace: namespace ?? "", document });
  }

  #importedDocument(element: SourceElement, tree: SourceDocument, namespace: string | undefined): OpenSchemaDocument | undefined {
    if (!isSchema(tree.root)) return this.#schemaInside(element, tree, namespace);
    const found = collapsedValue(tree.root, "targetNamespace");
    if (found !== namespace) {
      const message = `"${tree.uri}" has ${found === undefined ? "no target namespace" : `the target namespace "${found}"`}, expected ${quoteNamespace(namespace)}`;
      this.#report(namespace === undefined ? "src-import.3.2" : "src-import.3.1", message, element.at, tree.root.at);
    }
    return this.#schema(tree.root, tree.uri, found ?? "");
  }

  /** An import that leads to a WSDL document means the schema with that namespace in it. */
  #schemaInside(element: SourceElement, tree: SourceDocument, namespace: string | undefined): OpenSchemaDocument | undefined {
    const types = isDefinitions(tree.root) ? tree.root.children.filter(({ local }) => local === "types") : [];
    const inside = types
      .flatMap(({ children }) => children)
      .find((child) => isSchema(child) && collapsedValue(child, "targetNamespace") === namespace);
    this.#options.report({
      id: "src-import.2",
      severity: "error",
      message: `"${tree.uri}" is ${describe(tree.root)}, not a schema`,
      at: element.at,
      related: [{ message: "the document", at: tree.root.at }],
      ...(inside === undefined ? {} : { harmless: true as const }),
    });
    return inside && this.#schema(inside, tree.uri, namespace ?? "");
  }

  /** Imports by namespace alone: a document that was loaded anyway, else the catalogue's. */
  #settleOpenImports(): void {
    for (let open = this.#openImports.shift(); open !== undefined; open = this.#openImports.shift()) {
      const { from, element, namespace } = open;
      const document = this.#byNamespace.get(namespace) ?? this.#catalogued(namespace, element);
      this.#drain();
      from.references.push({ kind: "import", element, namespace, document });
      const location = collapsedValue(element, "schemaLocation");
      if (document === undefined && location !== undefined && !this.#isMalformed(element, location)) {
        this.#report(
          "load-missing",
          `"${location}" cannot be read${this.#reason(this.#uriOf(from.uri, location))}`,
          element.at,
          undefined,
          "warning",
        );
      }
    }
  }

  /**
   * Loads the catalogue's documents for namespaces that are used but not imported. A WSDL document needs no more than that; that a schema
   * must import them is reported when its references are resolved.
   */
  #loadUnimported(): void {
    const load = (namespaces: ReadonlySet<string>, root: SourceElement): void => {
      for (const namespace of namespaces) {
        if (namespace === xmlNamespace || this.#byNamespace.has(namespace)) continue;
        this.#catalogued(namespace, root);
        this.#drain();
        this.#settleOpenImports();
      }
    };
    for (const { root } of this.#wsdls.values()) load(namespacesInParts(root), root);
    for (const { root } of this.#schemaDocuments) load(namespacesInSchema(root), root);
  }

  #catalogued(namespace: string, element: SourceElement): OpenSchemaDocument | undefined {
    const uri = this.#options.catalog.namespaces.get(namespace);
    const tree = uri === undefined ? undefined : this.#tree(uri);
    return tree === undefined ? undefined : this.#importedDocument(element, tree, namespace);
  }

  #locate(base: string, location: string): SourceDocument | undefined {
    return this.#tree(this.#uriOf(base, location));
  }

  #uriOf(base: string, location: string): string {
    const { catalog, host } = this.#options;
    const resolved = host.resolveUri(base, location);
    const origin = catalog.bases.get(resolvePath("", base));
    const fetched = origin === undefined ? undefined : catalog.locations.get(resolvePath(origin, location));
    return fetched ?? catalog.locations.get(location) ?? catalog.locations.get(resolved) ?? resolved;
  }

  /** Why a document cannot be read, as far as the host can say. */
  #reason(uri: string): string {
    const reason = this.#options.host.explain?.(uri);
    return reason === undefined ? "" : `: ${reason}`;
  }

  #isMalformed(element: SourceElement, location: string): boolean {
    return this.#trees.has(this.#uriOf(element.at.uri, location));
  }

  #wsdl(tree: SourceDocument): OpenWsdlDocument {
    const known = this.#wsdls.get(tree.uri);
    if (known !== undefined) return known;
    const targetNamespace = collapsedValue(tree.root, "targetNamespace") ?? "";
    const document: OpenWsdlDocument = { uri: tree.uri, root: tree.root, targetNamespace, imports: [] };
    this.#wsdls.set(tree.uri, document);
    this.#pending.push(() => this.#followWsdl(document));
    return document;
  }

  #followWsdl(document: OpenWsdlDocument): void {
    for (const element of document.root.children) {
      if (element.namespace !== wsdlNamespace) continue;
      if (element.local === "import") this.#followWsdlImport(document, element);
      if (element.local !== "types") continue;
      for (const schema of element.children) {
        if (isSchema(schema)) this.#schema(schema, document.uri, collapsedValue(schema, "targetNamespace") ?? "");
      }
    }
  }

  /** WSDL 1.1 §2.1.1 */
  #followWsdlImport(from: OpenWsdlDocument, element: SourceElement): void {
    const namespace = collapsedValue(element, "namespace") ?? "";
    const location = collapsedValue(element, "location");
    const tree = location === undefined ? undefined : this.#locate(from.uri, location);
    let document: WsdlDocument | SchemaDocument | undefined;
    if (tree === undefined) {
      const message =
        location === undefined
          ? 'a wsdl:import needs a "location"'
          : `"${location}" cannot be read${this.#reason(this.#uriOf(from.uri, location))}`;
      if (location === undefined || !this.#isMalformed(element, location)) this.#report("load-missing", message, element.at);
    } else if (isDefinitions(tree.root)) document = this.#wsdl(tree);
    else if (isSchema(tree.root)) document = this.#schema(tree.root, tree.uri, collapsedValue(tree.root, "targetNamespace") ?? "");
    else this.#report("load-not-a-contract", `${describe(tree.root)} is neither a schema nor a WSDL document`, element.at, tree.root.at);
    from.imports.push({ element, namespace, document });
  }

  #report(id: string, message: string, at: Span | undefined, there?: Span, severity: Diagnostic["severity"] = "error"): void {
    this.#options.report({ id, severity, message, at, related: there === undefined ? [] : [{ message: "the document", at: there }] });
  }
}

function isSchema(element: SourceElement): boolean {
  return element.local === "schema" && element.namespace === xsdNamespace;
}

function isDefinitions(element: SourceElement): boolean {
  return element.local === "definitions" && element.namespace === wsdlNamespace;
}

function describe(element: SourceElement): string {
  return element.namespace === "" ? `an element "${element.local}"` : `an element "${element.local}" of "${element.namespace}"`;
}

function quoteNamespace(namespace: string | undefined): string {
  return namespace === undefined || namespace === "" ? "none" : `"${namespace}"`;
}
