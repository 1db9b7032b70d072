/**
 * Layout -> rows of a table.
 *
 * Bare names in rows are in the namespace of the table, or in none where the table says `local: ""`.
 */
import type { Name } from "../../../src/xml/names.js";
import type { ElementDeclaration, NamespaceConstraint, Wildcard } from "../../schema/components.js";
import { effectiveConstraint } from "../../schema/queries.js";
import type { Declarations, OpenDeclaration } from "../names/declarations.js";
import type { Lazy, Literal, ObjectLiteral } from "../plan.js";
import { attributeOptions, elementOptions } from "./element-options.js";
import type { AttributeField, ContentLayout, Field, GroupField, ItemMember, ItemsField } from "./layout.js";
import { fieldOccurrence, itemModel } from "./model.js";
import { lazy, object, runtimeConstant } from "./shapes.js";
import { elementTypeUse, headOf, typeUse } from "./uses.js";
import { attributeSetsFor, elementSetsFor } from "./wildcard-sets.js";

/** How names are written in one table. */
export interface TableNames {
  readonly targetNamespace: string;
  /** Bare names are in no namespace. */
  readonly local: boolean;
}

/** Unqualified local elements are the rule of a table where there are some, and no qualified ones. */
export function tableNames(layout: ContentLayout, targetNamespace: string): TableNames {
  let unqualified = false;
  let qualified = false;
  for (const element of localElements(layout)) {
    if (element.name.namespace === "") unqualified = true;
    else if (element.name.namespace === targetNamespace) qualified = true;
  }
  return { targetNamespace, local: targetNamespace !== "" && unqualified && !qualified };
}

function* localElements(layout: ContentLayout): Iterable<ElementDeclaration> {
  for (const field of layout.fields) {
    const members = field.kind === "items" ? field.members : field.kind === "element" ? [field] : [];
    for (const { term } of members) if (term.kind === "element" && term.scope === "local") yield term;
  }
}

/** Makes the rows of one table. */
export class RowMaker {
  readonly #declarations: Declarations;
  readonly #names: TableNames;
  readonly #group: (field: GroupField) => OpenDeclaration;

  constructor(declarations: Declarations, names: TableNames, group: (field: GroupField) => OpenDeclaration) {
    this.#declarations = declarations;
    this.#names = names;
    this.#group = group;
  }

  contentRows(layout: ContentLayout): readonly (readonly [string, Literal])[] {
    return layout.fields.map((field) => [field.property, this.#row(field, layout.arrangement.flattened.has(field))]);
  }

  attributeRow({ use }: AttributeField): Literal {
    const { declaration, required } = use;
    const { namespace, local, clark } = declaration.name;
    const constraint = effectiveConstraint(use);
    const options = attributeOptions(constraint, declaration.type);
    const name = namespace === "" ? `@${local}` : `@${clark}`;
    return [name, lazy(typeUse(declaration.type, this.#declarations).codec), ...column(required ? "" : "?", options)];
  }

  attributeWildcardRow(wildcard: Wildcard): Literal {
    const sets = attributeSetsFor(wildcard, this.#declarations);
    return [`@${this.#wildcard(wildcard)}`, lazy(runtimeConstant("xmlAttributes")), ...column("?", sets)];
  }

  #row(field: Field, flattened: boolean): Literal {
    switch (field.kind) {
      case "items":
        return this.#itemsRow(field, flattened);
      case "group":
        return ["()", lazy(this.#group(field)), ...column(fieldOccurrence(field, flattened, false), undefined)];
      default:
        return this.#termRow(field.term, (nillable) => fieldOccurrence(field, flattened, nillable));
    }
  }

  #termRow(term: ElementDeclaration | Wildcard, occurrence: (nillable: boolean) => string): readonly Literal[] {
    if (term.kind === "wildcard") {
      const sets = elementSetsFor(term, this.#declarations);
      return [this.#wildcard(term), lazy(runtimeConstant("xmlElement")), ...column(occurrence(false), sets)];
    }
    if (term.scope === "global") {
      const codec = headOf(term, this.#declarations) ?? globalElement(term, this.#declarations);
      return ["&", lazy(codec), ...column(occurrence(false), undefined)];
    }
    const { codec } = elementTypeUse(term, this.#declarations);
    return [this.#elementName(term.name), lazy(codec), ...column(occurrence(term.nillable), elementOptions(term))];
  }

  #itemsRow(field: ItemsField, flattened: boolean): Literal {
    const members = object(field.members.map((member) => [member.key, this.#member(member)]));
    const model = itemModel(field);
    const options = model === undefined ? undefined : object([["model", model]]);
    if (field.mixed) return ["mixed", members, ...column("*", options)];
    return ["|", members, ...column(fieldOccurrence(field, flattened, false), options)];
  }

  /** An element by its key alone, where that is its name and there is nothing else to say. */
  #member({ key, term }: ItemMember): Literal {
    // Substitution groups have a member of their own for each element.
    if (term.kind === "element" && term.scope === "global") return ["&", lazy(globalElement(term, this.#declarations))];
    const row = this.#termRow(term, (nillable) => (nillable ? "nil" : ""));
    const [name, codec] = row;
    return row.length === 2 && name === key && isLazy(codec) ? codec : row;
  }

  #elementName(name: Name): string {
    const bare = this.#names.local ? "" : this.#names.targetNamespace;
    if (name.namespace === bare) return name.local;
    return name.namespace === "" ? `{}${name.local}` : name.clark;
  }

  #wildcard({ namespaceConstraint, processContents }: Wildcard): string {
    const admitted = writeConstraint(namespaceConstraint, this.#names.targetNamespace);
    // A constraint that admits nothing has no words.
    return admitted === "" ? `any ${processContents}` : `any ${admitted} ${processContents}`;
  }
}

/** The trailing columns of a row, as few as needed. */
function column(occurrence: string, options: ObjectLiteral | Lazy | undefined): readonly Literal[] {
  if (options !== undefined) return [occurrence, options];
  return occurrence === "" ? [] : [occurrence];
}

function isLazy(literal: Literal | undefined): literal is Lazy {
  return typeof literal === "object" && "kind" in literal && literal.kind === "lazy";
}

function globalElement(element: ElementDeclaration, declarations: Declarations): OpenDeclaration {
  const declaration = declarations.elements.get(element);
  if (declaration === undefined) throw new Error(`internal: the element "${element.name.clark}" was not declared`);
  return declaration;
}

function writeConstraint(constraint: NamespaceConstraint, targetNamespace: string): string {
  switch (constraint.kind) {
    case "any":
      return "##any";
    case "not":
      return constraint.namespace === targetNamespace ? "##other" : `not:${escapeUri(constraint.namespace)}`;
    case "list":
      return constraint.namespaces.map((namespace) => writeNamespace(namespace, targetNamespace)).join(" ");
  }
}

function writeNamespace(namespace: string, targetNamespace: string): string {
  if (namespace === "") return "##local";
  return namespace === targetNamespace ? "##targetNamespace" : escapeUri(namespace);
}

/** Words are separated by blanks. */
function escapeUri(uri: string): string {
  return uri.replaceAll("%", "%25").replaceAll(" ", "%20");
}
