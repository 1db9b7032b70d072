/**
 * Complex type definitions -> interfaces or aliases, and tables. XSD 1.0 Part 1 §3.4
 */

import type { ComplexTypeDefinition, SimpleTypeDefinition, TypeDefinition } from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import type { ContentFields, GroupField, TypeFields } from "../content/fields.js";
import { describeContent, modelOf } from "../content/model-text.js";
import { isPlain } from "../content/normal-form.js";
import { FieldsOfTypes } from "../content/type-fields.js";
import { documented, noDocumentation, withFacts } from "../documented.js";
import { type OpenDeclaration, rank } from "../names/modules.js";
import { pathOf } from "../names/paths.js";
import type { ObjectEntry, ObjectLiteral, Property, Shape, TypeDeclaration } from "../plan.js";
import { factsOf } from "./facts.js";
import { MemberMaker } from "./interface-members.js";
import { narrows } from "./narrowing.js";
import { call, declared, keyword, lazy, object, objectShape, requiredMember, runtimeConstant, runtimeType, sameShape } from "./shapes.js";
import { RowMaker, type TableNames, tableNames } from "./table-rows.js";
import type { TypeUses } from "./type-uses.js";
import { WildcardSets } from "./wildcard-sets.js";

/** A table and the group or type that the names of hoisted groups begin with. */
interface Owner {
  readonly declaration: OpenDeclaration;
  readonly path: string;
  readonly targetNamespace: string;
}

export class ComplexTypes {
  readonly #uses: TypeUses;
  readonly #sets: WildcardSets;
  readonly #isAmbiguous: (type: ComplexTypeDefinition) => boolean;
  readonly #fieldsOf: FieldsOfTypes;
  readonly #groups = new Map<object, OpenDeclaration>();
  readonly #members = new Map<ComplexTypeDefinition, readonly Property[]>();

  constructor(uses: TypeUses, isAmbiguous: (type: ComplexTypeDefinition) => boolean) {
    this.#uses = uses;
    this.#sets = new WildcardSets(uses.declarations);
    this.#isAmbiguous = isAmbiguous;
    this.#fieldsOf = new FieldsOfTypes(uses.declarations);
  }

  /** Fills in the declaration of a complex type. */
  lower(type: ComplexTypeDefinition): void {
    const declaration = this.#declared(type);
    const fields = this.#fieldsOf.of(type);
    const owner: Owner = { declaration, path: pathOf(type), targetNamespace: type.targetNamespace };
    const extendable = this.#narrowedBase(type);
    const remark = type.derivation === "restriction" && extendable === undefined ? this.#restricts(type) : undefined;
    declaration.documentation = documented(type, remark);
    declaration.type = this.#typeDeclaration(fields, owner, extendable);
    declaration.table = this.#table(type, fields, owner);
  }

