/**
 * Parts of a message that stand beside the envelope -> properties of the message's value, and the table of what they are on the wire. WSDL 1.1 §5
 */
import type { ContractMessage, MessageBody } from "../../wsdl/operations.js";
import type { NameRules } from "../names/naming.js";
import { UniqueNames } from "../names/unique-names.js";
import type { Literal, Property, Shape } from "../plan.js";
import { object, objectShape, record, requiredMember, runtimeType } from "../types/shapes.js";

/** A message with attachments: the shape of its value, made of that of its body, and its table. */
export interface LoweredAttachments {
  readonly shape: Shape;
  readonly table: Literal;
}

/**
 * Adds the attachments to the shape of a body; undefined where there are none. The value of an rpc message has its parts as properties already, and
 * gets more of them; the one part of a document becomes a property beside them.
 */
export function lowerAttachments({ body, attachments }: ContractMessage, ofBody: Shape, rules: NameRules): LoweredAttachments | undefined {
  if (attachments.length === 0) return undefined;
  const names = new UniqueNames();
  const inBody = partsIn(body).map((name) => names.give(rules.propertyName(name)));
  const properties = attachments.map(({ part, types }) => ({
    property: names.give(rules.propertyName(part.name)),
    name: part.name,
    types,
  }));
  const bodyProperty = body.kind === "element" ? inBody[0] : undefined;
  const own = bodyProperty === undefined ? [] : [requiredMember(bodyProperty, ofBody)];
  const shape = objectShape([...own, ...properties.map(attachedMember)]);
  const parts = properties.map(
    ({ property, name, types }) => [property, record({ name, types: types.length === 0 ? undefined : types })] as const,
  );
  return {
    shape: body.kind === "wrapper" ? { kind: "intersection", parts: [ofBody, shape] } : shape,
    table: record({ body: bodyProperty, parts: object(parts) }),
  };
}

function partsIn(body: MessageBody): readonly string[] {
  if (body.kind === "element") return [body.part.name];
  return body.kind === "wrapper" ? body.parts.map(({ part }) => part.name) : [];
}

function attachedMember({ property, types }: { readonly property: string; readonly types: readonly string[] }): Property {
  const member = requiredMember(property, runtimeType("AttachedPart"));
  if (types.length === 0) return member;
  return { ...member, documentation: { text: undefined, at: undefined, remark: undefined, facts: types.join(" or ") } };
}
