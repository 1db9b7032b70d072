/**
 * Content models as languages over element names, compared by searching both at a time for a word that one has and the other has not.
 *
 * An element name is a character, a particle is a set of characters, and what is left after a name is a derivative: so the counters of XSD
 * need no unfolding. (a, b{2,5}) after "a b" is b{1,4}. XSD 1.0 Part 1 §3.8.4, §3.9.4
 */
import type { CharacterClass } from "../../../src/datatypes/pattern/character-class.js";
import { choiceOf, type Expression, emptyExpression, isNullable, repeatOf, sequenceOf } from "../../../src/datatypes/pattern/expression.js";
import type { Name } from "../../../src/xml/names.js";
import { Derivatives, Steps } from "../../language/derivatives.js";
import type { ComplexTypeDefinition, ElementDeclaration, ModelGroup, Particle, Wildcard } from "../../schema/components.js";
import { allowsNamespace } from "../../schema/namespace-constraint.js";
import type { ContractSide } from "./contract-side.js";

/** What is left of a content model. */
export interface ContentState {
  readonly key: string;
  /** The content may end here. */
  readonly final: boolean;
  after(name: Name): ContentState | undefined;
  /** What is left after each of the names that can come. */
  steps(alphabet: Alphabet): ReadonlyMap<Name, ContentState>;
}

/** Names as characters of expressions, for the languages that are compared with each other. */
export class NameCharacters {
  readonly derivatives = new Derivatives();
  readonly #codes = new Map<Name, number>();
  readonly #names: Name[] = [];

  codeOf(name: Name): number {
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    this.#codes.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  nameOf(code: number): Name | undefined {
    return this.#names[code];
  }
}

/** The names of one search. */
export class Alphabet {
  readonly names: readonly Name[];
  readonly #characters: NameCharacters;
  readonly #steps: Steps;

  constructor(names: readonly Name[], characters: NameCharacters) {
    this.names = names;
    this.#characters = characters;
    this.#steps = new Steps(
      characters.derivatives,
      names.map((name) => characters.codeOf(name)),
    );
  }

  /** What is left of an expression after each of the names that can come. */
  stepsOf(expression: Expression): Iterable<readonly [Name, Expression]> {
    return [...this.#steps.of(expression)].flatMap(([code, rest]) => {
      const name = this.#characters.nameOf(code);
      return name === undefined ? [] : [[name, rest] as const];
    });
  }
}

class ExpressionState implements ContentState {
  readonly key: string;
  readonly final: boolean;
  readonly #expression: Expression;
  readonly #characters: NameCharacters;

  constructor(expression: Expression, characters: NameCharacters) {
    this.#expression = expression;
    this.#characters = characters;
    this.key = characters.derivatives.keyOf(expression);
    this.final = isNullable(expression);
  }

