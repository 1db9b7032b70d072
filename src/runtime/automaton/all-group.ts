/**
 * An xs:all group: each member at most as often as its bounds say, in any order.
 *
 * XSD 1.0 allows it only as the whole content model (cos-all-limited), so it needs no automaton: the members seen are enough.
 * XSD 1.0 Part 1 §3.8.4 (cvc-model-group.3).
 */
import type { Name } from "../../xml/names.js";
import type { Content, GroupContent, LeafContent, LeafTest } from "./content.js";
import type { ContentMatcher, Expectation, Transition } from "./matcher.js";

interface Member<Leaf> {
  readonly content: LeafContent<Leaf>;
  readonly index: number;
  readonly transition: Transition<Leaf>;
}

/** A content model that is one xs:all group. */
export class AllGroup<Leaf> {
  readonly members: readonly Member<Leaf>[];
  /** The group may be left out. */
  readonly optional: boolean;
  private readonly byName = new Map<Name, Member<Leaf>>();
  private readonly wildcards: { readonly accepts: (name: Name) => boolean; readonly member: Member<Leaf> }[] = [];

  private constructor(group: GroupContent<Leaf>, optional: boolean, leaves: readonly LeafContent<Leaf>[], test: (leaf: Leaf) => LeafTest) {
    this.optional = optional || group.min === 0;
    this.members = leaves.map((content, index) => ({
      content,
      index,
      transition: { leaf: content.leaf, repeated: [], kept: 0 },
    }));
    for (const member of this.members) this.register(member, test(member.content.leaf));
  }

  /** The group, if the content is nothing else: not where groups are nested or repeated, which is an error in the schema. */
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
    const leaves = group.children.filter((child) => child.kind === "leaf");
    return leaves.length < group.children.length ? undefined : new AllGroup(group, optional, leaves, test);
  }

  private register(member: Member<Leaf>, test: LeafTest): void {
    if (test.kind === "wildcard") this.wildcards.push({ accepts: test.accepts, member });
    else {
      // The first member wins where two have one name, which Unique Particle Attribution forbids.
      for (const name of test.names) if (!this.byName.has(name)) this.byName.set(name, member);
    }
  }

  memberFor(name: Name): Member<Leaf> | undefined {
    return this.byName.get(name) ?? this.wildcards.find((wildcard) => wildcard.accepts(name))?.member;
  }

  matcher(): ContentMatcher<Leaf> {
    return new AllMatcher(this);
  }
}

class AllMatcher<Leaf> implements ContentMatcher<Leaf> {
  private readonly group: AllGroup<Leaf>;
  private readonly counts: number[];
  private began = false;

  constructor(group: AllGroup<Leaf>) {
    this.group = group;
    this.counts = group.members.map(() => 0);
  }

  step(name: Name): Transition<Leaf> | undefined {
    const member = this.group.memberFor(name);
    if (member === undefined || !this.mayCome(member)) return undefined;
    this.counts[member.index] = this.countOf(member) + 1;
    this.began = true;
    return member.transition;
  }

  isFinal(): boolean {
    return (!this.began && this.group.optional) || this.group.members.every((member) => this.countOf(member) >= member.content.min);
  }

  expected(): Expectation<Leaf> {
    const open = this.group.members.filter((member) => this.mayCome(member));
    return { leaves: open.map((member) => member.content.leaf), end: this.isFinal() };
  }

  private mayCome(member: Member<Leaf>): boolean {
    return this.countOf(member) < member.content.max;
  }

  private countOf(member: Member<Leaf>): number {
    return this.counts[member.index] ?? 0;
  }
}
