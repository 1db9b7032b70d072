/**
 * Random schemas: most conform, some do not.
 */
import type { Choices } from "./choices.js";
import type {
  AttributeModel,
  ComplexModel,
  ElementModel,
  GlobalElement,
  ParticleModel,
  SchemaModel,
  TermModel,
  TypeModel,
  WildcardModel,
} from "./model.js";
import { restrictAttributes, restrictParticle } from "./restriction.js";
import { anySimpleType, randomFacets, randomSimpleType, type SimpleModel } from "./simple-types.js";

const names = [..."abcdefghopqrstuvwxyz"];

export function randomSchema(choices: Choices): SchemaModel {
  return new SchemaMaker(choices).make();
}

class SchemaMaker {
  private readonly choices: Choices;
  private readonly simpleTypes: SimpleModel[] = [];
  private readonly complexTypes: ComplexModel[] = [];
  private readonly groups = new Map<string, ParticleModel>();
  private readonly attributeGroups = new Map<string, readonly AttributeModel[]>();
  private readonly attributes: AttributeModel[] = [];
  private readonly elements: GlobalElement[] = [];
  private readonly qualifiedElements: boolean;
  private readonly qualifiedAttributes: boolean;
  /** Names that the content at hand has used up. */
  private free: string[] = [];
  private freeAttributes: string[] = [];
  private keys = 0;

  constructor(choices: Choices) {
    this.choices = choices;
    this.qualifiedElements = choices.chance(50);
    this.qualifiedAttributes = choices.chance(20);
  }

  make(): SchemaModel {
    const { choices } = this;
    const blockDefault = choices.chance(5) ? choices.oneOf(["restriction", "extension", "substitution", "#all"]) : "";
    for (let index = choices.below(5); index > 0; index--)
      this.simpleTypes.push(randomSimpleType(choices, this.simpleTypes, `S${this.simpleTypes.length}`));
    const count = 1 + choices.below(5);
    for (let index = 0; index < count; index++) this.complexTypes.push(emptyType(`C${index}`));
    if (choices.chance(20)) this.attributes.push(this.attribute("ga", true));
    if (choices.chance(15)) this.attributeGroups.set("AG", this.someAttributes(2));
    for (let index = choices.below(4); index > 0; index--) this.elements.push(this.globalElement(`G${this.elements.length}`));
    if (choices.chance(25)) this.makeGroup();
    this.complexTypes.forEach((type, index) => {
      this.fillType(type, this.complexTypes.slice(0, index));
    });
    this.elements.push(this.rootElement());
    const { qualifiedElements, qualifiedAttributes, simpleTypes, complexTypes, groups, attributeGroups, attributes, elements } = this;
    return {
      qualifiedElements,
      qualifiedAttributes,
      blockDefault,
      simpleTypes,
      complexTypes,
      groups,
      attributeGroups,
      attributes,
      elements,
    };
  }

  private makeGroup(): void {
    this.free = names.slice(4);
    this.groups.set("MG", this.group(2, this.choices.chance(15)));
  }

  private rootElement(): GlobalElement {
    const type = this.complexTypes[this.choices.below(this.complexTypes.length)];
    const declaration = { ...this.declaration("root", true, type ?? { kind: "anyType" }, true), value: undefined };
    return { ...declaration, ...this.withConstraints(), head: undefined, abstract: false, final: "" };
  }

  private globalElement(name: string): GlobalElement {
    const { choices } = this;
    const head = this.elements.length > 0 && choices.chance(50) ? choices.oneOf(this.elements) : undefined;
    const type = head !== undefined && !choices.risk(40) ? this.derivedType(head.type) : this.type(0);
    return {
      ...this.declaration(name, true, type, true),
      head,
      abstract: choices.chance(8),
      final: choices.risk(20) ? choices.oneOf(["extension", "restriction", "#all"]) : "",
    };
  }

