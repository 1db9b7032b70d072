/**
 * Issues: what is wrong with a document or value, for its sender.
 *
 * In: errors of the reader (XmlError), the decoder and the encoder. Out: a bounded list, thrown once as ValidationError.
 */
import type { XmlError } from "../xml/errors.js";

/** One problem. XSD 1.0 Part 1 appendix B.3 lists the rules. */
export interface Issue {
  /** The broken rule: `cvc-complex-type.2.4.a`, `cvc-pattern-valid`, ...; `xml-...` for errors of the reader. */
  readonly id: string;
  /** `/Order/Line[2]/Quantity`, or `/Order/@id` for an attribute. An index distinguishes siblings with the same name. */
  readonly path: string;
  /** `undefined` if a value and not a document was validated. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly message: string;
  readonly found?: string;
  readonly expected?: string;
  /** The path in a value, as property names and indices. Only for issues of values. */
  readonly property?: readonly (string | number)[];
}

/** The default limit of issues. Without one, a document of another schema would produce an issue for each element. */
export const defaultMaxIssues = 100;

/** A document or value is invalid. */
export class ValidationError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(describeIssues(issues));
    this.name = "ValidationError";
    this.issues = issues;
  }
}

/** The issue of a document that cannot be read. */
export function xmlIssue({ code: id, line, column, message }: XmlError): Issue {
  return { id, path: "/", line, column, message };
}

/** Formats an issue as one line: position, rule, message. */
export function describeIssue(issue: Issue): string {
  const at = issue.line === undefined ? "" : ` ${issue.line}:${issue.column}`;
  return `${issue.path}${at} ${issue.id}: ${issue.message}`;
}

function describeIssues(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "not valid";
  return issues.length === 1 ? describeIssue(first) : `${describeIssue(first)} (and ${issues.length - 1} more)`;
}
