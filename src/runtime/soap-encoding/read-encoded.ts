/**
 * An encoded message -> a document as its schema has it, and its value. SOAP 1.1 §5, SOAP 1.2 Part 2 §3
 *
 * References are replaced by what they refer to, members are put into the order of their type, items get the name of their array's items, and what the
 * encoding alone means goes. What is left is read like any literal document, and so refused where it does not conform.
 */

import { parseClark } from "../../xml/names.js";
import type { Codec } from "../codec.js";
import { type CompiledType, ContentKind, type Declaration, type Member } from "../compile/compiled-type.js";
import { type DecodeResult, tryDecode } from "../decode.js";
import { encode } from "../encode.js";
import type { DecodeOptions } from "../options.js";
import type { XmlElement } from "../shapes.js";
import { unknownElement } from "../unknown-element.js";
import { xsiNames } from "../xsi-names.js";
import { ArrayItems } from "./array-items.js";
import {
  clarkNameIn,
  declarationOfElement,
  elementsIn,
  itemsOf,
  localName,
  membersByLocalName,
  namedTypeOf,
  typeNameIn,
  typeNameOf,
} from "./compiled-types.js";
import { EncodingError, type EncodingStyle, encodingIssue } from "./style.js";
import { ValueGraph } from "./value-graph.js";

/** Elements that a message may grow to beyond a multiple of its own, by references and by arrays with gaps. */
const freeElements = 20_000;
const mostGrowth = 2;
const mostDepth = 200;

const rpcNamespace = "{http://www.w3.org/2003/05/soap-rpc}";

export interface EncodedMessage {
  /** The element that the codec describes. */
  readonly root: XmlElement;
  /** All elements of the body: values may stand beside the root. */
  readonly body: readonly XmlElement[];
  readonly style: EncodingStyle;
  /** The name of the value that an answer gives first means nothing. SOAP 1.1 §7.1 */
  readonly isAnswer: boolean;
}

/** Reads an encoded message. */
export function readEncoded<T, O>(codec: Codec<T, O>, message: EncodedMessage, options: DecodeOptions = {}): DecodeResult<O> {
  let plain: XmlElement;
  try {
    plain = new Unfolder(message).root(message, declarationOfElement(codec));
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { ok: false, issues: [encodingIssue(message.root.name, error)] };
  }
  const result = tryDecode(codec, encode(unknownElement, plain), options);
  // Lines and columns are those of a document that nobody has seen.
  return result.ok ? result : { ok: false, issues: result.issues.map((issue) => ({ ...issue, line: undefined, column: undefined })) };
}

/** Tests if a value says that it is of a codec's type, or of one that may stand for it. */
export function saysTypeOf(codec: Codec, { root, body, style }: Omit<EncodedMessage, "isAnswer">): boolean {
  const { type, hierarchy } = declarationOfElement(codec);
  const value = referredTo(root, body, style);
  const named = typeNameIn(value);
  return named !== undefined && (named === type.name || hierarchy?.members.has(named) === true);
}

/** The value that an element refers to, or the element itself. */
function referredTo(root: XmlElement, body: readonly XmlElement[], style: EncodingStyle): XmlElement {
  try {
    return new ValueGraph(body, style).target(root) ?? root;
  } catch (error) {
    if (error instanceof EncodingError) return root;
    throw error;
  }
}

class Unfolder {
  readonly #graph: ValueGraph;
  readonly #style: EncodingStyle;
  readonly #arrays: ArrayItems;
  readonly #most: number;
  /** The values that are being unfolded. */
  readonly #open = new Set<XmlElement>();
  #count = 0;

  constructor({ body, style }: EncodedMessage) {
    this.#style = style;
    this.#graph = new ValueGraph(body, style);
    this.#arrays = new ArrayItems(style, () => this.#grow());
    this.#most = freeElements + mostGrowth * this.#graph.size;
  }