  /** The same type, or one that anonymously restricts it. */
  private derivedType(type: TypeModel): TypeModel {
    const { choices } = this;
    if (type.kind === "anyType") return this.type(0);
    if (type.kind === "complex" || type.simple.reference === undefined || choices.chance(50)) return type;
    const { facets, texts } = randomFacets(choices, type.simple);
    const derivation = `<xs:restriction base="${type.simple.reference}">${facets}</xs:restriction>`;
    return { kind: "simple", simple: { reference: undefined, name: undefined, derivation, final: "", family: type.simple.family, texts } };
  }

  private declaration(name: string, qualified: boolean, type: TypeModel, global: boolean): ElementModel {
    const { choices } = this;
    return {
      name,
      qualified,
      type,
      global,
      nillable: choices.chance(12),
      value: choices.chance(10) ? this.valueConstraint(type) : undefined,
      block: choices.chance(5) ? choices.oneOf(["extension", "restriction", "substitution", "#all"]) : "",
      constraints: "",
      keys: [],
    };
  }

  private valueConstraint(type: TypeModel): ElementModel["value"] {
    const kind = this.choices.oneOf(["default", "fixed"] as const);
    const simple = type.kind === "simple" ? type.simple : type.kind === "complex" ? type.simple : undefined;
    if (simple !== undefined)
      return simple.derivation === "" || this.choices.risk(50) ? { kind, text: this.choices.oneOf(simple.texts) } : undefined;
    return this.choices.risk(20) ? { kind, text: "x" } : undefined;
  }

  private type(depth: number): TypeModel {
    const { choices } = this;
    const kind = choices.below(20);
    if (kind < 10) return { kind: "simple", simple: anySimpleType(choices, this.simpleTypes) };
    if (kind === 10) return { kind: "simple", simple: randomSimpleType(choices, this.simpleTypes, undefined) };
    if (kind === 11) return { kind: "anyType" };
    if (kind === 12 && depth < 2) return this.anonymousType(depth + 1);
    return choices.oneOf(this.complexTypes);
  }

  private anonymousType(depth: number): ComplexModel {
    const { free, freeAttributes } = this;
    const type = emptyType(undefined);
    this.fillType(type, depth > 1 ? [] : this.complexTypes.filter(({ content, simple }) => content !== undefined || simple !== undefined));
    this.free = free;
    this.freeAttributes = freeAttributes;
    return type;
  }

  private fillType(type: ComplexModel, bases: readonly ComplexModel[]): void {
    const { choices } = this;
    this.free = [...names];
    this.freeAttributes = ["i", "j", "k", "l", "m"];
    if (type.name !== undefined) {
      type.abstract = choices.chance(6);
      type.block = choices.chance(5) ? choices.oneOf(["extension", "restriction", "#all"]) : "";
      type.final = choices.risk(12) ? choices.oneOf(["extension", "restriction", "#all"]) : "";
    }
    const base = bases.length > 0 && choices.chance(55) ? choices.oneOf(bases) : undefined;
    if (base === undefined) this.fillFromNothing(type);
    else if (choices.chance(50)) this.fillByExtension(type, base);
    else this.fillByRestriction(type, base);
  }

  private fillFromNothing(type: ComplexModel): void {
    const { choices } = this;
    const kind = choices.below(10);
    if (kind === 9) {
      type.simple = anySimpleType(choices, this.simpleTypes);
      type.derivation = "extension";
    } else if (kind !== 8) {
      type.own = this.content();
      type.content = type.own;
      type.mixed = choices.chance(12);
    }
    this.addAttributes(type, []);
    if (choices.chance(8)) type.anyAttribute = this.wildcard();
  }

  private content(): ParticleModel {
    const { choices } = this;
    if (choices.chance(8) && this.groups.size > 0) return this.groupReference();
    return this.group(0, choices.chance(10));
  }

  private groupReference(): ParticleModel {
    const [name, particle] = [...this.groups][0] ?? [];
    if (name === undefined || particle === undefined || particle.term.kind !== "group") throw new Error("internal: there is no group");
    const { min, max } = this.occurrence(particle.term.compositor === "all" ? 1 : 4);
    return { min, max, term: { ...particle.term, reference: name } };
  }

