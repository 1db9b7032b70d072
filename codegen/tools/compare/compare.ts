/**
 * Old and new contract -> findings: which changes break clients or servers, with documents that show it.
 *
 * Requests are written by those who know the old contract and read by the new one, so they may be allowed more; responses go the other way, so
 * they may be less. A schema by itself has no direction: both are judged, or the requested one.
 */

import type { Span } from "../../diagnostics.js";
import { isBuiltIn } from "../../schema/built-in-components.js";
import type { ElementDeclaration } from "../../schema/components.js";
import { DocumentComparison, findChangedDefaults } from "./compare-documents.js";
import { compareOperations, type MessagePair } from "./compare-operations.js";
import { type ComparableContract, ContractSide } from "./contract-side.js";
import type { Difference } from "./difference.js";
import type { ChangeFinding, Direction, Verdict } from "./finding.js";
import { findWitness } from "./places.js";

export interface CompareOptions {
  /** Of a schema; operations have their own. */
  readonly direction: Direction | "both";
  /** Called with what is being compared. */
  readonly onProgress?: (subject: string) => void;
}

/** Compares two contracts. The same contracts give the same findings, in the same order. */
export function compare(before: ComparableContract, after: ComparableContract, options: CompareOptions): readonly ChangeFinding[] {
  const comparison = new Comparison(new ContractSide(before), new ContractSide(after), options);
  return comparison.run();
}

class Comparison {
  readonly #old: ContractSide;
  readonly #new: ContractSide;
  readonly #options: CompareOptions;
  readonly #findings: ChangeFinding[] = [];

  constructor(before: ContractSide, after: ContractSide, options: CompareOptions) {
    this.#old = before;
    this.#new = after;
    this.#options = options;
  }

