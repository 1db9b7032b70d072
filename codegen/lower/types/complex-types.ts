/**
 * Complex type definitions -> interfaces or aliases, and tables. XSD 1.0 Part 1 §3.4
 */

import type { ComplexTypeDefinition } from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import { documented } from "../documented.js";
import { type Declarations, type OpenDeclaration, rank } from "../names/declarations.js";
import { typeIdentifier } from "../names/identifiers.js";
import type { Literal, Member, ObjectLiteral, Shape, TypeDeclaration } from "../plan.js";
import { type ContentLayout, type GroupField, Layouts, type TypeLayout } from "./layout.js";
import { MemberMaker } from "./members.js";
import { describeContent, modelOf } from "./model.js";
import { narrows } from "./narrowing.js";
import { RowMaker, type TableNames, tableNames } from "./rows.js";
import { call, declared, keyword, lazy, object, objectShape, runtimeConstant, runtimeType, sameShape } from "./shapes.js";
import { typeUse } from "./uses.js";

type Entry = readonly [string, Literal];

/** A table and the group or type that the names of hoisted groups begin with. */
interface Owner {
  readonly declaration: OpenDeclaration;
  readonly path: string;
  readonly targetNamespace: string;
}

export class ComplexTypes {
  readonly #declarations: Declarations;
  readonly #isAmbiguous: (type: ComplexTypeDefinition) => boolean;
  readonly layouts: Layouts;
  readonly #groups = new Map<object, OpenDeclaration>();
  readonly #members = new Map<ComplexTypeDefinition, readonly Member[]>();

  constructor(declarations: Declarations, isAmbiguous: (type: ComplexTypeDefinition) => boolean) {
    this.#declarations = declarations;
    this.#isAmbiguous = isAmbiguous;
    this.layouts = new Layouts(declarations);
  }

