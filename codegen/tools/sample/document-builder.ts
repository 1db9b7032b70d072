/**
 * Element declaration -> sample tree: content models walked with the dice, finite by a budget after which the smallest way is taken.
 *
 * Values are valid each for its own type; what spans a document (ID, IDREF, keys) is settled afterwards. XSD 1.0 Part 1 §3.3.4, §3.4.4, §3.8.4
 */

import { isFault } from "../../../src/datatypes/fault.js";
import { nameOf } from "../../../src/datatypes/value.js";
import { internName, type Name } from "../../../src/xml/names.js";
import { xsdNamespace, xsiNamespace } from "../../load/names.js";
import { anyType } from "../../schema/built-in-components.js";
import type {
  AttributeUse,
  ComplexTypeDefinition,
  ElementDeclaration,
  ModelGroup,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
  ValueConstraint,
  Wildcard,
} from "../../schema/components.js";
import { allowsNamespace } from "../../schema/namespace-constraint.js";
import { effectiveConstraint } from "../../schema/queries.js";
import type { Substitution } from "../../schema/substitution.js";
import type { Occurrences, SampleElement, SampleValue } from "./document.js";
import type { Place } from "./places.js";
import { DocumentPrefixes } from "./prefixes.js";
import type { Random } from "./random.js";
import type { RealTexts } from "./real-texts.js";
import type { LeastSizes } from "./sizes.js";
import { qualified, roleWithin, type ValueContext, valueFor } from "./values.js";

/** Thrown where nothing valid can be made; `type` is set where the reason is a type without values. */
export class Unsatisfiable extends Error {
  readonly type: SimpleTypeDefinition | undefined;

  constructor(message: string, type?: SimpleTypeDefinition) {
    super(message);
    this.type = type;
  }
}

/** How a document is to look. */
export interface BuildOptions {
  readonly random: Random;
  /** 0: only what must be there; 1: everything that may, until the budget is spent. */
  readonly fullness: number;
  /** Elements; more come only where the schema demands them. */
  readonly budget: number;
  /** xsi:type, xsi:nil and members of substitution groups also where they need not be. */
  readonly variety: boolean;
  /** Where the people and companies in it live. */
  readonly place: Place;
  readonly texts: RealTexts;
  /** Names that keys need: elements and attributes of these names are not left out. */
  readonly wanted: ReadonlySet<Name>;
}

/** What the builder knows of the schema. */
export interface SchemaKnowledge {
  readonly sizes: LeastSizes;
  readonly substitution: Substitution;
}

/** The element or attribute that a value is made for. */
interface ValueHolder {
  readonly name: Name;
  readonly parent: Name | undefined;
  /** A namespace for QNames. */
  readonly namespace: string;
}

const alone: Occurrences = { count: 1, min: 1 };
/** Beyond the first depth only the smallest content is made, beyond the second none. */
const deepest = 12;
const deepestOfAll = 500;
const xsiType = internName(xsiNamespace, "type");
const xsiNil = internName(xsiNamespace, "nil");

/** Makes one document. */
export class DocumentBuilder {
  readonly prefixes = new DocumentPrefixes();
  readonly #options: BuildOptions;
  readonly #sizes: LeastSizes;
  readonly #substitution: Substitution;
  readonly #ids = new Set<string>();
  readonly #open: TypeDefinition[] = [];
  readonly #names: Name[] = [];
  #made = 0;

  constructor({ sizes, substitution }: SchemaKnowledge, options: BuildOptions) {
    this.#sizes = sizes;
    this.#substitution = substitution;
    this.#options = options;
  }

  /** A document whose root is the element itself, not one that may stand for it. */
  root(declaration: ElementDeclaration): SampleElement {
    return this.element(declaration, alone);
  }