  #declared(type: TypeDefinition): OpenDeclaration {
    return this.#uses.declarations.types.of(type);
  }

  /** Makes members of elements and attributes outside of complex types. */
  memberMaker(owner: OpenDeclaration): MemberMaker {
    return this.#memberMaker({ declaration: owner, path: "", targetNamespace: owner.module.targetNamespace });
  }

  #memberMaker(owner: Owner): MemberMaker {
    return new MemberMaker(this.#uses, this.#fieldsOf, (field) => this.#group(field, owner));
  }

  #typeDeclaration(fields: TypeFields, owner: Owner, narrowed: ComplexTypeDefinition | undefined): TypeDeclaration {
    const { members, choices } = this.#parts(fields, owner);
    const base = fields.extended;
    const baseShape = base === undefined ? undefined : declared(this.#declared(base));
    if (choices.length === 0 && (base === undefined || !this.#isUnion(base))) {
      if (narrowed === undefined) return { form: "interface", extends: baseShape, members };
      const inherited = new Map(this.#allMembers(narrowed).map((member) => [member.name, member]));
      const differing = members.filter((member) => !isSameMember(member, inherited.get(member.name)));
      return { form: "interface", extends: declared(this.#declared(narrowed)), members: differing };
    }
    const parts: Shape[] = baseShape === undefined ? [] : [baseShape];
    if (members.length > 0) parts.push(objectShape(members));
    parts.push(...choices);
    const [only] = parts;
    return { form: "alias", shape: only !== undefined && parts.length === 1 ? only : { kind: "intersection", parts } };
  }

  /** The members that the table of a type has rows for, and its choices. */
  #parts(fields: TypeFields, owner: Owner): { readonly members: readonly Property[]; readonly choices: readonly Shape[] } {
    const maker = this.#memberMaker(owner);
    const { members, choices } = maker.contentParts(fields);
    const value = fields.value === undefined ? [] : [this.#valueMember(fields.value)];
    return { members: [...value, ...members, ...maker.attributeMembers(fields)], choices };
  }

  #valueMember(type: SimpleTypeDefinition): Property {
    return { ...requiredMember("$value", this.#uses.type(type).shape), documentation: withFacts(noDocumentation, () => factsOf(type)) };
  }

  /** An interface cannot extend a type with alternatives. */
  #isUnion(type: ComplexTypeDefinition): boolean {
    return this.#fieldsOf.of(type).hasChoice;
  }

  /** The base of a restriction whose every property is kept or narrowed. */
  #narrowedBase(type: ComplexTypeDefinition): ComplexTypeDefinition | undefined {
    const base = type.baseType;
    if (type.derivation !== "restriction" || base.kind !== "complexType" || isBuiltInType(base)) return undefined;
    if (this.#isUnion(base) || this.#isUnion(type)) return undefined;
    return narrows(this.#allMembers(type), this.#allMembers(base), this.#uses) ? base : undefined;
  }

  #allMembers(type: ComplexTypeDefinition): readonly Property[] {
    const known = this.#members.get(type);
    if (known !== undefined) return known;
    const fields = this.#fieldsOf.of(type);
    const owner = {
      declaration: this.#declared(type),
      path: pathOf(type),
      targetNamespace: type.targetNamespace,
    };
    const own = this.#parts(fields, owner).members;
    const inherited = fields.extended === undefined ? [] : this.#allMembers(fields.extended);
    const all = [...inherited, ...own];
    this.#members.set(type, all);
    return all;
  }

  #restricts(type: ComplexTypeDefinition): string | undefined {
    const base = type.baseType;
    return base.kind === "simpleType" || isBuiltInType(base) ? undefined : `Restricts ${this.#declared(base).exportName}.`;
  }

  #table(type: ComplexTypeDefinition, fields: TypeFields, owner: Owner): NonNullable<OpenDeclaration["table"]> {
    const names = tableNames(fields, type.targetNamespace);
    const maker = this.#rowMaker(names, owner);
    const rows: ObjectEntry[] = [];
    if (fields.value !== undefined) rows.push(["$value", ["#text", lazy(this.#uses.type(fields.value).codec)]]);
    rows.push(...maker.contentRows(fields));
    for (const field of fields.attributes) rows.push([field.property, maker.attributeRow(field)]);
    if (fields.wildcard !== undefined) rows.push(["$attributes", maker.attributeWildcardRow(fields.wildcard)]);
    const options = this.#options(type, fields, names);
    const self = declared(owner.declaration);
    const last = options.entries.length > 0 ? [options] : [];
    const comment = fields.content === undefined ? undefined : describeContent(fields.content);
    const annotation = runtimeType("ComplexType", self);
    const plain = isPlain(fields.content) && !this.#isAmbiguous(type);
    if (fields.extended === undefined)
      return { annotation, comment, value: call(plain ? "plainType" : "complexType", [self], [owner.path, object(rows), ...last]) };
    const base = this.#uses.type(fields.extended);
    return {
      annotation,
      comment,
      value: call(plain ? "plainExtension" : "extension", [self, base.shape], [owner.path, lazy(base.codec), object(rows), ...last]),
    };
  }

  #rowMaker(names: TableNames, owner: Owner): RowMaker {
    return new RowMaker(this.#uses, this.#sets, names, (field) => this.#group(field, owner));
  }

  #options(type: ComplexTypeDefinition, fields: TypeFields, names: TableNames): ObjectLiteral {
    const entries: ObjectEntry[] = [...contentOptions(fields, names)];
    if (isVoid(type, fields)) entries.push(["model", "()"]);
    if (type.abstract) entries.push(["abstract", true]);
    if (type.prohibitedSubstitutions.size > 0) entries.push(["block", [...type.prohibitedSubstitutions].sort().join(" ")]);
    if (fields.extended === undefined) entries.push(...this.#baseOptions(type));
    else if (fields.extended.contentType.kind === "mixed") entries.push(["mixed", true]);
    if (this.#isAmbiguous(type)) entries.push(["lenient", true]);
    return object(entries);
  }

  #baseOptions(type: ComplexTypeDefinition): readonly ObjectEntry[] {
    const { baseType, derivation } = type;
    if (isBuiltInType(baseType) && baseType.kind === "complexType") {
      return derivation === "extension"
        ? [
            ["base", lazy(runtimeConstant("xsAnyType"))],
            ["derivation", "extension"],
          ]
        : [];
    }
    const base: ObjectEntry = ["base", lazy(this.#uses.type(baseType).codec)];
    return baseType.kind === "complexType" && derivation === "extension" ? [base, ["derivation", "extension"]] : [base];
  }

  /** The declaration of a repeated group: one for each group definition, one for each group without a name. */
  #group(field: GroupField, owner: Owner): OpenDeclaration {
    const key = field.group.definition ?? field.group;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = this.#declareGroup(field, owner);
    this.#groups.set(key, group.declaration);
    this.#fillGroup(field.round, group);
    return group.declaration;
  }

  #declareGroup({ group, property }: GroupField, owner: Owner): Owner {
    const { definition, at } = group;
    if (definition === undefined) {
      const wanted = `${owner.declaration.exportName}${this.#typeName(property.slice(1))}`;
      const path = `${owner.path}/${property}`;
      const declaration = this.#uses.declarations.modules.declare(owner.declaration.module, `group ${path}`, at, rank.group, wanted);
      return { declaration, path, targetNamespace: owner.targetNamespace };
    }
    const { local, namespace, clark } = definition.name;
    const name = this.#typeName(local);
    const module = this.#uses.declarations.modules.of(namespace);
    const declaration = this.#uses.declarations.modules.declare(module, `group ${clark}`, at, rank.group, name, `${name}Group`);
    declaration.documentation = documented(definition);
    return { declaration, path: clark, targetNamespace: namespace };
  }

  #typeName(xmlName: string): string {
    return this.#uses.declarations.modules.rules.typeName(xmlName);
  }

  #fillGroup(fields: ContentFields, owner: Owner): void {
    const { declaration, path, targetNamespace } = owner;
    const { members, choices } = this.#memberMaker(owner).contentParts(fields);
    const parts = members.length > 0 ? [objectShape(members), ...choices] : choices;
    const [only] = parts;
    if (choices.length === 0) declaration.type = { form: "interface", extends: undefined, members };
    else declaration.type = { form: "alias", shape: parts.length === 1 ? (only ?? keyword("never")) : { kind: "intersection", parts } };
    const names = tableNames(fields, targetNamespace);
    const rows = this.#rowMaker(names, owner).contentRows(fields);
    const options = contentOptions(fields, names);
    const self = declared(declaration);
    const comment = fields.content === undefined ? undefined : describeContent({ ...fields.content, min: 1, max: 1 });
    const last = options.length > 0 ? [object(options)] : [];
    declaration.table = {
      annotation: runtimeType("GroupTable", self),
      comment,
      value: call(isPlain(fields.content) ? "plainGroup" : "group", [self], [path, object(rows), ...last]),
    };
  }
}

function contentOptions(fields: ContentFields, names: TableNames): readonly ObjectEntry[] {
  const entries: ObjectEntry[] = [];
  const model = modelOf(fields);
  if (model !== undefined) entries.push(["model", model]);
  if (names.local) entries.push(["local", ""]);
  return entries;
}

/** Element-only content that holds no elements: unlike empty content it may have white space. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.2.3) */
function isVoid({ contentType }: ComplexTypeDefinition, { content, extended }: TypeFields): boolean {
  return contentType.kind === "elementOnly" && content === undefined && extended?.contentType.kind !== "elementOnly";
}

function isSameMember(own: Property, inherited: Property | undefined): boolean {
  return inherited !== undefined && own.optional === inherited.optional && sameShape(own.shape, inherited.shape);
}