  run(): readonly ChangeFinding[] {
    const isService = this.#old.contract.definitions !== undefined && this.#new.contract.definitions !== undefined;
    if (isService) this.#compareServices();
    else this.#compareSchemas();
    this.#addDefaults();
    return sorted(withoutRepetition(this.#findings));
  }

  #compareServices(): void {
    const { findings, pairs } = compareOperations(this.#old, this.#new);
    this.#findings.push(...findings);
    for (const direction of ["request", "response"] as const) {
      this.#compareBothWays(
        pairs.filter((pair) => pair.direction === direction),
        [direction],
      );
    }
  }

  #compareSchemas(): void {
    const { direction } = this.#options;
    const directions: readonly Direction[] = direction === "both" ? ["request", "response"] : [direction];
    const pairs: Omit<MessagePair, "direction">[] = [];
    for (const [clark, element] of this.#old.schema.elements) {
      const other = this.#new.schema.elements.get(clark);
      if (other === undefined || other.abstract !== element.abstract) this.#reportElement(element, other, "lost", directions);
      if (other !== undefined && !element.abstract && !other.abstract) pairs.push({ before: element, after: other });
    }
    for (const [clark, element] of this.#new.schema.elements) {
      if (!this.#old.schema.elements.has(clark)) this.#reportElement(element, undefined, "gained", directions);
    }
    this.#compareBothWays(pairs, directions);
    this.#reportUnreached();
  }

  /** A global element that only one contract has, or that is abstract in one. */
  #reportElement(
    element: ElementDeclaration,
    other: ElementDeclaration | undefined,
    change: "lost" | "gained",
    directions: readonly Direction[],
  ): void {
    if (element.abstract && other === undefined) return;
    const isLost = change === "lost" && !element.abstract;
    const concrete = isLost ? element : (other ?? element);
    const [from, to] = isLost ? [this.#old, this.#new] : [this.#new, this.#old];
    const text = other === undefined ? (isLost ? "is gone" : "is new") : isLost ? "is abstract now" : "is no longer abstract";
    const place = { declaration: concrete, type: concrete.type, parent: undefined };
    const message = `the global element "${element.name.local}" ${text}`;
    const difference: Difference = {
      id: "element",
      subject: element.name.local,
      wording: { lost: message, gained: message },
      from: concrete.at,
      to: isLost ? other?.at : element.at === concrete.at ? undefined : element.at,
      place,
      makes: [(builder) => builder.root(concrete)],
    };
    this.#judge(difference, { from, to, isForward: isLost, directions });
  }

  #compareBothWays(pairs: readonly Omit<MessagePair, "direction">[], directions: readonly Direction[]): void {
    for (const isForward of [true, false]) {
      const [from, to] = isForward ? [this.#old, this.#new] : [this.#new, this.#old];
      const walk = new DocumentComparison(from, to, (difference) => this.#judge(difference, { from, to, isForward, directions }));
      for (const { before, after } of pairs) {
        this.#options.onProgress?.(before.name.local);
        if (isForward) walk.compare(before, after);
        else walk.compare(after, before);
      }
    }
  }

  /** Shows a difference by a document, and decides which direction it breaks. */
  #judge(difference: Difference, { from, to, isForward, directions }: Judging): void {
    const breaks: Direction = isForward ? "request" : "response";
    const isBreaking = directions.includes(breaks);
    const witness = findWitness({ from, to, validIn: isForward ? "old" : "new", place: difference.place, makes: difference.makes });
    if (witness === undefined && (difference.guess === true || !isBreaking)) return;
    const verdict: Verdict = witness === undefined ? "unknown" : isBreaking ? "breaking" : "compatible";
    const { id, subject, wording } = difference;
    const message = isForward ? wording.lost : wording.gained;
    const [accepting, refusing] = [ownPlace(difference.from), ownPlace(difference.to)];
    const [before, at] = isForward ? [accepting, refusing] : [refusing, accepting];
    this.#findings.push({ id, verdict, direction: isBreaking ? breaks : (directions[0] ?? breaks), subject, message, at, before, witness });
  }

  #addDefaults(): void {
    for (const { type, use, before } of findChangedDefaults(this.#old, this.#new)) {
      const name = use.declaration.name.local;
      this.#findings.push({
        id: "default",
        verdict: "unknown",
        direction: "request",
        subject: `${type}/@${name}`,
        message: `the default of the attribute "${name}" has changed: documents without it stay valid and mean something else`,
        at: use.at,
        before: before.at,
        witness: undefined,
      });
    }
  }

  /** Removed types may be used by schemas that are not part of this comparison. */
  #reportUnreached(): void {
    for (const [clark, type] of this.#old.schema.types) {
      if (isBuiltIn(type) || this.#new.schema.types.has(clark)) continue;
      const message = `the type "${type.name?.local ?? clark}" is gone: schemas that refer to it no longer load`;
      this.#findings.push({
        id: "type",
        verdict: "unknown",
        direction: "request",
        subject: clark,
        message,
        at: undefined,
        before: type.at,
        witness: undefined,
      });
    }
  }
}

interface Judging {
  readonly from: ContractSide;
  readonly to: ContractSide;
  readonly isForward: boolean;
  readonly directions: readonly Direction[];
}

/** Built-in types stand in no document. */
function ownPlace(at: Span | undefined): Span | undefined {
  return at === undefined || isBuiltIn({ at }) ? undefined : at;
}

const ranks: Readonly<Record<Verdict, number>> = { breaking: 0, unknown: 1, compatible: 2 };

/** What both directions found is reported once, with the worst verdict. */
function withoutRepetition(findings: readonly ChangeFinding[]): readonly ChangeFinding[] {
  const kept = new Map<string, ChangeFinding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, finding.subject, finding.message]);
    const known = kept.get(key);
    if (known === undefined || ranks[finding.verdict] < ranks[known.verdict]) kept.set(key, finding);
  }
  return [...kept.values()];
}

/** Worst first; among equals by subject. */
function sorted(findings: readonly ChangeFinding[]): readonly ChangeFinding[] {
  const key = ({ verdict, subject, id, message }: ChangeFinding): string => `${ranks[verdict]}\n${subject}\n${id}\n${message}`;
  return [...findings].sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
}
