/**
 * Identity constraints while elements are read: a tracker runs as long as an element is open that has some.
 */
import type { Declaration } from "../compile/compiled-type.js";
import type { CompiledConstraint } from "../identity/compile.js";
import type { ReportIdentity } from "../identity/tracker.js";
import { writePath } from "../kept-path.js";
import type { AttributeReader } from "./attributes.js";
import { ElementMode, type OpenElement } from "./open-elements.js";
import type { DecodeSession } from "./session.js";
import { anyDeclaration } from "./xsi-attributes.js";

const noConstraints: readonly CompiledConstraint[] = [];

/** Tells the tracker that an element begins. The first one makes it. */
export function startTracking(session: DecodeSession, attributes: AttributeReader, declaration: Declaration, offset: number): void {
  const { reader } = session;
  const report: ReportIdentity = (id, message, at) => session.report(id, message, at && { offset: at.offset, path: writePath(at.path) });
  attributes.tracker ??= declaration.identity?.engine.track(report, session.keepPath, () => void reader.keepPlace());
  attributes.tracker?.startElement(reader.name, declaration.identity?.constraints ?? noConstraints, declaration.nillable, offset);
}

/** Tells the tracker that an element ends. The last one drops it. */
export function stopTracking(attributes: AttributeReader, { mode, declaration, namedType }: OpenElement): void {
  const { tracker } = attributes;
  if (tracker === undefined || mode === ElementMode.skipped) return;
  if (tracker.wantsValue) tracker.noValue(declaration !== anyDeclaration || namedType !== undefined);
  tracker.endElement();
  if (tracker.idle) attributes.tracker = undefined;
}
