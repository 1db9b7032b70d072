/**
 * The state of one value while it is written: its writer, its issues, and locations within it.
 */
import type { XmlWriteError } from "../../xml/errors.js";
import { defaultLimits } from "../../xml/limits.js";
import { findInternedName, makeName, type Name, parseClark } from "../../xml/names.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import type { Writer } from "../../xml/write/writer.js";
import type { SchemaSet } from "../codec.js";
import type { IdentityTracker } from "../identity/tracker.js";
import { defaultMaxIssues, type Issue } from "../issues.js";
import type { ContentBeside, EncodeOptions } from "../options.js";
import type { IsValidPart, PartOfDocument } from "../part-of-document.js";
import { WrittenReferences } from "../references.js";
import type { Child } from "./order-children.js";

/** A location in a value, linked from the innermost outwards. */
export interface ValueLocation {
  readonly parent: ValueLocation | undefined;
  readonly property: string;
  /** The index in the property's array; -1 if the property is not an array. */
  readonly index: number;
  /** The element's local name; "" for the value itself. */
  readonly element: string;
  /** The children among which it is counted, if its array index does not give its number among those with its name. */
  readonly siblings: readonly Child[] | undefined;
}

/** Details of an issue. */
interface IssueDetail {
  readonly found?: string;
  readonly expected?: string;
  readonly property?: string;
  readonly attribute?: string;
}

/** The state of one value, without its open elements. */
export class EncodeSession implements PartOfDocument {
  readonly writer: TokenWriter;
  /** The same writer, while generated code may write to it. */
  readonly generated: Writer | undefined;
  /** Formats qualified names in values. */
  readonly qname: (namespace: string, local: string) => string;
  readonly issues: Issue[] = [];
  /** Deviations are reported, and written as far as XML can hold them: `issues` has only what ends writing. */
  readonly tolerant: boolean;
  /** Takes content that goes beside the document. */
  readonly beside: ContentBeside | undefined;
  /** The limit of issues is reached. */
  full = false;
  /** Something is wrong with nodes, keys or references to them, which a decoder tells that reads the whole document. */
  needsDocument = false;
  /** Set while an element with identity constraints is open, and nothing needs the whole document. */
  tracker: IdentityTracker | undefined = undefined;
  /** Tells elements apart for the tracker: a number for each, in document order. */
  nextPlace = 0;
  /** Validates element nodes while they are written. */
  readonly isValidPart: IsValidPart;
  /** Declares what wildcards admit. */
  readonly schema: SchemaSet | undefined;
  #references: WrittenReferences | undefined;
  #nodeNames: Map<string, Name> | undefined;
  readonly #maxDepth: number;
  readonly #maxIssues: number;
  readonly #onDeviation: ((issue: Issue) => void) | undefined;
  #deviations = 0;

  constructor(writer: TokenWriter, options: EncodeOptions, isValidPart: IsValidPart, generated?: Writer) {
    this.writer = writer;
    this.isValidPart = isValidPart;
    this.generated = generated;
    this.schema = options.schema;
    this.#maxDepth = options.depth ?? defaultLimits.depth;
    this.qname = (namespace, local) => {
      const prefix = writer.qnamePrefix(namespace);
      return prefix === "" ? local : `${prefix}:${local}`;
    };
    this.beside = options.beside;
    this.#onDeviation = options.onDeviation;
    this.tolerant = options.onDeviation !== undefined;
    this.#maxIssues = options.maxIssues ?? defaultMaxIssues;
  }

  /** IDs and references of the document; made when there are some. */
  get references(): WrittenReferences {
    this.#references ??= new WrittenReferences();
    return this.#references;
  }

  /** The one object that a name of nodes has in this document, so that the writer knows its tags again. */
  nodeName(clark: string): Name {
    this.#nodeNames ??= new Map();
    let name = this.#nodeNames.get(clark);
    if (name === undefined) {
      const { namespace, local } = parseClark(clark);
      name = findInternedName(namespace, local) ?? makeName(namespace, local);
      this.#nodeNames.set(clark, name);
    }
    return name;
  }

  /** The written document is to be read, to check everything that a reader of it can. */
  readDocument(): void {
    this.needsDocument = true;
    this.tracker = undefined;
  }

  /** Tests if the written document must be read to find issues. */
  get isToBeRead(): boolean {
    return this.needsDocument || this.#references?.areWell() === false;
  }

  report(id: string, message: string, location: ValueLocation, detail: IssueDetail = {}): void {
    if (this.full) return;
    this.#add(this.#issue(id, message, location, detail));
  }

  #issue(id: string, message: string, location: ValueLocation, detail: IssueDetail): Issue {
    const { found, expected, property, attribute } = detail;
    return {
      id,
      path: `${pathOf(location)}${attribute === undefined ? "" : `/@${attribute}`}`,
      line: undefined,
      column: undefined,
      message,
      ...(found === undefined ? {} : { found }),
      ...(expected === undefined ? {} : { expected }),
      property: [...propertiesOf(location), ...(property === undefined ? [] : [property])],
    };
  }

  #add(issue: Issue): void {
    if (this.#onDeviation !== undefined) {
      if (this.#deviations++ < this.#maxIssues) this.#onDeviation(issue);
      return;
    }
    this.issues.push(issue);
    if (this.issues.length >= this.#maxIssues) this.full = true;
  }

  /** Reports a value that XML cannot represent, for instance a control character. */
  reportUnwritable(error: XmlWriteError, location: ValueLocation): void {
    this.#end("xml-not-well-formed", error.message, location);
  }

  /** Reports an element that is too deep, and ends writing. */
  endTooDeep(location: ValueLocation): void {
    this.#end("xml-limit-depth", `elements are nested deeper than ${this.#maxDepth}`, location);
  }

  /** Reports what ends writing, tolerant or not. */
  #end(id: string, message: string, location: ValueLocation): void {
    if (this.full) return;
    this.issues.push(this.#issue(id, message, location, {}));
    this.full = true;
  }
}

/** The path of a location: `/Order/Line[2]/Quantity`. */
export function pathOf(location: ValueLocation): string {
  let path = "";
  for (let at: ValueLocation | undefined = location; at !== undefined; at = at.parent) {
    if (at.element === "") continue;
    const position = positionOf(at);
    path = `/${at.element}${position > 0 ? `[${position}]` : ""}${path}`;
  }
  return path === "" ? "/" : path;
}

function positionOf({ index, siblings, property }: ValueLocation): number {
  if (siblings === undefined) return index + 1;
  const self = siblings.find((child) => child.property === property && child.index === index);
  let position = 0;
  for (const child of siblings) {
    if (child.member === self?.member) position++;
    if (child === self) break;
  }
  return index >= 0 || position > 1 ? position : 0;
}

function propertiesOf(location: ValueLocation): (string | number)[] {
  const properties: (string | number)[] = [];
  for (let at: ValueLocation | undefined = location; at?.parent !== undefined; at = at.parent) {
    if (at.index >= 0) properties.push(at.index);
    properties.push(at.property);
  }
  return properties.reverse();
}
