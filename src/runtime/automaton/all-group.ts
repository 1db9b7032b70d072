/**
 * An xs:all group: members in any order, each within its bounds. XSD 1.0 Part 1 §3.8.4 (cvc-model-group.3)
 *
 * XSD 1.0 allows it only as the whole content model (cos-all-limited), so counting the members is enough and no automaton is needed.
 */
import type { Name } from "../../xml/names.js";
import type { Content, GroupContent, LeafTest } from "./content.js";
import type { ContentMatcher, Expectation, Transition } from "./matcher.js";

/** An element of the group. It has several leaves if the members of its substitution group are distinguished. */
interface AllMember<Leaf> {
  readonly min: number;
  readonly max: number;
  readonly leaves: readonly Leaf[];
  readonly index: number;
}

interface Entrance<Leaf> {
  readonly member: AllMember<Leaf>;
  readonly transition: Transition<Leaf>;
}

/** A content model that is one xs:all group. */
export class AllGroup<Leaf> {
  readonly members: readonly AllMember<Leaf>[];
  /** The content may be empty. */
  readonly optional: boolean;
  readonly #byName = new Map<Name, Entrance<Leaf>>();
  readonly #wildcards: (Entrance<Leaf> & { readonly accepts: (name: Name) => boolean })[] = [];

  private constructor(group: GroupContent<Leaf>, optional: boolean, members: readonly AllMember<Leaf>[], test: (leaf: Leaf) => LeafTest) {
    this.optional = optional || group.min === 0;
    this.members = members;
    for (const member of members) {
      for (const leaf of member.leaves) this.#register({ member, transition: { leaf, repeated: [], kept: 0 } }, test(leaf));
    }
  }

  /** The group, if the content consists of nothing else. Undefined for nested or repeated groups, which are an error in the schema. */
  static of<Leaf>(content: Content<Leaf>, test: (leaf: Leaf) => LeafTest): AllGroup<Leaf> | undefined {
    let group = content;
    let optional = false;
    while (group.kind === "sequence" || group.kind === "choice") {
      const [only, ...others] = group.children.filter((child) => child.max > 0);
      if (only === undefined || others.length > 0 || group.max !== 1) return undefined;
      optional ||= group.min === 0;
      group = only;
    }
    if (group.kind !== "all" || group.max !== 1) return undefined;
    const members = group.children.map(memberOf).filter((member) => member !== undefined);
    return members.length < group.children.length ? undefined : new AllGroup(group, optional, members, test);
  }

  #register(entrance: Entrance<Leaf>, test: LeafTest): void {
    if (test.kind === "wildcard") this.#wildcards.push({ ...entrance, accepts: test.accepts });
    else {
      // If two members have the same name, which Unique Particle Attribution forbids, the first wins.
      for (const name of test.names) if (!this.#byName.has(name)) this.#byName.set(name, entrance);
    }
  }

  entranceFor(name: Name): Entrance<Leaf> | undefined {
    return this.#byName.get(name) ?? this.#wildcards.find((wildcard) => wildcard.accepts(name));
  }

  matcher(): ContentMatcher<Leaf> {
    return new AllMatcher(this);
  }
}

/** A member from a leaf, or from a choice of leaves that occurs at most once. */
function memberOf<Leaf>(content: Content<Leaf>, index: number): AllMember<Leaf> | undefined {
  const { min, max } = content;
  if (content.kind === "leaf") return { min, max, leaves: [content.leaf], index };
  if (content.kind !== "choice" || max > 1) return undefined;
  const leaves = content.children.flatMap((child) => (child.kind === "leaf" && child.min === 1 && child.max === 1 ? [child.leaf] : []));
  return leaves.length === content.children.length ? { min, max, leaves, index } : undefined;
}

class AllMatcher<Leaf> implements ContentMatcher<Leaf> {
  readonly #group: AllGroup<Leaf>;
  readonly #counts: number[];
  #began = false;

  constructor(group: AllGroup<Leaf>) {
    this.#group = group;
    this.#counts = group.members.map(() => 0);
  }

  step(name: Name): Transition<Leaf> | undefined {
    const entrance = this.#group.entranceFor(name);
    if (entrance === undefined || !this.#mayCome(entrance.member)) return undefined;
    this.#counts[entrance.member.index] = this.#countOf(entrance.member) + 1;
    this.#began = true;
    return entrance.transition;
  }

  isFinal(): boolean {
    return (!this.#began && this.#group.optional) || this.#group.members.every((member) => this.#countOf(member) >= member.min);
  }

  expected(): Expectation<Leaf> {
    const open = this.#group.members.filter((member) => this.#mayCome(member));
    return { leaves: open.flatMap((member) => member.leaves), end: this.isFinal() };
  }

  #mayCome(member: AllMember<Leaf>): boolean {
    return this.#countOf(member) < member.max;
  }

  #countOf(member: AllMember<Leaf>): number {
    return this.#counts[member.index] ?? 0;
  }
}