  private fillByExtension(type: ComplexModel, base: ComplexModel): void {
    const { choices } = this;
    type.base = base;
    type.derivation = "extension";
    type.mixed = !choices.risk(15) ? base.mixed : !base.mixed;
    type.simple = base.simple;
    if (base.simple === undefined) {
      this.free = names.filter((name) => !used(base.content).includes(name));
      if (choices.chance(75)) type.own = this.group(1, false);
      const both = [base.content, type.own].filter((particle) => particle !== undefined);
      type.content =
        both.length < 2
          ? both[0]
          : { min: 1, max: 1, term: { kind: "group", compositor: "sequence", particles: both, reference: undefined } };
    }
    this.freeAttributes = ["n", "o", "p", "q", "r", "s"].filter((name) => !base.attributes.some((attribute) => attribute.name === name));
    this.addAttributes(type, base.attributes);
    if (choices.chance(5)) type.anyAttribute = this.wildcard();
  }

  private fillByRestriction(type: ComplexModel, base: ComplexModel): void {
    const { choices } = this;
    type.base = base;
    type.derivation = "restriction";
    type.mixed = !choices.risk(15) ? base.mixed : !base.mixed;
    if (base.simple !== undefined) {
      const { facets, texts } = randomFacets(choices, base.simple);
      type.simpleFacets = facets;
      type.simple = { ...base.simple, texts };
    } else {
      type.own = base.content === undefined ? undefined : restrictParticle(choices, base.content, this.complexTypes);
      type.content = type.own;
    }
    type.ownAttributes = restrictAttributes(choices, base.attributes);
    type.attributes = merged(base.attributes, type.ownAttributes);
    if (base.anyAttribute !== undefined && choices.chance(60)) type.anyAttribute = choices.chance(60) ? base.anyAttribute : this.wildcard();
  }

  private addAttributes(type: ComplexModel, inherited: readonly AttributeModel[]): void {
    type.ownAttributes = this.someAttributes(3);
    if (this.choices.chance(10) && this.attributeGroups.size > 0) type.attributeGroup = "AG";
    const grouped = type.attributeGroup === undefined ? [] : (this.attributeGroups.get("AG") ?? []);
    type.attributes = merged(inherited, [...grouped, ...type.ownAttributes]);
  }

  private someAttributes(most: number): readonly AttributeModel[] {
    const { choices } = this;
    const made = Array.from({ length: choices.below(most + 1) }, () => this.attribute(this.freeAttributes.shift() ?? "z", false));
    const [global] = this.attributes;
    if (global !== undefined && choices.chance(15))
      made.push({ ...global, use: choices.oneOf(["optional", "required"]), value: undefined });
    return made;
  }

  private attribute(name: string, global: boolean): AttributeModel {
    const { choices } = this;
    const type = choices.chance(8) ? randomSimpleType(choices, this.simpleTypes, undefined) : anySimpleType(choices, this.simpleTypes);
    const use = global ? "optional" : choices.oneOf(["optional", "optional", "required"] as const);
    const valued = (type.derivation === "" && type.reference !== "xs:ID" && choices.chance(20)) || choices.risk(20);
    const kind = use === "required" ? "fixed" : choices.oneOf(["default", "fixed"] as const);
    return {
      name,
      qualified: global || this.qualifiedAttributes,
      use,
      type,
      global,
      value: valued ? { kind, text: choices.oneOf(type.texts) } : undefined,
    };
  }

  private group(depth: number, all: boolean): ParticleModel {
    const { choices } = this;
    const compositor = all ? "all" : choices.oneOf(["sequence", "sequence", "choice"] as const);
    const length = choices.chance(4) ? 0 : 1 + choices.below(4);
    const particles = Array.from({ length }, () => (all ? this.elementParticle(1) : this.particle(depth + 1)));
    const { min, max } = this.occurrence(all || depth === 2 ? 1 : 5);
    return { min, max, term: { kind: "group", compositor, particles, reference: undefined } };
  }

  private particle(depth: number): ParticleModel {
    const { choices } = this;
    const kind = choices.below(20);
    if (kind < 13 || depth > 2) return this.elementParticle(6);
    if (kind === 13) return { ...this.occurrence(5), term: { kind: "wildcard", wildcard: this.wildcard() } };
    if (kind === 14 && this.groups.size > 0) return this.groupReference();
    return this.group(depth, false);
  }

