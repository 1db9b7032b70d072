/**
 * Issues: what is wrong with a document or value, told to its sender.
 *
 * In: findings of the reader (XmlError), the decoder and the encoder. Out: a bounded list, thrown once as ValidationError.
 */

/** One finding. XSD 1.0 Part 1 appendix B.3 lists the rules. */
export interface Issue {
  /** The rule: `cvc-complex-type.2.4.a`, `cvc-pattern-valid`, ...; `xml-...` for what the reader refuses. */
  readonly id: string;
  /** `/Order/Line[2]/Quantity`, an attribute as `/Order/@id`; an index only where the element's siblings before it have its name. */
  readonly path: string;
  /** `undefined` for a value that was not read from a document. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly message: string;
  readonly found?: string;
  readonly expected?: string;
  /** Where in a value: property names and indices. Present only for issues of values. */
  readonly property?: readonly (string | number)[];
}

/** How many issues are collected when the caller does not say: a document of another schema would give one an element. */
export const defaultMaxIssues = 100;

/** A document that does not conform, or a value that cannot be written. */
export class ValidationError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(describeIssues(issues));
    this.name = "ValidationError";
    this.issues = issues;
  }
}

/** One line: place, rule, message. */
export function describeIssue(issue: Issue): string {
  const at = issue.line === undefined ? "" : ` ${issue.line}:${issue.column}`;
  return `${issue.path}${at} ${issue.id}: ${issue.message}`;
}

function describeIssues(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "not valid";
  return issues.length === 1 ? describeIssue(first) : `${describeIssue(first)} (and ${issues.length - 1} more)`;
}
