/**
 * Text of an element -> its value, with default, fixed value, references and identity constraints. XSD 1.0 Part 1 §3.3.4 (cvc-elt.5)
 */
import { isFault } from "../../datatypes/fault.js";
import { noNamespaces } from "../../xml/names.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { keyText } from "../identity/key-text.js";
import type { IdentityTracker } from "../identity/tracker.js";
import type { OpenElement } from "./open-elements.js";
import type { DecodeSession } from "./session.js";
import { decodeLexically } from "./tolerance.js";

/** Validates the text of a simple type or simple content, and returns its value if `builds` is true. Undefined: it is invalid, or no value is built. */
export function readSimpleValue(
  session: DecodeSession,
  element: OpenElement,
  raw: string,
  tracker: IdentityTracker | undefined,
  builds: boolean,
): unknown {
  const { type, declaration } = element;
  const { datatype } = type;
  if (datatype === undefined) return undefined;
  const constraint = declaration?.constraint;
  const isDefault = raw === "" && constraint !== undefined;
  const text = isDefault ? constraint.text : raw;
  // What is compared is read at once, also where it could be a stream.
  const isCompared = constraint !== undefined || tracker?.wantsValue === true;
  const source = isCompared && datatype.kind === "stream" ? noNamespaces : session.reader;
  const namespaces = isDefault ? constraint.namespaces : source;
  // The type named by xsi:type determines validity; the declared one determines the form of the value.
  const declared = type.simple ? (declaration?.type.datatype ?? datatype) : datatype;
  const fault = builds && declared === datatype ? undefined : datatype.check(text, namespaces);
  const value = builds && fault === undefined ? declared.decode(text, namespaces) : fault;
  if (isFault(value)) {
    session.reportFault(value, element.offset);
    tracker?.value(undefined);
    return session.tolerant && builds ? decodeLexically(declared, text, namespaces) : undefined;
  }
  if (constraint?.fixed === true && !isDefault && !equalsFixed(constraint, datatype, text, session.reader)) {
    reportFixed(session, element, "cvc-elt.5.2.2.2.2", text, constraint.text);
  }
  // A negative owner, so that an ID in content and the same ID in an attribute of this element are duplicates.
  if (type.referring) session.noteReferences(datatype, text, -element.offset - 1);
  if (tracker?.wantsValue === true) tracker.value(keyText(datatype, text, namespaces));
  return value;
}

/** Puts mixed content into its value. With a default or fixed value it is text alone. XSD 1.0 Part 1 §3.3.4 (cvc-elt.5.2.2.2.1) */
export function endMixedContent(session: DecodeSession, element: OpenElement): void {
  const { content, value, declaration, type } = element;
  const constraint = declaration?.constraint;
  if (constraint !== undefined) {
    if (!element.hasContent) content?.push(constraint.text);
    else if (constraint.fixed && (element.hasChildren || element.text !== constraint.text)) {
      const id = element.hasChildren ? "cvc-elt.5.2.2.1" : "cvc-elt.5.2.2.2.1";
      reportFixed(session, element, id, element.text, constraint.text);
    }
  }
  if (value !== undefined && content !== undefined && content.length > 0 && type.contentProperty !== undefined) {
    value[type.contentProperty] = content;
  }
}

function reportFixed(session: DecodeSession, element: OpenElement, id: string, found: string, expected: string): void {
  session.report(id, `the value of "${element.name.clark}" is fixed`, { found, expected, offset: element.offset });
}
