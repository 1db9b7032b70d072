/**
 * What the SOAP encoding needs to know of compiled types.
 */
import { parseClark } from "../../xml/names.js";
import type { Codec } from "../codec.js";
import { refer } from "../compile/compile-type.js";
import type { CompiledType, Declaration, Member } from "../compile/compiled-type.js";
import type { XmlElement } from "../shapes.js";
import { xsiNames } from "../xsi-names.js";

const arrayType = "{http://schemas.xmlsoap.org/soap/encoding/}Array";

/** The declaration of an element that stands alone. */
export function declarationOfElement(codec: Codec): Declaration {
  const [member] = refer(codec["~table"]).members;
  if (member === undefined) throw new Error("internal: a message without a declaration");
  return member.declaration;
}

/** The declaration of the items, if the type is an array of the encoding with a type of its own. */
export function itemsOf(type: CompiledType): Declaration | undefined {
  if (type.name === arrayType || !derivesFromArray(type)) return undefined;
  return type.particles[0]?.members[0]?.declaration;
}

/**
 * The declaration of the items in a row, if an array with these items has a dimension within: its rows are arrays that are always there, and have no type
 * of their own.
 */
export function itemsOfRow({ nillable, type }: Declaration): Declaration | undefined {
  return nillable || typeNameOf(type) !== undefined ? undefined : itemsOf(type);
}

function derivesFromArray(type: CompiledType): boolean {
  for (let base = type.base; base !== undefined; base = base.base) if (base.name === arrayType) return true;
  return false;
}

/** The type that xsi:type names, of those that may stand for the declared one. */
export function namedTypeOf(node: XmlElement, { hierarchy }: Declaration): CompiledType | undefined {
  const name = hierarchy && typeNameIn(node);
  return name === undefined ? undefined : hierarchy?.members.get(name)?.type;
}

/** The Clark name that xsi:type says. */
export function typeNameIn({ attributes, namespaces }: XmlElement): string | undefined {
  return clarkNameIn(attributes[xsiNames.type.clark]?.trim(), namespaces);
}

/** The Clark name of a QName in an attribute. */
export function clarkNameIn(text: string | undefined, namespaces: XmlElement["namespaces"]): string | undefined {
  if (text === undefined) return undefined;
  const [, prefix = "", local = text] = /^(?:([^:]*):)?(.*)$/s.exec(text) ?? [];
  const namespace = namespaces[prefix] ?? "";
  return namespace === "" ? local : `{${namespace}}${local}`;
}

/** The name that xsi:type says: the type's own, or that of the nearest base of an anonymous simple type. Undefined if no base has a name. */
export function typeNameOf(type: CompiledType): string | undefined {
  for (let datatype = type.simple ? type.datatype : undefined; datatype !== undefined; datatype = datatype.base) {
    if (datatype.name !== undefined && isOwnName(datatype.name)) return datatype.name;
  }
  return !type.simple && isOwnName(type.name) ? type.name : undefined;
}

/** Anonymous types are named by a path. */
function isOwnName(clark: string): boolean {
  const { local } = parseClark(clark);
  return !local.includes("/");
}

/** The members of a type by their local names, which is how accessors are known. */
export function membersByLocalName(type: CompiledType): ReadonlyMap<string, Member> {
  const found = new Map<string, Member>();
  for (const { members } of type.particles) {
    for (const member of members) {
      const { local } = member.declaration.name;
      if (!found.has(local)) found.set(local, member);
    }
  }
  return found;
}

export function elementsIn(node: XmlElement): readonly XmlElement[] {
  return node.children.filter((child) => typeof child !== "string");
}

export function localName(clark: string): string {
  return clark.slice(clark.lastIndexOf("}") + 1);
}
