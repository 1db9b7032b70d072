/**
 * Two schemas -> differences: everything that documents of the one can be and those of the other cannot.
 *
 * Elements are compared in pairs from the roots on, each pair of types once, so that recursion ends. What is found is a conjecture until a
 * document has shown it (places.ts).
 */

import type { ElementDeclaration, IdentityConstraint, TypeDefinition } from "../../schema/components.js";
import type { SampleElement } from "../sample/document.js";
import { elementsOf, simpleValue } from "../sample/document.js";
import { roleWithin } from "../sample/values.js";
import { changedDefaults, compareAttributes } from "./compare-attributes.js";
import { compareContent, simpleContent } from "./compare-content.js";
import { ContentLanguage, NameCharacters } from "./content-language.js";
import type { ContractSide } from "./contract-side.js";
import type { ReportDifference } from "./difference.js";
import { type MakeElement, type ParentPlace, type Place, pathOf } from "./places.js";
import { signatureOf } from "./value-search.js";

interface Pair {
  readonly from: ElementDeclaration;
  readonly to: ElementDeclaration;
  readonly parent: ParentPlace | undefined;
}

/** Compares in one direction: what `from` accepts and `to` refuses. */
export class DocumentComparison {
  readonly #from: ContractSide;
  readonly #to: ContractSide;
  readonly #report: ReportDifference;
  readonly #pending: Pair[] = [];
  readonly #seenElements = new Map<ElementDeclaration, Set<ElementDeclaration>>();
  readonly #seenTypes = new Map<TypeDefinition, Set<TypeDefinition>>();
  readonly #seenSubstitutes = new Map<TypeDefinition, Set<TypeDefinition>>();
  readonly #characters = new NameCharacters();
  readonly #languages = new Map<TypeDefinition, ContentLanguage>();

  constructor(from: ContractSide, to: ContractSide, report: ReportDifference) {
    this.#from = from;
    this.#to = to;
    this.#report = report;
  }

  /** Compares documents with these roots, and everything that is in them. */
  compare(from: ElementDeclaration, to: ElementDeclaration): void {
    this.#pending.push({ from, to, parent: undefined });
    // The list grows while it is walked through.
    for (const pair of this.#pending) this.#compareElements(pair);
    this.#pending.length = 0;
  }

  #compareElements({ from, to, parent }: Pair): void {
    if (!addPair(this.#seenElements, from, to) || !this.#from.isSatisfiable(from)) return;
    const place: Place = { declaration: from, type: from.type, parent };
    this.#compareNil(place, to);
    this.#compareFixed(place, to);
    this.#compareConstraints(place, to);
    if (!(from.type.kind === "complexType" && from.type.abstract)) this.#compareTypes(place, to.type);
    this.#compareSubstitutes(place, to);
  }

  #compareNil(place: Place, to: ElementDeclaration): void {
    const { declaration } = place;
    if (!declaration.nillable || to.nillable || (declaration.type.kind === "complexType" && declaration.type.abstract)) return;
    const wording = { lost: "it may no longer be nil", gained: "it may be nil now" };
    this.#reportDifference(place, to, { id: "nillable", wording, makes: [(builder) => builder.nilElement(declaration)] });
  }

  #compareFixed(place: Place, to: ElementDeclaration): void {
    const { declaration } = place;
    const { valueConstraint: fixed } = to;
    const own = declaration.valueConstraint;
    const type = simpleContent(declaration.type);
    if (fixed?.kind !== "fixed" || (own?.kind === "fixed" && own.lexical === fixed.lexical)) return;
    const wording = {
      lost: `it has the fixed value "${fixed.lexical}" now`,
      gained: `it no longer has the fixed value "${fixed.lexical}"`,
    };
    const make: MakeElement = (builder) => {
      const element = builder.startElement(declaration, declaration.type);
      if (type === undefined) return builder.typedElement(declaration, declaration.type);
      for (let attempt = 0; attempt < 10; attempt++) {
        element.children[0] = {
          kind: "text",
          value: builder.value(type, own, { name: declaration.name, parent: undefined, namespace: declaration.name.namespace }),
        };
        if (element.children[0].value.text !== fixed.lexical) break;
      }
      return element;
    };
    this.#reportDifference(place, to, { id: "fixed", wording, makes: [make] });
  }

