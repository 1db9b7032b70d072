/**
 * Identity constraints while elements are written: a tracker runs as long as an element is open that has some. XSD 1.0 Part 1 §3.11.4
 *
 * It only tells whether all is well. Where it is not, the written document is read, and the decoder says what is wrong, and where.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import type { Name } from "../../xml/names.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import type { CompiledConstraint } from "../identity/compile.js";
import { keyText } from "../identity/key-text.js";
import type { EncodeSession } from "./session.js";

const noConstraints: readonly CompiledConstraint[] = [];

/** Tells the tracker that an element begins. The first one that has constraints makes it. */
export function startTracking(session: EncodeSession, { identity, nillable }: Declaration, name: Name): void {
  if (session.tracker === undefined && (identity === undefined || session.needsDocument || session.tolerant)) return;
  session.tracker ??= identity?.engine.track(
    () => session.readDocument(),
    () => undefined,
    () => {},
  );
  session.tracker?.startElement(name, identity?.constraints ?? noConstraints, nillable, session.nextPlace++);
}

/** Tells the tracker that the element ends. The last one drops it. */
export function stopTracking(session: EncodeSession): void {
  const { tracker } = session;
  if (tracker === undefined) return;
  if (tracker.wantsValue) tracker.noValue(true);
  tracker.endElement();
  if (tracker.idle) session.tracker = undefined;
}

/** Tells the tracker the text of the element that began last. */
export function trackText(session: EncodeSession, datatype: Datatype, text: string): void {
  if (session.tracker?.wantsValue === true) session.tracker.value(keyText(datatype, text, session.writer));
}

/** Tells the tracker an element that has nothing but a text. */
export function trackLeaf(session: EncodeSession, declaration: Declaration, datatype: Datatype, text: string): void {
  if (session.tracker === undefined) return;
  startTracking(session, declaration, declaration.name);
  trackText(session, datatype, text);
  stopTracking(session);
}

/** Tells the tracker an attribute of the element that began last. */
export function trackAttribute({ tracker, writer }: EncodeSession, name: Name, datatype: Datatype, text: string): void {
  tracker?.attribute(name, () => keyText(datatype, text, writer));
}

/** Tells the tracker the absent attributes that have a default or fixed value. */
export function trackDefaults({ tracker }: EncodeSession, type: CompiledType, value: Readonly<Record<string, unknown>>): void {
  for (const { name, property, datatype, constraint } of type.defaulted) {
    if (constraint !== undefined && value[property] === undefined)
      tracker?.attribute(name, () => keyText(datatype, constraint.text, constraint.namespaces));
  }
}
