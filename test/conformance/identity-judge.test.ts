/**
 * Identity constraints on elements that nest in themselves, judged by Xerces and libxml2.
 *
 * No selector names the element that has the constraint, since Xerces takes the context for one of its own descendants. There are no
 * keyrefs: Xerces counts a node that is in the tables of two nested scopes as none, libxml2 as two (Part 1 §3.11.5: it is one).
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";
import { type Judgement, Judges } from "./random/compare.js";

const numRuns = Number(process.env.SOAPWRIGHT_JUDGE_RUNS ?? 150);
const seed = Number(process.env.SOAPWRIGHT_JUDGE_SEED ?? 11_29);
const reason = whyNoXerces();

const selectors = [".//a", ".//b", "a", "b", ".//a/b", "a/b", "a|.//b", ".//a|b", ".//c/a", ".//b|a/b", "*/a", ".//a/*"];

/** A schema with the scopes r, s and t, of which s and t nest, and documents. */
interface Case {
  readonly schema: string;
  readonly documents: readonly string[];
}

const constraint = fc.record({
  scope: fc.constantFrom("s", "s", "t"),
  category: fc.constantFrom("unique", "key"),
  selector: fc.constantFrom(...selectors),
  field: fc.constantFrom("@k", "@j", "v"),
});

interface Tree {
  readonly name: string;
  readonly k: number | undefined;
  readonly j: number | undefined;
  readonly v: number | undefined;
  readonly children: readonly Tree[];
}

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom("s", "s", "t", "a", "a", "b", "c"),
    k: fc.option(fc.nat(120), { nil: undefined, freq: 30 }),
    j: fc.option(fc.nat(30), { nil: undefined }),
    v: fc.option(fc.nat(120), { nil: undefined, freq: 30 }),
    children: fc.oneof(
      { maxDepth: 7 },
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 4, arbitrary: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }) },
    ),
  }),
})).tree;

const cases: fc.Arbitrary<Case> = fc
  .record({ constraints: fc.array(constraint, { minLength: 1, maxLength: 4 }), documents: fc.array(trees, { minLength: 4, maxLength: 8 }) })
  .map(({ constraints, documents }) => {
    const text = (scope: string): string =>
      constraints
        .map(({ category, selector, field, ...each }, index) =>
          each.scope === scope
            ? `<xs:${category} name="n${index}"><xs:selector xpath="${selector}"/><xs:field xpath="${field}"/></xs:${category}>`
            : "",
        )
        .join("");
    const elements = ["r", "s", "t", "a", "b", "c"].map((name) => `<xs:element name="${name}" type="T">${text(name)}</xs:element>`);
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${elements.join("\n")}
<xs:complexType name="T"><xs:sequence><xs:element name="v" type="xs:int" minOccurs="0"/>
<xs:choice minOccurs="0" maxOccurs="unbounded">${["s", "t", "a", "b", "c"].map((name) => `<xs:element ref="${name}"/>`).join("")}</xs:choice></xs:sequence>
<xs:attribute name="k" type="xs:int"/><xs:attribute name="j" type="xs:int"/></xs:complexType></xs:schema>`;
    return { schema, documents: documents.map((document) => write({ ...document, name: "r" })) };
  });

function write({ name, k, j, v, children }: Tree): string {
  const attribute = (key: string, value: number | undefined): string => (value === undefined ? "" : ` ${key}="${value}"`);
  const leaf = v === undefined ? "" : `<v>${v}</v>`;
  return `<${name}${attribute("k", k)}${attribute("j", j)}>${leaf}${children.map(write).join("")}</${name}>`;
}

describe.skipIf(reason !== undefined)(`nested identity constraints${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  let xerces: XercesJudge;
  let judges: Judges;
  beforeAll(() => {
    xerces = new XercesJudge();
    judges = new Judges(xerces);
  });
  afterAll(() => {
    judges.close();
    xerces.close();
  });

  test("have the verdict of Xerces, or of libxml2 where the two differ", { timeout: Math.max(1_200_000, numRuns * 500) }, async () => {
    const counts = { valid: 0, invalid: 0, split: 0 };
    const property = fc.asyncProperty(cases, async ({ schema, documents }) => {
      const [ofSchema, ...ofDocuments] = await judges.judge(schema, documents);
      expect(ofSchema?.ours.length === 0, schema).toBe(ofSchema?.xerces.valid);
      for (const judgement of ofDocuments) {
        const { ours, xerces: first, libxml2: second } = judgement;
        counts[first.valid ? "valid" : "invalid"]++;
        if (second?.valid !== first.valid) counts.split++;
        const verdicts = [first.valid, second?.valid];
        expect(verdicts, describeJudgement(judgement)).toContain(ours.length === 0);
      }
    });
    await fc.assert(property, { numRuns, seed, endOnFailure: process.env.SOAPWRIGHT_JUDGE_RUNS !== undefined });
    console.log(counts);
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(numRuns / 2);
    expect(counts.split).toBeLessThan((counts.valid + counts.invalid) / 10);
  });
});

function describeJudgement({ schema, instance, ours, xerces, libxml2 }: Judgement): string {
  return [schema, instance, ...ours.map(({ message }) => message), `Xerces: ${xerces.message}`, `libxml2: ${libxml2?.message}`].join("\n");
}
