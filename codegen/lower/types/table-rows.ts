/**
 * Fields -> rows of a table.
 *
 * Bare names in rows are in the namespace of the table, or in none where the table says `local: ""`.
 */
import { type Column, printColumn } from "../../../src/runtime/table-language/column.js";
import { printModel } from "../../../src/runtime/table-language/model.js";
import { printWildcard } from "../../../src/runtime/table-language/wildcard.js";
import type { ElementDeclaration, Wildcard } from "../../schema/components.js";
import { effectiveConstraint } from "../../schema/queries.js";
import type { AttributeField, ContentFields, Field, GroupField, ItemsField, ItemTerm } from "../content/fields.js";
import { fieldOccurrence } from "../content/model-text.js";
import type { OpenDeclaration } from "../names/modules.js";
import type { Lazy, Literal, ObjectLiteral } from "../plan.js";
import { attributeOptions, elementOptions } from "./element-options.js";
import { lazy, object, runtimeConstant } from "./shapes.js";
import type { TypeUses } from "./type-uses.js";
import type { WildcardSets } from "./wildcard-sets.js";

/** How names are written in one table. */
export interface TableNames {
  readonly targetNamespace: string;
  /** Bare names are in no namespace. */
  readonly local: boolean;
}

/** Unqualified local elements are the rule of a table where there are some, and no qualified ones. */
export function tableNames(fields: ContentFields, targetNamespace: string): TableNames {
  let unqualified = false;
  let qualified = false;
  for (const element of localElements(fields)) {
    if (element.name.namespace === "") unqualified = true;
    else if (element.name.namespace === targetNamespace) qualified = true;
  }
  return { targetNamespace, local: targetNamespace !== "" && unqualified && !qualified };
}

function* localElements({ fields }: ContentFields): Iterable<ElementDeclaration> {
  for (const field of fields) {
    const terms = field.kind === "items" ? field.terms : field.kind === "element" ? [field] : [];
    for (const { term } of terms) if (term.kind === "element" && term.scope === "local") yield term;
  }
}

/** Makes the rows of one table. */
export class RowMaker {
  readonly #uses: TypeUses;
  readonly #sets: WildcardSets;
  readonly #names: TableNames;
  readonly #group: (field: GroupField) => OpenDeclaration;

  constructor(uses: TypeUses, sets: WildcardSets, names: TableNames, group: (field: GroupField) => OpenDeclaration) {
    this.#uses = uses;
    this.#sets = sets;
    this.#names = names;
    this.#group = group;
  }

  contentRows({ fields, alternatives }: ContentFields): readonly (readonly [string, Literal])[] {
    return fields.map((field) => [field.property, this.#row(field, alternatives.flattened.has(field))]);
  }

  attributeRow({ use }: AttributeField): Literal {
    const { declaration, required } = use;
    const constraint = effectiveConstraint(use);
    const options = attributeOptions(constraint, declaration.type);
    const name = this.#column({ kind: "attribute", name: declaration.name });
    return [name, lazy(this.#uses.type(declaration.type).codec), ...lastColumns(required ? "" : "?", options)];
  }

  attributeWildcardRow(wildcard: Wildcard): Literal {
    const sets = this.#sets.attributesFor(wildcard);
    return [
      this.#column({ kind: "attributeWildcard", wildcard: this.#wildcard(wildcard) }),
      lazy(runtimeConstant("xmlAttributes")),
      ...lastColumns("?", sets),
    ];
  }

  #row(field: Field, flattened: boolean): Literal {
    switch (field.kind) {
      case "items":
        return this.#itemsRow(field, flattened);
      case "group":
        return [
          this.#column({ kind: "group" }),
          lazy(this.#group(field)),
          ...lastColumns(fieldOccurrence(field, flattened, false), undefined),
        ];
      default:
        return this.#termRow(field.term, (nillable) => fieldOccurrence(field, flattened, nillable));
    }
  }

  #termRow(term: ElementDeclaration | Wildcard, occurrence: (nillable: boolean) => string): readonly Literal[] {
    if (term.kind === "wildcard") {
      const sets = this.#sets.elementsFor(term);
      return [
        this.#column({ kind: "elementWildcard", wildcard: this.#wildcard(term) }),
        lazy(runtimeConstant("xmlElement")),
        ...lastColumns(occurrence(false), sets),
      ];
    }
    if (term.scope === "global") {
      const codec = this.#uses.headOf(term) ?? this.#uses.globalElement(term);
      return [this.#column({ kind: "reference" }), lazy(codec), ...lastColumns(occurrence(false), undefined)];
    }
    const { codec } = this.#uses.element(term);
    return [
      this.#column({ kind: "element", name: term.name }),
      lazy(codec),
      ...lastColumns(occurrence(term.nillable), elementOptions(term)),
    ];
  }

  #itemsRow(field: ItemsField, flattened: boolean): Literal {
    const members = object(field.terms.map((item) => [item.key, this.#item(item)]));
    const options = field.model === undefined ? undefined : object([["model", printModel(field.model)]]);
    if (field.mixed) return [this.#column({ kind: "mixed" }), members, ...lastColumns("*", options)];
    return [this.#column({ kind: "choice" }), members, ...lastColumns(fieldOccurrence(field, flattened, false), options)];
  }

  /** An element by its key alone, if that is its name and it has no other options. */
  #item({ key, term }: ItemTerm): Literal {
    // Substitution groups have a member of their own for each element.
    if (term.kind === "element" && term.scope === "global")
      return [this.#column({ kind: "reference" }), lazy(this.#uses.globalElement(term))];
    const row = this.#termRow(term, (nillable) => (nillable ? "nil" : ""));
    const [name, codec] = row;
    return row.length === 2 && name === key && isLazy(codec) ? codec : row;
  }

  #column(column: Column): string {
    return printColumn(column, this.#names.local ? "" : this.#names.targetNamespace);
  }

  #wildcard({ namespaceConstraint: constraint, processContents: process }: Wildcard): string {
    return printWildcard({ constraint, process }, this.#names.targetNamespace);
  }
}

/** The trailing columns of a row, as few as needed. */
function lastColumns(occurrence: string, options: ObjectLiteral | Lazy | undefined): readonly Literal[] {
  if (options !== undefined) return [occurrence, options];
  return occurrence === "" ? [] : [occurrence];
}

function isLazy(literal: Literal | undefined): literal is Lazy {
  return typeof literal === "object" && "kind" in literal && literal.kind === "lazy";
}