  #compareConstraints(place: Place, to: ElementDeclaration): void {
    const { declaration } = place;
    const own = new Set(declaration.identityConstraints.map(describeConstraint));
    for (const constraint of to.identityConstraints) {
      if (own.has(describeConstraint(constraint))) continue;
      const name = `"${constraint.name.local}"`;
      const wording = {
        lost: `the identity constraint ${name} is new or another one`,
        gained: `the identity constraint ${name} is gone or another one`,
      };
      const full: MakeElement = (builder) => builder.typedElement(declaration, declaration.type);
      this.#reportDifference(place, to, { id: "identity-constraint", wording, makes: [full, (builder) => withEqualValues(full(builder))] });
    }
  }

  /** Types that xsi:type may name. XSD 1.0 Part 1 §3.3.4 (cvc-elt.4.3) */
  #compareSubstitutes(place: Place, to: ElementDeclaration): void {
    // Elements that block nothing allow what their type allows.
    const isPlain = place.declaration.disallowedSubstitutions.size === 0 && to.disallowedSubstitutions.size === 0;
    if (isPlain && !addPair(this.#seenSubstitutes, place.declaration.type, to.type)) return;
    const allowed = new Map(this.#to.typesFor(to).map((type) => [type.name?.clark, type]));
    const declared = to.type.kind === "complexType" && to.type.abstract ? undefined : to.type;
    for (const type of this.#from.typesFor(place.declaration)) {
      if (this.#from.sampler.knowledge.sizes.ofType(type) === Number.POSITIVE_INFINITY) continue;
      const other = allowed.get(type.name?.clark) ?? (declared?.name === type.name ? declared : undefined);
      const substituted: Place = { ...place, type };
      if (other !== undefined) this.#compareTypes(substituted, other);
      else if (addPair(this.#seenTypes, type, to.type)) {
        const name = type.name?.local ?? "";
        const wording = { lost: `xsi:type="${name}" is no longer allowed`, gained: `xsi:type="${name}" is allowed now` };
        this.#reportDifference(substituted, to, {
          id: "xsi-type",
          wording,
          makes: [(builder) => builder.typedElement(place.declaration, type)],
        });
      }
    }
  }

  #compareTypes(place: Place, to: TypeDefinition): void {
    const from = place.type;
    if (!addPair(this.#seenTypes, from, to) || isSameSimpleType(from, to)) return;
    const fromLanguage = this.#languageOf(this.#from, from);
    const toLanguage = this.#languageOf(this.#to, to);
    if (to.kind === "complexType" && to.abstract) this.#reportAbstract(place, to);
    compareAttributes({ place, from, to, toSchema: this.#to.schema, report: this.#report });
    compareContent({ place, from, to, fromLanguage, toLanguage, side: this.#from, report: this.#report });
    const parent: ParentPlace = { place, language: fromLanguage, other: toLanguage };
    for (const [name, element] of fromLanguage.byName) {
      const other =
        toLanguage.byName.get(name) ?? (toLanguage.allowsThroughWildcard(name) ? this.#to.schema.elements.get(name.clark) : undefined);
      if (other !== undefined) this.#pending.push({ from: element, to: other, parent });
    }
  }

  #reportAbstract(place: Place, to: TypeDefinition): void {
    const { declaration, type } = place;
    const wording = { lost: "its type is abstract now", gained: "its type is no longer abstract" };
    const makes: MakeElement[] = [(builder) => builder.typedElement(declaration, type)];
    this.#report({ id: "abstract", subject: pathOf(place).slice(1), wording, from: type.at, to: to.at, place, makes });
  }

  #languageOf(side: ContractSide, type: TypeDefinition): ContentLanguage {
    const known = this.#languages.get(type);
    if (known !== undefined) return known;
    const made = new ContentLanguage(side, type.kind === "complexType" ? type : undefined, this.#characters);
    this.#languages.set(type, made);
    return made;
  }

  #reportDifference(
    place: Place,
    to: ElementDeclaration,
    {
      id,
      wording,
      makes,
    }: {
      readonly id: string;
      readonly wording: { readonly lost: string; readonly gained: string };
      readonly makes: readonly MakeElement[];
    },
  ): void {
    this.#report({ id, subject: pathOf(place).slice(1), wording, from: place.declaration.at, to: to.at, place, makes });
  }
}

/** Remembers a pair; false: it was known. */
function addPair<T extends object>(seen: Map<T, Set<T>>, from: T, to: T): boolean {
  const known = seen.get(from) ?? new Set<T>();
  seen.set(from, known);
  if (known.has(to)) return false;
  known.add(to);
  return true;
}

function isSameSimpleType(from: TypeDefinition, to: TypeDefinition): boolean {
  return from.kind === "simpleType" && to.kind === "simpleType" && signatureOf(from.datatype) === signatureOf(to.datatype);
}

function describeConstraint({ category, selector, fields, referencedKey }: IdentityConstraint): string {
  return JSON.stringify([category, selector, fields, referencedKey?.name.clark ?? null]);
}

/** Values of one type made equal, IDs apart: what must be unique is not. */
function withEqualValues(root: SampleElement): SampleElement {
  const texts = new Map<unknown, string>();
  for (const element of elementsOf(root)) {
    const own = simpleValue(element);
    for (const value of [...element.attributes.map((attribute) => attribute.value), ...(own === undefined ? [] : [own])]) {
      if (value.type === undefined || value.fixed || roleWithin(value.type.datatype) !== undefined) continue;
      const first = texts.get(value.type);
      if (first === undefined) texts.set(value.type, value.text);
      else value.text = first;
    }
  }
  return root;
}

/** Defaults that have changed: documents stay valid and mean something else. */
export function findChangedDefaults(from: ContractSide, to: ContractSide) {
  return [...from.schema.types].flatMap(([clark, type]) => {
    const other = to.schema.types.get(clark);
    if (type.kind !== "complexType" || other?.kind !== "complexType") return [];
    return changedDefaults(type, other).map((change) => ({ ...change, type: clark }));
  });
}
