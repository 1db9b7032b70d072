/**
 * Properties -> attributes of the open start tag. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.3, .4)
 */
import { isFault } from "../../datatypes/fault.js";
import { findInternedName, makeName, type Name, parseClark } from "../../xml/names.js";
import type { AttributeUse, AttributeWildcard } from "../compile/attribute-use.js";
import { simpleTypeOf, valueConstraint } from "../compile/compile-attributes.js";
import { isReferring } from "../compile/compile-simple.js";
import type { CompiledType } from "../compile/compiled-type.js";
import { checkInstance, instanceTypes, keyTypeOf } from "../compile/instance-types.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { isRecord } from "../is-record.js";
import { xsiNames } from "../xsi-names.js";
import type { EncodeSession, ValueLocation } from "./session.js";
import { encodeLexically } from "./tolerance.js";
import { trackAttribute, trackDefaults } from "./track-identity.js";

/** Writes the attributes of a value in the order of its type. */
export function writeAttributes(
  session: EncodeSession,
  type: CompiledType,
  value: Readonly<Record<string, unknown>>,
  location: ValueLocation,
): void {
  let ids = 0;
  for (const use of type.attributes) {
    const own = value[use.property];
    if (own !== undefined) ids += writeAttribute(session, use, own, location);
    else if (use.required) {
      const { clark } = use.name;
      session.report("cvc-complex-type.4", `attribute "${clark}" is missing`, location, { expected: clark, property: use.property });
    }
  }
  if (type.defaultsRefer) noteDefaults(session, type, value);
  if (session.tracker !== undefined && type.defaulted.length > 0) trackDefaults(session, type, value);
  const { attributeWildcard } = type;
  const others = attributeWildcard === undefined ? undefined : value[attributeWildcard.property];
  if (attributeWildcard !== undefined && others !== undefined) {
    ids += writeOthers(session, type, attributeWildcard, others, location);
  }
  // XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.5.1)
  if (ids > 1) session.references.doubt();
}

/** Absent attributes whose default is a reference refer to an ID, too. */
function noteDefaults(session: EncodeSession, type: CompiledType, value: Readonly<Record<string, unknown>>): void {
  for (const { property, datatype, constraint, referring } of type.defaulted) {
    if (referring && constraint !== undefined && value[property] === undefined)
      session.references.note(datatype, constraint.text, constraint.namespaces);
  }
}

/** Returns the number of IDs. */
function writeAttribute(session: EncodeSession, use: AttributeUse, value: unknown, location: ValueLocation): number {
  const { name, property, datatype, constraint } = use;
  const text = datatype.encode(value, session.qname);
  const detail = { property, attribute: name.local };
  if (isFault(text)) {
    const message = `attribute "${name.clark}": ${text.message}`;
    session.report(text.rule, message, location, { ...detail, found: text.found, expected: text.expected });
    if (session.tolerant) session.writer.attribute(name, encodeLexically(datatype, value));
    return 0;
  }
  if (constraint?.fixed === true && !equalsFixed(constraint, datatype, text, session.writer)) {
    const message = `the value of attribute "${name.clark}" is fixed`;
    session.report("cvc-complex-type.3.1", message, location, { ...detail, found: text, expected: constraint.text });
  }
  const ids = use.referring ? session.references.note(datatype, text, session.writer) : 0;
  session.writer.attribute(name, text);
  if (session.tracker !== undefined) trackAttribute(session, name, datatype, text);
  return ids;
}

/** Returns the number of IDs. */
function writeOthers(
  session: EncodeSession,
  type: CompiledType,
  attributeWildcard: AttributeWildcard,
  others: unknown,
  location: ValueLocation,
): number {
  const { wildcard, property } = attributeWildcard;
  if (!isRecord(others)) {
    session.report("value-type", `"${property}" is not an object of attributes`, location, { property });
    return 0;
  }
  let ids = 0;
  for (const [clark, text] of Object.entries(others)) {
    const { namespace, local } = parseClark(clark);
    const name = findInternedName(namespace, local) ?? makeName(namespace, local);
    const isOwn = type.attributeUse(name, 0) !== undefined || isReserved(name);
    if (isOwn || !wildcard.admits(namespace)) {
      const message = `attribute "${clark}" is not allowed here`;
      session.report("cvc-complex-type.3.2.2", message, location, { found: clark, property, attribute: local });
    } else if (typeof text !== "string") {
      session.report("value-type", `attribute "${clark}" is not a string`, location, { property, attribute: local });
    } else {
      session.writer.attribute(name, text);
      ids += assess(session, attributeWildcard, name, text);
    }
  }
  return ids;
}

/** Validates an attribute that a wildcard admits. If it is invalid, the written document is read for the issues. Returns the number of IDs. */
function assess(session: EncodeSession, { wildcard, find }: AttributeWildcard, name: Name, text: string): number {
  const { tracker, writer, schema } = session;
  const instanceType = instanceTypes.get(name);
  const isLookedUp = instanceType === undefined && wildcard.process !== "skip";
  const declaration = isLookedUp ? (find(name.clark) ?? schema?.attributes[name.clark]) : undefined;
  const datatype = declaration === undefined ? instanceType : simpleTypeOf(declaration.type());
  if (datatype === undefined) {
    tracker?.undeclaredAttribute(name);
    if (wildcard.process === "strict") session.readDocument();
    return 0;
  }
  const constraint = declaration && valueConstraint(declaration);
  const keepsValue = constraint?.fixed !== true || equalsFixed(constraint, datatype, text, writer);
  if (!keepsValue || checkInstance(name, datatype, text, writer) !== undefined) {
    session.readDocument();
    return 0;
  }
  trackAttribute(session, name, keyTypeOf(name, datatype, tracker), text);
  return isReferring(datatype) ? session.references.note(datatype, text, writer) : 0;
}

/** Tests for xsi:type and xsi:nil, which `$type` and `$nil` represent. */
function isReserved(name: object): boolean {
  return name === xsiNames.type || name === xsiNames.nil;
}