  after(name: Name): ContentState | undefined {
    const rest = this.#characters.derivatives.after(this.#expression, this.#characters.codeOf(name));
    return rest && new ExpressionState(rest, this.#characters);
  }

  steps(alphabet: Alphabet): ReadonlyMap<Name, ContentState> {
    const found = new Map<Name, ContentState>();
    for (const [name, rest] of alphabet.stepsOf(this.#expression)) found.set(name, new ExpressionState(rest, this.#characters));
    return found;
  }
}

interface AllMember {
  readonly set: CharacterClass;
  readonly min: number;
  readonly max: number;
}

class AllState implements ContentState {
  readonly key: string;
  readonly final: boolean;
  readonly #members: readonly AllMember[];

  readonly #characters: NameCharacters;

  constructor(members: readonly AllMember[], optional: boolean, characters: NameCharacters) {
    this.#members = members;
    this.#characters = characters;
    this.key = `& ${optional} ${members.map(({ set, min, max }) => `${set.key}${min},${max}`).join(" ")}`;
    this.final = optional || members.every(({ min }) => min === 0);
  }

  after(name: Name): ContentState | undefined {
    const code = this.#characters.codeOf(name);
    const index = this.#members.findIndex(({ set, max }) => max > 0 && set.has(code));
    if (index < 0) return undefined;
    const members = this.#members.map((member, at) =>
      at === index ? { ...member, min: Math.max(0, member.min - 1), max: member.max - 1 } : member,
    );
    return new AllState(members, false, this.#characters);
  }

  steps(alphabet: Alphabet): ReadonlyMap<Name, ContentState> {
    const found = new Map<Name, ContentState>();
    for (const name of alphabet.names) {
      const next = this.after(name);
      if (next !== undefined) found.set(name, next);
    }
    return found;
  }
}

/** The content of a type as a language. */
export class ContentLanguage {
  readonly start: ContentState;
  /** The content is an xs:all group. */
  readonly all: boolean;
  readonly elements: readonly ElementDeclaration[];
  readonly wildcards: readonly Wildcard[];
  /** What may stand in it by name: substitution applied. */
  readonly byName = new Map<Name, ElementDeclaration>();
  readonly characters: NameCharacters;
  readonly #side: ContractSide;
  readonly #elements = new Set<ElementDeclaration>();
  readonly #wildcards = new Set<Wildcard>();
  readonly #sets = new Map<ElementDeclaration | Wildcard, CharacterClass>();

  constructor(side: ContractSide, type: ComplexTypeDefinition | undefined, characters: NameCharacters) {
    this.characters = characters;
    this.#side = side;
    const particle = type !== undefined && "particle" in type.contentType ? type.contentType.particle : undefined;
    const all = particle && allGroupOf(particle);
    this.all = all !== undefined;
    const expression = particle === undefined || all !== undefined ? emptyExpression : this.#expression(particle);
    this.start = all === undefined ? new ExpressionState(expression, characters) : this.#allState(all);
    this.elements = [...this.#elements];
    this.wildcards = [...this.#wildcards];
    for (const declaration of this.elements) for (const element of side.elementsFor(declaration)) this.byName.set(element.name, element);
  }

  /** Tests if some wildcard lets the element through. */
  allowsThroughWildcard(name: Name): boolean {
    return this.wildcards.some((wildcard) => this.#passes(wildcard, name));
  }

  /** Global elements that strict wildcards let through. */
  declaredThroughWildcards(most: number): readonly Name[] {
    if (this.wildcards.every(({ processContents }) => processContents !== "strict")) return [];
    const declared = [...this.#side.schema.elements.values()].map(({ name }) => name);
    return declared.filter((name) => this.allowsThroughWildcard(name)).slice(0, most);
  }

  accepts(word: readonly Name[]): boolean {
    let state: ContentState | undefined = this.start;
    for (const name of word) state = state?.after(name);
    return state?.final === true;
  }

  #allState({ group, optional }: AllGroup): ContentState {
    const members = group.particles.flatMap(({ term, minOccurs, maxOccurs }): readonly AllMember[] =>
      term.kind === "modelGroup" ? [] : [{ set: this.#setOf(term), min: minOccurs, max: maxOccurs }],
    );
    return new AllState(members, optional, this.characters);
  }

  #expression({ term, minOccurs, maxOccurs }: Particle): Expression {
    const body: Expression = term.kind === "modelGroup" ? this.#groupExpression(term) : { kind: "set", set: this.#setOf(term) };
    return repeatOf(body, minOccurs, maxOccurs);
  }

  #groupExpression(group: ModelGroup): Expression {
    const parts = this.#side.sampler.knowledge.sizes.particlesOf(group).map((particle) => this.#expression(particle));
    return group.compositor === "choice" ? choiceOf(parts) : sequenceOf(parts);
  }

  /** The names that a particle's term lets through. */
  #setOf(term: ElementDeclaration | Wildcard): CharacterClass {
    if (term.kind === "element") this.#elements.add(term);
    else this.#wildcards.add(term);
    const known = this.#sets.get(term);
    if (known !== undefined) return known;
    const made = term.kind === "element" ? this.#elementSet(term) : this.#wildcardSet(term);
    this.#sets.set(term, made);
    return made;
  }

  #elementSet(declaration: ElementDeclaration): CharacterClass {
    const codes = this.#side.elementsFor(declaration).map(({ name }) => this.characters.codeOf(name));
    return { key: [...codes].sort((left, right) => left - right).join(","), has: (code) => codes.includes(code) };
  }

  #wildcardSet(wildcard: Wildcard): CharacterClass {
    const { namespaceConstraint, processContents } = wildcard;
    return {
      key: `* ${JSON.stringify(namespaceConstraint)} ${processContents}`,
      has: (code) => {
        const name = this.characters.nameOf(code);
        return name !== undefined && this.#passes(wildcard, name);
      },
    };
  }

  #passes({ namespaceConstraint, processContents }: Wildcard, name: Name): boolean {
    if (!allowsNamespace(namespaceConstraint, name.namespace)) return false;
    const declared = this.#side.schema.elements.get(name.clark);
    if (declared === undefined) return processContents !== "strict";
    return processContents === "skip" || this.#side.isSatisfiable(declared);
  }
}

interface AllGroup {
  readonly group: ModelGroup;
  readonly optional: boolean;
}

/** The xs:all group that is the whole content. XSD 1.0 Part 1 §3.8.6 (cos-all-limited) */
function allGroupOf(particle: Particle): AllGroup | undefined {
  let optional = false;
  for (let current: Particle | undefined = particle; current !== undefined; ) {
    const { term, minOccurs }: Particle = current;
    if (term.kind !== "modelGroup") return undefined;
    optional ||= minOccurs === 0;
    if (term.compositor === "all") return { group: term, optional };
    current = term.particles.length === 1 ? term.particles[0] : undefined;
  }
  return undefined;
}
