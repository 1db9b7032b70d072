/**
 * xsi:type and xsi:nil of an element -> its type, and whether it is nil. XSD 1.0 Part 1 §2.6, §3.3.4 (cvc-elt.3, .4)
 */
import { booleans, qualifiedNames } from "../../datatypes/built-in-families.js";
import { builtInInUse, builtInNames, builtInOf } from "../../datatypes/built-in-registry.js";
import { isFault } from "../../datatypes/fault.js";
import { internName, parseClark, xsdNamespace } from "../../xml/names.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { compileType, resolveType } from "../compile/compile-type.js";
import { type CompiledHierarchy, type CompiledType, Declaration } from "../compile/compiled-type.js";
import { isTypeDerivedFrom } from "../compile/derivation.js";
import { xsiNames } from "../xsi-names.js";
import type { DecodeSession } from "./session.js";

const qname = /*@__PURE__*/ builtInOf("QName", [qualifiedNames]);
const urTypes: ReadonlySet<string> = new Set([`{${xsdNamespace}}anyType`, `{${xsdNamespace}}anySimpleType`]);
const boolean = /*@__PURE__*/ builtInOf("boolean", [booleans]);

/** The indices of xsi:type and xsi:nil among the attributes of the start tag; -1 if absent. */
export interface XsiAttributes {
  type: number;
  nil: number;
}

/** Finds xsi:type and xsi:nil, and tests if there is one. */
export function findXsiAttributes(reader: TokenReader, found: XsiAttributes): boolean {
  found.type = -1;
  found.nil = -1;
  for (let index = reader.attributeCount - 1; index >= 0; index--) {
    const name = reader.attributeName(index);
    if (name === xsiNames.type) found.type = index;
    else if (name === xsiNames.nil) found.nil = index;
  }
  return found.type >= 0 || found.nil >= 0;
}

/** The type that xsi:type names, with its tag in the hierarchy. */
export interface NamedType {
  readonly type: CompiledType;
  readonly tag: string | undefined;
  /** The name of an unknown type; `type` is then the declared one. */
  readonly unknown?: string;
}

/** Finds and checks the type that the attribute names. Undefined: an issue was reported, and the declared type applies. */
export function readXsiType(session: DecodeSession, index: number, declaration: Declaration): NamedType | undefined {
  const { reader } = session;
  const { type: declared, hierarchy } = declaration;
  const text = reader.attributeValue(index);
  const offset = reader.attributeOffset(index);
  const clark = qname.decode(text, reader);
  if (isFault(clark) || typeof clark !== "string") {
    session.report("cvc-elt.4.1", `"${text}" is not the name of a type`, { found: text, offset });
    return session.tolerant ? namedLocally(text, hierarchy) : undefined;
  }
  const named = lookUpType(session, clark, declared, hierarchy);
  if (named === undefined && isUnusedBuiltIn(clark)) {
    refuseInPlaceOf(session, clark, declared, offset);
    return undefined;
  }
  if (named === undefined) {
    // Without a schema, and where any type is allowed, an unknown type is not an error.
    if (urTypes.has(declared.name) && !session.knowsTypes) return { type: declared, tag: undefined, unknown: clark };
    session.report("cvc-elt.4.2", `there is no type "${clark}"`, { found: clark, offset });
    return session.tolerant ? namedLocally(text, hierarchy) : undefined;
  }
  if (!isTypeDerivedFrom(named.type, declared, declaration.block | declared.block)) {
    refuseInPlaceOf(session, clark, declared, offset);
    // The content of a type that is derived but blocked is still validated by it.
    return isTypeDerivedFrom(named.type, declared, 0) ? named : undefined;
  }
  return named;
}

function refuseInPlaceOf(session: DecodeSession, clark: string, declared: CompiledType, offset: number): void {
  const message = `type "${clark}" cannot be used in place of "${declared.name}"`;
  session.report("cvc-elt.4.3", message, { found: clark, expected: declared.name, offset });
}

/** Tests for a built-in type that no table in use names: no type in use is or has one that it is derived from, so it cannot stand for any. */
function isUnusedBuiltIn(clark: string): boolean {
  const { namespace, local } = parseClark(clark);
  return namespace === xsdNamespace && builtInNames.includes(local);
}

/** The member of the hierarchy with this local name, whatever its namespace. */
function namedLocally(text: string, hierarchy: CompiledHierarchy | undefined): NamedType | undefined {
  const local = text.trim().replace(/^.*:/s, "");
  for (const [clark, member] of hierarchy?.members ?? []) if (parseClark(clark).local === local) return member;
  return undefined;
}

function lookUpType(
  session: DecodeSession,
  clark: string,
  declared: CompiledType,
  hierarchy: CompiledHierarchy | undefined,
): NamedType | undefined {
  const member = hierarchy?.members.get(clark);
  if (member !== undefined) return member;
  if (clark === declared.name) return { type: declared, tag: undefined };
  const type = findType(session, clark);
  return type === undefined ? undefined : { type, tag: clark };
}

/** A type of the schema set, or a built-in one. */
function findType(session: DecodeSession, clark: string): CompiledType | undefined {
  const { namespace, local } = parseClark(clark);
  if (namespace === xsdNamespace) return builtInType(local);
  const codec = session.findType(clark);
  return codec === undefined ? undefined : resolveType(codec["~table"]).type;
}

/** xs:anyType. */
export const anyType: CompiledType = /*@__PURE__*/ compileType({ kind: "anyType", name: `{${xsdNamespace}}anyType`, families: () => [] });

/** The declaration for elements without one. XSD 1.0 Part 1 §3.3.4 (cvc-assess-elt, laxly assessed) */
export const anyDeclaration: Declaration = /*@__PURE__*/ new Declaration({
  name: /*@__PURE__*/ internName("", "*"),
  nillable: false,
  abstract: false,
  block: 0,
  constraint: undefined,
  identity: undefined,
  resolve: () => ({ type: anyType, hierarchy: undefined }),
});

const builtInTypes = /*@__PURE__*/ new Map<string, CompiledType>();

/** The compiled form of a built-in type. */
function builtInType(local: string): CompiledType | undefined {
  const known = local === "anyType" ? anyType : builtInTypes.get(local);
  if (known !== undefined || builtInInUse(local) === undefined) return known;
  const type = compileType({ kind: "simple", name: `{${xsdNamespace}}${local}`, derivation: { by: "builtin", local, families: () => [] } });
  builtInTypes.set(local, type);
  return type;
}

/** Tests if xsi:nil makes the element nil. Reports an xsi:nil that is not allowed or not a boolean. XSD 1.0 Part 1 §3.3.4 (cvc-elt.3) */
export function readXsiNil(session: DecodeSession, declaration: Declaration, index: number): boolean {
  const { reader } = session;
  const { clark } = declaration.name;
  if (!declaration.nillable) {
    session.report("cvc-elt.3.1", `"${clark}" is not nillable, so xsi:nil is not allowed`);
    return false;
  }
  const value = boolean.decode(reader.attributeValue(index), reader);
  if (isFault(value)) session.reportFault(value, reader.attributeOffset(index));
  if (value !== true) return false;
  if (declaration.constraint?.fixed === true) session.report("cvc-elt.3.2.2", `"${clark}" has a fixed value and so cannot be nil`);
  return true;
}