  root({ root, isAnswer }: EncodedMessage, declaration: Declaration): XmlElement {
    return this.#value(isAnswer ? withNamedResult(root, declaration.type) : root, declaration.name.clark, declaration);
  }

  /** The value of an element, under the name that its declaration has. */
  #value(node: XmlElement, name: string, declaration: Declaration): XmlElement {
    return this.#unfolded(node, (value) => this.#typed(value, name, declaration));
  }

  /** An item of an array that may say the type of its items. SOAP 1.1 §5.4.2, SOAP 1.2 Part 2 §3.1.4.1 */
  #item(node: XmlElement, item: Declaration, itemType: string | undefined): XmlElement {
    const says = itemType !== undefined && itemType !== typeNameOf(item.type);
    return this.#unfolded(node, (value) => this.#typed(says ? withType(value, itemType) : value, item.name.clark, item));
  }

  /** Does something with the value of an element, wherever it stands. */
  #unfolded(node: XmlElement, use: (value: XmlElement) => XmlElement): XmlElement {
    this.#grow();
    const target = this.#graph.target(node);
    const value = target ?? node;
    if (this.#open.has(value)) throw new EncodingError("a value contains itself");
    if (this.#open.size > mostDepth) throw new EncodingError(`values are nested deeper than ${mostDepth}`);
    this.#open.add(value);
    // A value that was referred to may be a reference itself.
    const unfolded = target?.attributes[this.#style.reference] === undefined ? use(value) : this.#unfolded(value, use);
    this.#open.delete(value);
    return unfolded;
  }

  #grow(): void {
    if (++this.#count > this.#most) throw new EncodingError(`references make more than ${this.#most} elements of the message`);
  }

  #typed(value: XmlElement, name: string, declaration: Declaration): XmlElement {
    const node = name.startsWith("{") ? value : withoutDefaultNamespace(value);
    const { namespaces } = node;
    if (isNil(node)) return nil(name);
    const named = namedTypeOf(node, declaration);
    const type = named ?? declaration.type;
    if (type.open) return this.#anything(node, name);
    // Encoded values say the type that is declared, too.
    const typeName = type === declaration.type ? {} : pick(node, xsiNames.type.clark);
    if (type.simple) return { name, namespaces, attributes: typeName, children: node.children };
    const items = itemsOf(type);
    if (items !== undefined) {
      const itemType = clarkNameIn(this.#style.itemTypeIn(node.attributes), value.namespaces);
      const children = this.#arrays.read(node, items, (child, item) => this.#item(child, item, itemType));
      return { name, namespaces, attributes: typeName, children };
    }
    const attributes = { ...this.#ownAttributes(node), ...typeName };
    const children = type.content === ContentKind.simple ? node.children : this.#members(node, type);
    return { name, namespaces, attributes, children };
  }

  /** A value of any type, with what it refers to. */
  #anything(value: XmlElement, name: string): XmlElement {
    const node = name.startsWith("{") ? value : withoutDefaultNamespace(value);
    const children = node.children.map((child) =>
      typeof child === "string" ? child : this.#unfolded(child, (value) => this.#anything(value, child.name)),
    );
    return { ...node, name, attributes: { ...this.#ownAttributes(node), ...pick(node, xsiNames.type.clark) }, children };
  }

  /** The attributes that the encoding says nothing about. */
  #ownAttributes({ attributes }: XmlElement): Record<string, string> {
    const { id, reference, namespace } = this.#style;
    const isForeign = (name: string) =>
      name === id ||
      name === reference ||
      name === xsiNames.type.clark ||
      name.startsWith(`{${namespace}}`) ||
      name.endsWith("}encodingStyle");
    return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isForeign(name)));
  }

  /**
   * The members of a struct, in the order of its type if that has one. Those that are absent are nil where they may be. SOAP 1.1 §5.1, rule 9
   */
  #members(node: XmlElement, type: CompiledType): readonly XmlElement[] {
    const members = membersByLocalName(type);
    const byName = new Map<string, XmlElement[]>([...members.keys()].map((local) => [local, []]));
    const asTheyCame: XmlElement[] = [];
    const unknown: XmlElement[] = [];
    for (const child of elementsIn(node)) {
      // What SOAP 1.2 Part 2 §4.2.1 adds to answers: the name of the value that is the result.
      if (child.name.startsWith(rpcNamespace)) continue;
      const declaration = members.get(localName(child.name))?.declaration;
      if (declaration === undefined) unknown.push(child);
      else {
        const value = this.#value(child, declaration.name.clark, declaration);
        asTheyCame.push(value);
        byName.get(declaration.name.local)?.push(value);
      }
    }
    const isOrdered = type.layout.kind === "sequence";
    const inOrder = [...byName].flatMap(([local, values]) => {
      if (values.length === 0) return absent(type, local, members.get(local));
      return isOrdered ? values : [];
    });
    return isOrdered ? [...inOrder, ...unknown] : [...asTheyCame, ...inOrder, ...unknown];
  }
}

