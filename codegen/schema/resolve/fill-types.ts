/**
 * Properties of types that follow from their bases: variety, datatype, content type, attributes. Bases first, however long the chain.
 * XSD 1.0 Part 1 §3.4.2, §3.14.2
 */
import { listOf, restrict, unionOf } from "../../../src/datatypes/derive.js";
import type { Report } from "../../diagnostics.js";
import { anySimpleType, anyType } from "../built-in-components.js";
import type { SimpleTypeDefinition, TypeDefinition } from "../components.js";
import { contentTypeOf } from "./content-type.js";
import { dependencyOrder } from "./dependency-order.js";
import { AttributeLimit, fillAttributes } from "./fill-attributes.js";
import { UnionLimits } from "./limit-unions.js";
import type { OpenComplexType } from "./link-elements.js";
import type { OpenSimpleType } from "./link-simple-types.js";

type OpenType = OpenSimpleType | OpenComplexType;

/** Fills all types. Circular definitions are reported: ct-props-correct.3, st-props-correct.2. Gives the simple types that came up on the way. */
export function fillTypes(
  simpleTypes: readonly OpenSimpleType[],
  complexTypes: readonly OpenComplexType[],
  report: Report,
): readonly SimpleTypeDefinition[] {
  const open = new Map<TypeDefinition, OpenType>();
  for (const type of simpleTypes) open.set(type.shell, type);
  for (const type of complexTypes) open.set(type.shell, type);
  const cut = new Map<OpenType, Set<TypeDefinition>>();
  const ordered = dependencyOrder(
    open.values(),
    (type) => dependenciesOf(type).flatMap((dependency) => open.get(dependency) ?? []),
    (from, to) => {
      reportCycle(from, to, report);
      const targets = cut.get(from) ?? new Set();
      cut.set(from, targets.add(to.shell));
    },
  );
  const made: SimpleTypeDefinition[] = [];
  const unions = new UnionLimits(report);
  const attributes = new AttributeLimit(report);
  for (const type of ordered) {
    if (type.kind === "simpleType") fillSimpleType(type, soundParts(type, cut.get(type), unions));
    else {
      if (cut.has(type)) type.shell.baseType = anyType;
      fillAttributes(type, attributes, report);
      type.shell.ownParticle = type.particle;
      type.shell.contentType = contentTypeOf(type, made, report);
    }
  }
  return made;
}

function dependenciesOf(type: OpenType): readonly TypeDefinition[] {
  if (type.kind === "simpleType") return type.parts;
  return type.inlineType === undefined ? [type.shell.baseType] : [type.shell.baseType, type.inlineType];
}

function reportCycle(from: OpenType, to: OpenType, report: Report): void {
  const id =
    to.kind === "complexType"
      ? "ct-props-correct.3"
      : from.source.kind === "simpleType" && isUnion(from)
        ? "src-simple-type.4"
        : "st-props-correct.2";
  const message = `the type "${to.shell.name?.clark ?? "(anonymous)"}" is defined by itself`;
  report({ id, severity: "error", message, at: from.source.at, related: [{ message: "the type", at: to.source.at }] });
}

function isUnion(type: OpenType): boolean {
  return type.kind === "simpleType" && type.source.definition.derivation === "union";
}

function soundParts(type: OpenSimpleType, cut: ReadonlySet<TypeDefinition> | undefined, unions: UnionLimits): OpenSimpleType["parts"] {
  const parts = cut === undefined ? type.parts : type.parts.filter((part) => !cut.has(part));
  return unions.limit(type, parts);
}

function fillSimpleType({ shell, source }: OpenSimpleType, sound: OpenSimpleType["parts"]): void {
  const name = shell.name?.clark;
  const { definition } = source;
  const first = sound[0] ?? anySimpleType;
  if (definition.derivation === "restriction") {
    shell.baseType = first;
    shell.variety = first.variety;
    shell.itemType = first.itemType;
    shell.memberTypes = first.memberTypes;
    shell.datatype = restrict(first.datatype, name, shell.facets);
  } else if (definition.derivation === "list") {
    shell.variety = "list";
    shell.itemType = first;
    shell.datatype = listOf(first.datatype, name);
  } else {
    shell.variety = "union";
    shell.memberTypes = sound;
    shell.datatype = unionOf(
      sound.map((member) => member.datatype),
      name,
    );
  }
}