  /** An element where the declaration is referred to: it or a member of its substitution group. */
  reference(declaration: ElementDeclaration, occurrences: Occurrences = alone): SampleElement {
    return this.element(this.#chooseElement(declaration), occurrences);
  }

  /** An element of that declaration, of the declared type or one that xsi:type names. */
  element(declaration: ElementDeclaration, occurrences: Occurrences = alone): SampleElement {
    if (this.#isNil(declaration)) return this.nilElement(declaration, occurrences);
    return this.typedElement(declaration, this.#chooseType(declaration), occurrences);
  }

  /** An element of that declaration and type. */
  typedElement(declaration: ElementDeclaration, type: TypeDefinition, occurrences: Occurrences = alone): SampleElement {
    const element = this.startElement(declaration, type, occurrences);
    this.#names.push(declaration.name);
    this.#open.push(type);
    this.#addContent(element, type, declaration.valueConstraint);
    this.#open.pop();
    this.#names.pop();
    return element;
  }

  /** An element with attributes and without content. */
  startElement(declaration: ElementDeclaration, type: TypeDefinition, occurrences: Occurrences = alone): SampleElement {
    if (this.#open.length > deepestOfAll) throw new Unsatisfiable("documents would be too deep");
    this.#made++;
    const element: SampleElement = {
      kind: "element",
      name: declaration.name,
      declaration,
      type,
      attributes: [],
      children: [],
      occurrences,
    };
    if (type !== declaration.type) this.#addXsi(element, xsiType, this.#qualifiedName(type));
    if (type.kind === "complexType") this.#addAttributes(element, type);
    return element;
  }

  /** The element with xsi:nil, as empty as that says. XSD 1.0 Part 1 §3.3.4 (cvc-elt.3.2) */
  nilElement(declaration: ElementDeclaration, occurrences: Occurrences = alone): SampleElement {
    const element = this.startElement(declaration, declaration.type, occurrences);
    this.#addXsi(element, xsiNil, "true");
    return element;
  }

  #addXsi(element: SampleElement, name: Name, text: string): void {
    element.attributes.push({ name, value: { text, type: undefined, fixed: true }, required: true });
  }

  #qualifiedName({ name, targetNamespace }: TypeDefinition): string {
    if (name === undefined) throw new Error("internal: xsi:type needs a named type");
    return qualified(targetNamespace, name.local, this.prefixes);
  }

  /** Only the smallest content is made from here on. */
  get #lean(): boolean {
    return this.#options.fullness === 0 || this.#made >= this.#options.budget || this.#open.length >= deepest;
  }

  #chooseElement(declaration: ElementDeclaration): ElementDeclaration {
    const { random, variety } = this.#options;
    const candidates = this.#substitution
      .concreteElementsFor(declaration)
      .filter((element) => this.#sizes.ofElement(element) < Number.POSITIVE_INFINITY);
    const [first] = candidates;
    if (first === undefined) throw new Unsatisfiable(`nothing valid can stand for the element "${declaration.name.clark}"`);
    if (this.#lean) return smallest(candidates, (element) => this.#sizes.ofElement(element));
    return first === declaration && (!variety || random.chance(0.6)) ? first : random.pick(candidates);
  }

  #chooseType(declaration: ElementDeclaration): TypeDefinition {
    const { random, variety } = this.#options;
    const { type } = declaration;
    const size = (candidate: TypeDefinition): number => this.#sizes.ofType(candidate);
    const usable = !(type.kind === "complexType" && type.abstract) && size(type) < Number.POSITIVE_INFINITY;
    // A type that stands for anyType would be any type of the schema.
    if (usable && (!variety || this.#lean || type === anyType || declaration.valueConstraint !== undefined || random.chance(0.8)))
      return type;
    const others = this.#substitution
      .typesFor(type, declaration.disallowedSubstitutions)
      .filter((candidate) => size(candidate) < Number.POSITIVE_INFINITY);
    if (others.length === 0) {
      if (usable) return type;
      throw new Unsatisfiable(
        `the type of the element "${declaration.name.clark}" has no valid content`,
        type.kind === "simpleType" ? type : undefined,
      );
    }
    return this.#lean ? smallest(others, size) : random.pick(others);
  }

  #isNil(declaration: ElementDeclaration): boolean {
    const { nillable, valueConstraint, type, name } = declaration;
    if (!nillable || valueConstraint?.kind === "fixed" || (type.kind === "complexType" && type.abstract)) return false;
    if (this.#sizes.ofType(type) === Number.POSITIVE_INFINITY || (this.#lean && this.#open.includes(type))) return true;
    const { random, variety, wanted } = this.#options;
    return variety && !this.#lean && !wanted.has(name) && random.chance(0.15);
  }

  #addAttributes(element: SampleElement, type: ComplexTypeDefinition): void {
    const { random, fullness, wanted } = this.#options;
    for (const use of type.attributeUses) {
      const { name } = use.declaration;
      const role = roleWithin(use.declaration.type.datatype);
      // Without an ID there would be nothing to refer to.
      const needed = use.required || role === "ID" || wanted.has(name);
      const taken = needed || (!this.#lean && random.chance(fullness));
      if (!taken || (!use.required && !this.#sizes.canHaveValue(use))) continue;
      const value = this.#attributeValue(use, element.name);
      element.attributes.push({ name, value, required: use.required });
    }
  }

  /** The fixed or default value of an attribute, or one made for its type. */
  #attributeValue(use: AttributeUse, parent: Name): SampleValue {
    const { type, name } = use.declaration;
    return this.value(type, effectiveConstraint(use), { name, parent, namespace: name.namespace });
  }

  /** A text for a type, with a fixed or default value where there is one. */
  value(type: SimpleTypeDefinition, constraint: ValueConstraint | undefined, { name, parent, namespace }: ValueHolder): SampleValue {
    const { random, place, texts } = this.#options;
    if (constraint?.kind === "fixed" || (constraint?.kind === "default" && random.chance(0.5))) {
      return { text: this.#constraintText(type, constraint), type, fixed: constraint.kind === "fixed" };
    }
    const subject = { name: name.local, parent: parent?.local ?? "", type: type.name?.local ?? "", place, texts };
    return { text: this.#freshText(type, { random, prefixes: this.prefixes, namespace, subject }), type, fixed: false };
  }

  #constraintText({ datatype }: SimpleTypeDefinition, { lexical, namespaces }: ValueConstraint): string {
    const value = datatype.valueOf(lexical, namespaces);
    const name = isFault(value) ? undefined : nameOf(value);
    return name === undefined ? datatype.normalize(lexical) : qualified(name.namespace, name.local, this.prefixes);
  }

  #freshText(type: SimpleTypeDefinition, context: ValueContext): string {
    for (let attempt = 0; attempt < 50; attempt++) {
      const text = valueFor(type, context);
      if (text === undefined) throw new Unsatisfiable(`no value was found for ${describe(type)}`, type);
      if (roleWithin(type.datatype) !== "ID") return text;
      const id =
        this.#ids.has(text) && type.datatype.check(`${text}-${this.#ids.size}`, this.prefixes) === undefined
          ? `${text}-${this.#ids.size}`
          : text;
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      return id;
    }
    throw new Unsatisfiable(`no further ID was found for ${describe(type)}`);
  }

  #addContent(element: SampleElement, type: TypeDefinition, constraint: ValueConstraint | undefined): void {
    const content = type.kind === "simpleType" ? { kind: "simple" as const, type } : type.contentType;
    switch (content.kind) {
      case "empty":
        return;
      case "simple":
        element.children.push({ kind: "text", value: this.#contentValue(content.type, constraint, element) });
        return;
      case "mixed":
        if (constraint?.kind === "fixed") this.#addText(element, constraint.lexical);
        else {
          if (!this.#lean) this.#addText(element, "Some text");
          if (type !== anyType) this.#addParticle(element, content.particle);
          if (!this.#lean && element.children.length > 1) this.#addText(element, " and more.");
        }
        return;
      case "elementOnly":
        this.#addParticle(element, content.particle);
    }
  }

  #contentValue(type: SimpleTypeDefinition, constraint: ValueConstraint | undefined, { name }: SampleElement): SampleValue {
    return this.value(type, constraint, { name, parent: this.#names.at(-2), namespace: name.namespace || xsdNamespace });
  }

  #addText(element: SampleElement, text: string): void {
    element.children.push({ kind: "text", value: { text, type: undefined, fixed: true } });
  }

  #addParticle(parent: SampleElement, particle: Particle): void {
    const { term, minOccurs } = particle;
    if (this.#sizes.ofTerm(term) === Number.POSITIVE_INFINITY) {
      if (minOccurs === 0) return;
      throw new Unsatisfiable(`the content of "${parent.name.clark}" cannot be satisfied`);
    }
    const occurrences: Occurrences = { count: this.#howOften(particle), min: minOccurs };
    for (let index = 0; index < occurrences.count; index++) {
      if (term.kind === "element") parent.children.push(this.reference(term, occurrences));
      else if (term.kind === "wildcard") parent.children.push(this.#wildcardElement(term, occurrences));
      else this.#addGroup(parent, term);
    }
  }

  #howOften({ minOccurs, maxOccurs, term }: Particle): number {
    const { random, fullness, wanted } = this.#options;
    if (maxOccurs === 0) return 0;
    const isWanted = term.kind === "element" && wanted.has(term.name) && this.#open.length < 2 * deepest;
    if (this.#lean) return minOccurs === 0 && isWanted ? 1 : minOccurs;
    const again = term.kind === "element" && this.#open.includes(term.type) ? 0.2 : 1;
    const likely = (term.kind === "wildcard" ? 0.3 : 1) * fullness * again;
    const count = minOccurs > 0 ? minOccurs : isWanted || random.chance(likely) ? 1 : 0;
    return count > 0 && random.chance(0.3 * likely) ? Math.min(maxOccurs, count + 1) : count;
  }

  #addGroup(parent: SampleElement, group: ModelGroup): void {
    const { random } = this.#options;
    if (group.compositor === "choice") {
      const open = group.particles.filter(
        (particle) => this.#sizes.ofParticle(particle) < Number.POSITIVE_INFINITY && particle.maxOccurs > 0,
      );
      if (open.length === 0) return;
      this.#addParticle(parent, this.#lean ? smallest(open, (particle) => this.#sizes.ofParticle(particle)) : random.pick(open));
      return;
    }
    const particles = this.#sizes.particlesOf(group);
    const inOrder = group.compositor === "sequence" || this.#lean || random.chance(0.7);
    for (const particle of inOrder ? particles : random.shuffled(particles)) this.#addParticle(parent, particle);
  }

  #wildcardElement({ processContents, namespaceConstraint: constraint }: Wildcard, occurrences: Occurrences): SampleElement {
    if (processContents === "strict") {
      const allowed = this.#sizes
        .allowedElements(constraint)
        .filter((element) => this.#sizes.ofElement(element) < Number.POSITIVE_INFINITY);
      const chosen = this.#lean ? smallest(allowed, (element) => this.#sizes.ofElement(element)) : this.#options.random.pick(allowed);
      return this.element(chosen, occurrences);
    }
    const namespace = constraint.kind === "list" ? (constraint.namespaces[0] ?? "") : "urn:example:extension";
    if (!allowsNamespace(constraint, namespace)) throw new Unsatisfiable("a wildcard allows no namespace");
    this.#made++;
    const name = internName(namespace, "extension");
    const text = { kind: "text" as const, value: { text: "any", type: undefined, fixed: true } };
    return { kind: "element", name, declaration: undefined, type: undefined, attributes: [], children: [text], occurrences };
  }
}

function smallest<T extends object>(items: readonly T[], sizeOf: (item: T) => number): T {
  const [first, ...others] = items;
  if (first === undefined) throw new Unsatisfiable("there is nothing to choose from");
  let best = first;
  let least = sizeOf(first);
  for (const item of others) {
    const size = sizeOf(item);
    if (size >= least) continue;
    best = item;
    least = size;
  }
  return best;
}

function describe({ name }: SimpleTypeDefinition): string {
  return name === undefined ? "an anonymous simple type" : `the type "${name.clark}"`;
}
