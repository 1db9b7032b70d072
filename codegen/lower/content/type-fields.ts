/**
 * Complex type -> fields: which particle and attribute goes to which property. Types and rows are made from these.
 */
import type { AttributeUse, ComplexTypeDefinition } from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import type { Declarations } from "../names/declarations.js";
import { pathOf } from "../names/paths.js";
import { findAlternatives } from "./alternatives.js";
import { FieldAssigner } from "./assign-fields.js";
import type { AttributeField, TypeFields } from "./fields.js";
import { normalizeContent } from "./normal-form.js";
import { PropertyNames, type Rename } from "./property-names.js";

/** Finds the fields of types, each once. */
export class FieldsOfTypes {
  readonly #declarations: Declarations;
  readonly #types = new Map<ComplexTypeDefinition, TypeFields>();

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Base types come first, from the root down, so that a long chain needs no deep stack. */
  of(type: ComplexTypeDefinition): TypeFields {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const chain = new Set<ComplexTypeDefinition>();
    for (let step = type; !this.#types.has(step) && !chain.has(step); ) {
      chain.add(step);
      if (step.baseType.kind !== "complexType" || isBuiltInType(step.baseType)) break;
      step = step.baseType;
    }
    let fields: TypeFields | undefined;
    for (const step of [...chain].reverse()) {
      fields = this.#fieldsOf(step);
      this.#types.set(step, fields);
    }
    return fields ?? this.#fieldsOf(type);
  }

  /** The attributes of the whole type, inherited ones first. */
  allAttributes(type: ComplexTypeDefinition): readonly AttributeField[] {
    const parts: (readonly AttributeField[])[] = [];
    for (let step: ComplexTypeDefinition | undefined = type; step !== undefined; step = this.of(step).extended)
      parts.push(this.of(step).attributes);
    return parts.reverse().flat();
  }

  #fieldsOf(type: ComplexTypeDefinition): TypeFields {
    const base = type.baseType.kind === "complexType" && !isBuiltInType(type.baseType) ? type.baseType : undefined;
    const inherited = base === undefined ? undefined : this.#types.get(base);
    const extended = base !== undefined && inherited !== undefined && extendsByRows(type, base) ? base : undefined;
    const rename: Rename = (key, wanted, given) =>
      this.#declarations.modules.reportRenaming(`property ${pathOf(type)} ${key}`, wanted, given);
    const { rules } = this.#declarations.modules;
    const names = new PropertyNames(inherited?.names, extended !== undefined, { rules, rename, path: pathOf(type) });
    const { contentType } = type;
    const hasParticle = contentType.kind === "elementOnly" || contentType.kind === "mixed";
    const particle = extended === undefined ? (hasParticle ? contentType.particle : undefined) : type.ownParticle;
    const assigner = new FieldAssigner(this.#declarations, names, type.targetNamespace);
    const content = particle === undefined ? undefined : normalizeContent(particle);
    const mixed = contentType.kind === "mixed" && !(extended !== undefined && extended.contentType.kind === "mixed");
    const model = mixed ? assigner.mixed(content) : content === undefined ? undefined : assigner.assign(content);
    const inheritedBranches = extended === undefined ? 1 : (inherited?.alternatives.branches ?? 1);
    const own = extended === undefined ? type.attributeUses : attributesAdded(type, extended);
    const attributes = own.map((use) => ({ property: names.attribute(use.declaration.name), use }));
    const alternatives = findAlternatives(model, inheritedBranches);
    return {
      content,
      model,
      fields: assigner.fields,
      alternatives,
      hasChoice: alternatives.choices.length > 0 || (extended !== undefined && inherited?.hasChoice === true),
      value: contentType.kind === "simple" && extended === undefined ? contentType.type : undefined,
      attributes,
      wildcard: extended !== undefined && extended.attributeWildcard === type.attributeWildcard ? undefined : type.attributeWildcard,
      extended,
      names,
    };
  }
}

/** An extension is rows added to the base's, except if mixed content grows: its items are one list. */
function extendsByRows(type: ComplexTypeDefinition, base: ComplexTypeDefinition): boolean {
  if (type.derivation !== "extension") return false;
  const adds = type.ownParticle !== undefined && normalizeContent(type.ownParticle) !== undefined;
  return !(adds && base.contentType.kind === "mixed");
}

function attributesAdded(type: ComplexTypeDefinition, base: ComplexTypeDefinition): readonly AttributeUse[] {
  const count = base.attributeUses.length;
  // An extension has its base's attributes first. XSD 1.0 Part 1 §3.4.2
  if (count === 0 || type.attributeUses[count - 1] === base.attributeUses[count - 1]) return type.attributeUses.slice(count);
  const inherited = new Set(base.attributeUses.map((use) => use.declaration.name.clark));
  return type.attributeUses.filter((use) => !inherited.has(use.declaration.name.clark));
}
