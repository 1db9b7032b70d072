/**
 * Schema -> valid documents, the same for the same seed.
 *
 * Each document is made, settled (references, keys), written and validated; one that is not valid is made again in another way, leaner each
 * time, and never given out.
 */
import type { Issue } from "../../../src/runtime/issues.js";
import type { ElementDeclaration, Schema } from "../../schema/components.js";
import { contentLeaves } from "../../schema/queries.js";
import { Substitution } from "../../schema/substitution.js";
import type { SampleElement } from "./document.js";
import { type BuildOptions, DocumentBuilder, type SchemaKnowledge, Unsatisfiable } from "./document-builder.js";
import { namesOfKeyFields, settleIdentity } from "./identity.js";
import { placeFor } from "./places.js";
import { Random } from "./random.js";
import { RealTexts } from "./real-texts.js";
import { settleReferences } from "./references.js";
import { LeastSizes } from "./sizes.js";
import { writeDocument } from "./write-document.js";

/** Says what is wrong with a document. */
export type Validate = (xml: string) => readonly Issue[];

/** How a sample is to look. */
export interface SampleOptions {
  readonly seed: number;
  /** 0: only what must be there, 1: everything that may. */
  readonly fullness: number;
  /** xsi:type, xsi:nil and substitution also where they need not be. */
  readonly variety?: boolean;
  /** Elements, beyond which only what must be there comes. */
  readonly budget?: number;
}

/** A document, or the reason for its absence. */
export type Sample = { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly reason: string };

const ordinaryBudget = 120;

/** Each attempt is leaner than the one before. */
const attempts = [1, 1, 0.7, 0.5, 0.3, 0.1, 0, 0];

/** Makes samples of one schema. */
export class Sampler {
  readonly knowledge: SchemaKnowledge;
  readonly #schema: Schema;
  readonly #validate: Validate;
  readonly #wanted: BuildOptions["wanted"];
  readonly #texts = new RealTexts();

  constructor(schema: Schema, validate: Validate) {
    this.#schema = schema;
    this.#validate = validate;
    const substitution = new Substitution(schema);
    this.knowledge = { substitution, sizes: new LeastSizes(schema, substitution) };
    this.#wanted = namesOfKeyFields(schema);
  }

  /** A valid document with that root. */
  sample(declaration: ElementDeclaration, options: SampleOptions): Sample {
    if (declaration.abstract) return { ok: false, reason: "the element is abstract" };
    if (this.knowledge.sizes.ofElement(declaration) === Number.POSITIVE_INFINITY)
      return { ok: false, reason: "its content has no end or is too large, or a type in it has no values" };
    let reason = "";
    for (const [attempt, factor] of attempts.entries()) {
      const outcome = this.#attempt(declaration, this.#buildOptions(options, attempt, factor));
      if (outcome.ok) return outcome;
      reason = outcome.reason;
    }
    return { ok: false, reason };
  }

  /** A builder for documents that are put together by hand; nothing is settled or validated. */
  builder(options: SampleOptions): DocumentBuilder {
    return new DocumentBuilder(this.knowledge, this.#buildOptions(options, 0, 1));
  }

  /** Settles and writes a tree of a builder. */
  finish(root: SampleElement, builder: DocumentBuilder, seed: number): string {
    const random = new Random(seed);
    settleReferences(root, builder.prefixes, random);
    settleIdentity(root, { random, prefixes: builder.prefixes, namespace: root.name.namespace });
    settleReferences(root, builder.prefixes, random);
    return writeDocument(root, builder.prefixes);
  }

  #buildOptions(
    { seed, fullness, variety = false, budget = ordinaryBudget }: SampleOptions,
    attempt: number,
    factor: number,
  ): BuildOptions {
    return {
      random: new Random(seed + attempt * 7919),
      fullness: fullness * factor,
      budget: Math.ceil(budget * factor),
      variety: variety && factor > 0.5,
      wanted: this.#wanted,
      place: placeFor(seed),
      texts: this.#texts,
    };
  }

  #attempt(declaration: ElementDeclaration, options: BuildOptions): Sample {
    const builder = new DocumentBuilder(this.knowledge, options);
    try {
      const xml = this.finish(builder.root(declaration), builder, options.random.below(2 ** 31));
      const [issue] = this.#validate(xml);
      return issue === undefined ? { ok: true, xml } : { ok: false, reason: `${issue.path} ${issue.id}: ${issue.message}` };
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) throw error;
      if (error.type !== undefined) this.knowledge.sizes.exclude(error.type);
      return { ok: false, reason: error.message };
    }
  }

  /** Global elements that nothing else refers to, where documents usually begin; if there are none, all that are not abstract. */
  roots(): readonly ElementDeclaration[] {
    const concrete = [...this.#schema.elements.values()].filter(({ abstract }) => !abstract);
    const referred = referredElements(this.#schema, this.knowledge.substitution);
    const roots = concrete.filter((element) => !referred.has(element));
    return roots.length > 0 ? roots : concrete;
  }
}

function referredElements(schema: Schema, substitution: Substitution): ReadonlySet<ElementDeclaration> {
  const referred = new Set<ElementDeclaration>();
  for (const type of schema.complexTypes) {
    for (const { term } of contentLeaves(type)) {
      if (term.kind === "element") for (const element of [term, ...substitution.membersOf(term)]) referred.add(element);
    }
  }
  return referred;
}