  /** Fills in the declaration of a complex type. */
  lower(type: ComplexTypeDefinition): void {
    const declaration = this.#declarations.type(type);
    const layout = this.layouts.of(type);
    const owner: Owner = { declaration, path: this.#declarations.path(type), targetNamespace: type.targetNamespace };
    const extendable = this.#narrowedBase(type);
    const remark = type.derivation === "restriction" && extendable === undefined ? this.#restricts(type) : undefined;
    declaration.documentation = documented(type, remark);
    declaration.type = this.#typeDeclaration(layout, owner, extendable);
    declaration.table = this.#table(type, layout, owner);
  }

  /** Makes members of elements and attributes outside of complex types. */
  memberMaker(owner: OpenDeclaration): MemberMaker {
    return this.#memberMaker({ declaration: owner, path: "", targetNamespace: owner.module.targetNamespace });
  }

  #memberMaker(owner: Owner): MemberMaker {
    return new MemberMaker(this.#declarations, this.layouts, (field) => this.#group(field, owner));
  }

  #typeDeclaration(layout: TypeLayout, owner: Owner, narrowed: ComplexTypeDefinition | undefined): TypeDeclaration {
    const { members, choices } = this.#parts(layout, owner);
    const base = layout.extended;
    const baseShape = base === undefined ? undefined : declared(this.#declarations.type(base));
    if (choices.length === 0 && (base === undefined || !this.#isUnion(base))) {
      if (narrowed === undefined) return { form: "interface", extends: baseShape, members };
      const inherited = new Map(this.#allMembers(narrowed).map((member) => [member.name, member]));
      const differing = members.filter((member) => !isSameMember(member, inherited.get(member.name)));
      return { form: "interface", extends: declared(this.#declarations.type(narrowed)), members: differing };
    }
    const parts: Shape[] = baseShape === undefined ? [] : [baseShape];
    if (members.length > 0) parts.push(objectShape(members));
    parts.push(...choices);
    const [only] = parts;
    return { form: "alias", shape: only !== undefined && parts.length === 1 ? only : { kind: "intersection", parts } };
  }

  /** The members that the table of a type has rows for, and its choices. */
  #parts(layout: TypeLayout, owner: Owner): { readonly members: readonly Member[]; readonly choices: readonly Shape[] } {
    const maker = this.#memberMaker(owner);
    const { members, choices } = maker.contentParts(layout);
    const value = layout.value === undefined ? [] : [plainMember("$value", typeUse(layout.value, this.#declarations).shape)];
    return { members: [...value, ...members, ...maker.attributeMembers(layout)], choices };
  }

  /** An interface cannot extend a type with alternatives. */
  #isUnion(type: ComplexTypeDefinition): boolean {
    return this.layouts.of(type).hasChoice;
  }

  /** The base of a restriction whose every property is kept or narrowed. */
  #narrowedBase(type: ComplexTypeDefinition): ComplexTypeDefinition | undefined {
    const base = type.baseType;
    if (type.derivation !== "restriction" || base.kind !== "complexType" || isBuiltInType(base)) return undefined;
    if (this.#isUnion(base) || this.#isUnion(type)) return undefined;
    return narrows(this.#allMembers(type), this.#allMembers(base), this.#declarations) ? base : undefined;
  }

  #allMembers(type: ComplexTypeDefinition): readonly Member[] {
    const known = this.#members.get(type);
    if (known !== undefined) return known;
    const layout = this.layouts.of(type);
    const owner = {
      declaration: this.#declarations.type(type),
      path: this.#declarations.path(type),
      targetNamespace: type.targetNamespace,
    };
    const own = this.#parts(layout, owner).members;
    const inherited = layout.extended === undefined ? [] : this.#allMembers(layout.extended);
    const all = [...inherited, ...own];
    this.#members.set(type, all);
    return all;
  }

  #restricts(type: ComplexTypeDefinition): string | undefined {
    const base = type.baseType;
    return base.kind === "simpleType" || isBuiltInType(base) ? undefined : `Restricts ${this.#declarations.type(base).exportName}.`;
  }

  #table(type: ComplexTypeDefinition, layout: TypeLayout, owner: Owner): NonNullable<OpenDeclaration["table"]> {
    const names = tableNames(layout, type.targetNamespace);
    const maker = this.#rowMaker(names, owner);
    const rows: Entry[] = [];
    if (layout.value !== undefined) rows.push(["$value", ["#text", lazy(typeUse(layout.value, this.#declarations).codec)]]);
    rows.push(...maker.contentRows(layout));
    for (const field of layout.attributes) rows.push([field.property, maker.attributeRow(field)]);
    if (layout.wildcard !== undefined) rows.push(["$attributes", maker.attributeWildcardRow(layout.wildcard)]);
    const options = this.#options(type, layout, names);
    const self = declared(owner.declaration);
    const last = options.entries.length > 0 ? [options] : [];
    const comment = layout.content === undefined ? undefined : describeContent(layout.content);
    const annotation = runtimeType("ComplexType", self);
    if (layout.extended === undefined)
      return { annotation, comment, value: call("complexType", [self], [owner.path, object(rows), ...last]) };
    const base = typeUse(layout.extended, this.#declarations);
    return { annotation, comment, value: call("extension", [self, base.shape], [owner.path, lazy(base.codec), object(rows), ...last]) };
  }

  #rowMaker(names: TableNames, owner: Owner): RowMaker {
    return new RowMaker(this.#declarations, names, (field) => this.#group(field, owner));
  }

  #options(type: ComplexTypeDefinition, layout: TypeLayout, names: TableNames): ObjectLiteral {
    const entries: Entry[] = [...contentOptions(layout, names)];
    if (isVoid(type, layout)) entries.push(["model", "()"]);
    if (type.abstract) entries.push(["abstract", true]);
    if (type.prohibitedSubstitutions.size > 0) entries.push(["block", [...type.prohibitedSubstitutions].sort().join(" ")]);
    if (layout.extended === undefined) entries.push(...this.#baseOptions(type));
    else if (layout.extended.contentType.kind === "mixed") entries.push(["mixed", true]);
    if (this.#isAmbiguous(type)) entries.push(["lenient", true]);
    return object(entries);
  }

  #baseOptions(type: ComplexTypeDefinition): readonly Entry[] {
    const { baseType, derivation } = type;
    if (isBuiltInType(baseType) && baseType.kind === "complexType") {
      return derivation === "extension"
        ? [
            ["base", lazy(runtimeConstant("xsAnyType"))],
            ["derivation", "extension"],
          ]
        : [];
    }
    const base: Entry = ["base", lazy(typeUse(baseType, this.#declarations).codec)];
    return baseType.kind === "complexType" && derivation === "extension" ? [base, ["derivation", "extension"]] : [base];
  }

  /** The declaration of a repeated group: one for each group definition, one for each group without a name. */
  #group(field: GroupField, owner: Owner): OpenDeclaration {
    const key = field.group.definition ?? field.group;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = this.#declareGroup(field, owner);
    this.#groups.set(key, group.declaration);
    this.#fillGroup(field.layout, group);
    return group.declaration;
  }

  #declareGroup({ group, property }: GroupField, owner: Owner): Owner {
    const { definition, at } = group;
    if (definition === undefined) {
      const wanted = `${owner.declaration.exportName}${typeIdentifier(property.slice(1))}`;
      const path = `${owner.path}/${property}`;
      const declaration = this.#declarations.declare(owner.declaration.module, `group ${path}`, at, rank.group, wanted);
      return { declaration, path, targetNamespace: owner.targetNamespace };
    }
    const { local, namespace, clark } = definition.name;
    const name = typeIdentifier(local);
    const module = this.#declarations.module(namespace);
    const declaration = this.#declarations.declare(module, `group ${clark}`, at, rank.group, name, `${name}Group`);
    declaration.documentation = documented(definition);
    return { declaration, path: clark, targetNamespace: namespace };
  }

  #fillGroup(layout: ContentLayout, owner: Owner): void {
    const { declaration, path, targetNamespace } = owner;
    const { members, choices } = this.#memberMaker(owner).contentParts(layout);
    const parts = members.length > 0 ? [objectShape(members), ...choices] : choices;
    const [only] = parts;
    if (choices.length === 0) declaration.type = { form: "interface", extends: undefined, members };
    else declaration.type = { form: "alias", shape: parts.length === 1 ? (only ?? keyword("never")) : { kind: "intersection", parts } };
    const names = tableNames(layout, targetNamespace);
    const rows = this.#rowMaker(names, owner).contentRows(layout);
    const options = contentOptions(layout, names);
    const self = declared(declaration);
    const comment = layout.content === undefined ? undefined : describeContent({ ...layout.content, min: 1, max: 1 });
    const last = options.length > 0 ? [object(options)] : [];
    declaration.table = {
      annotation: runtimeType("GroupTable", self),
      comment,
      value: call("group", [self], [path, object(rows), ...last]),
    };
  }
}

function contentOptions(layout: ContentLayout, names: TableNames): readonly Entry[] {
  const entries: Entry[] = [];
  const model = modelOf(layout);
  if (model !== undefined) entries.push(["model", model]);
  if (names.local) entries.push(["local", ""]);
  return entries;
}

/** Element-only content that holds no elements: unlike empty content it may have white space. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.2.3) */
function isVoid({ contentType }: ComplexTypeDefinition, { content, extended }: TypeLayout): boolean {
  return contentType.kind === "elementOnly" && content === undefined && extended?.contentType.kind !== "elementOnly";
}

function plainMember(name: string, shape: Shape): Member {
  return { name, optional: false, shape, documentation: undefined, defaultValue: undefined };
}

function isSameMember(own: Member, inherited: Member | undefined): boolean {
  return inherited !== undefined && own.optional === inherited.optional && sameShape(own.shape, inherited.shape);
}