  private elementParticle(most: number): ParticleModel {
    return { ...this.occurrence(most), term: this.elementTerm() };
  }

  private elementTerm(): TermModel {
    const { choices } = this;
    const fresh = !choices.risk(15);
    if (choices.chance(20) && this.elements.length > 0) return { kind: "element", element: choices.oneOf(this.elements) };
    const name = (fresh ? this.free.shift() : undefined) ?? choices.oneOf(names);
    const element = this.declaration(name, this.qualifiedElements, this.type(0), false);
    return { kind: "element", element: choices.chance(6) ? { ...element, ...this.withConstraints() } : element };
  }

  private occurrence(most: number): { readonly min: number; readonly max: number } {
    const { choices } = this;
    if (most === 1) return { min: choices.below(2) === 0 ? 1 : 0, max: 1 };
    switch (choices.below(12)) {
      case 6:
      case 7:
        return { min: 0, max: 1 };
      case 8:
        return { min: 0, max: Number.POSITIVE_INFINITY };
      case 9:
        return { min: 1, max: Number.POSITIVE_INFINITY };
      case 10: {
        const min = choices.below(3);
        return { min, max: min + choices.below(most) };
      }
      case 11:
        return { min: 2, max: 2 };
      default:
        return { min: 1, max: 1 };
    }
  }

  private wildcard(): WildcardModel {
    return {
      namespace: this.choices.oneOf(["##other", "##any", "##targetNamespace", "##local", "urn:u", "urn:u urn:v", "##local urn:u"]),
      processContents: this.choices.oneOf(["lax", "skip", "strict"]),
    };
  }

  /** Identity constraints over what the element may hold. */
  private withConstraints(): Pick<ElementModel, "constraints" | "keys"> {
    const { choices } = this;
    if (!choices.chance(45)) return { constraints: "", keys: [] };
    const step = (): string => choices.oneOf(["a", "b", "t:a", "t:b", "*", "t:G0", "t:G1", "c", "t:c", "t:*"]);
    const selector = (): string =>
      choices.oneOf([`.//${step()}`, step(), `${step()}|${step()}`, ".", `${step()}/${step()}`, `.//${step()}/${step()}`]);
    const field = (): string => choices.oneOf([".", "@i", "@j", step(), "@*", `${step()}/@i`, `.//@n`, `${step()}|@i`]);
    const written: string[] = [];
    const keys: string[] = [];
    for (let index = 1 + choices.below(2); index > 0; index--) {
      const fields = Array.from({ length: choices.chance(15) ? 2 : 1 }, () => `<xs:field xpath="${field()}"/>`).join("");
      const name = `K${this.keys++}`;
      const refers = keys.length > 0 && choices.chance(50);
      const tag = refers ? "keyref" : choices.oneOf(["unique", "key"]);
      written.push(
        `<xs:${tag} name="${name}"${refers ? ` refer="t:${keys[0]}"` : ""}><xs:selector xpath="${selector()}"/>${fields}</xs:${tag}>`,
      );
      keys.push(name);
    }
    return { constraints: written.join(""), keys };
  }
}

function emptyType(name: string | undefined): ComplexModel {
  return {
    kind: "complex",
    name,
    base: undefined,
    derivation: "restriction",
    mixed: false,
    abstract: false,
    block: "",
    final: "",
    own: undefined,
    content: undefined,
    simple: undefined,
    simpleFacets: "",
    ownAttributes: [],
    attributes: [],
    attributeGroup: undefined,
    anyAttribute: undefined,
  };
}

function merged(inherited: readonly AttributeModel[], own: readonly AttributeModel[]): readonly AttributeModel[] {
  return [...inherited.filter(({ name }) => !own.some((other) => other.name === name)), ...own].filter(({ use }) => use !== "prohibited");
}

/** Names of the elements in a particle. */
function used(particle: ParticleModel | undefined): readonly string[] {
  if (particle === undefined || particle.term.kind === "wildcard") return [];
  return particle.term.kind === "element" ? [particle.term.element.name] : particle.term.particles.flatMap(used);
}