/** What stands for a member that is not there: nil, if it is required and may be nil. */
function absent({ layout }: CompiledType, local: string, member: Member | undefined): readonly XmlElement[] {
  if (member?.declaration.nillable !== true || layout.kind === "choice" || layout.min === 0) return [];
  for (const row of layout.kind === "row" ? [layout] : layout.children) {
    if (row.kind !== "row" || row.min === 0 || row.row.kind !== "particle") continue;
    if (row.row.particle.members.some(({ declaration }) => declaration.name.local === local)) return [nil(member.declaration.name.clark)];
  }
  return [];
}

function nil(name: string): XmlElement {
  return { name, namespaces: {}, attributes: { [xsiNames.nil.clark]: "true" }, children: [] };
}

/** An element that gets a name without a namespace cannot have a default one: the type that it names so gets a prefix. */
function withoutDefaultNamespace(node: XmlElement): XmlElement {
  const { "": namespace = "", ...others } = node.namespaces;
  if (namespace === "") return node;
  const type = node.attributes[xsiNames.type.clark]?.trim();
  if (type === undefined || type.includes(":")) return { ...node, namespaces: others };
  return saying({ ...node, namespaces: others }, `{${namespace}}${type}`);
}

/** An element that says a type, if it does not say one itself. */
function withType(node: XmlElement, clark: string): XmlElement {
  return typeNameIn(node) === undefined ? saying(node, clark) : node;
}

/** An element that says a type, with a prefix of its own. */
function saying(node: XmlElement, clark: string): XmlElement {
  const { namespace, local } = parseClark(clark);
  if (namespace === "") return { ...node, attributes: { ...node.attributes, [xsiNames.type.clark]: local } };
  let prefix = "types";
  while (Object.hasOwn(node.namespaces, prefix)) prefix += "_";
  const attributes = { ...node.attributes, [xsiNames.type.clark]: `${prefix}:${local}` };
  return { ...node, attributes, namespaces: { ...node.namespaces, [prefix]: namespace } };
}

function isNil({ attributes }: XmlElement): boolean {
  return /^\s*(?:true|1)\s*$/.test(attributes[xsiNames.nil.clark] ?? "");
}

function pick({ attributes }: XmlElement, name: string): Record<string, string> {
  const value = attributes[name];
  return value === undefined ? {} : { [name]: value };
}

/** The first child of an answer gets the name of the first part if no part has its own. */
function withNamedResult(root: XmlElement, type: CompiledType): XmlElement {
  const members = membersByLocalName(type);
  const [first] = elementsIn(root).filter(({ name }) => !name.startsWith(rpcNamespace));
  const result = type.particles[0]?.members[0];
  if (first === undefined || result === undefined || members.has(localName(first.name))) return root;
  const isThere = elementsIn(root).some(({ name }) => localName(name) === result.declaration.name.local);
  if (isThere) return root;
  return { ...root, children: root.children.map((child) => (child === first ? { ...first, name: result.declaration.name.clark } : child)) };
}
