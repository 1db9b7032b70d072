/**
 * What a mock saw of a request, and its verdict.
 */
import { type Issue, xmlIssue } from "../../src/runtime/issues.js";
import type { SoapFault } from "../../src/service/fault.js";
import { XmlError } from "../../src/xml/errors.js";

/** A request that was answered, or cut off. */
export interface SeenRequest {
  /** Counted from 1; with the seed it decides the answer. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  /** The operation's name in the WSDL, as far as it is known. */
  readonly operation: string | undefined;
  /** "broken": the request broke the contract; "unanswered": the mock found no valid answer. */
  readonly verdict: "ok" | "broken" | "unanswered";
  /** What broke the contract, or why there is no answer. */
  readonly issues: readonly Issue[];
  /** What breaks the contract in the answer of a service that is recorded. */
  readonly answerIssues: readonly Issue[];
  /** What was done to the answer on purpose: "fault Late", "cut". */
  readonly measures: readonly string[];
}

/** An issue of what carried a message, which has no place. */
export function placelessIssue(id: string, message: string): Issue {
  return { id, path: "/", line: undefined, column: undefined, message };
}

/** The issues that a fault tells its receiver; where it tells none, itself. */
export function issuesOf(fault: SoapFault): readonly Issue[] {
  if (fault.cause instanceof XmlError) return [xmlIssue(fault.cause)];
  const told = fault.detail.filter(({ name }) => name === "{urn:soapwright:issues}Issue");
  if (told.length === 0) return [placelessIssue(`soap-${fault.code}`, fault.message)];
  return told.map(({ attributes: { id = "", path = "/", line, column }, children }) => ({
    id,
    path,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
    message: children.filter((child) => typeof child === "string").join(""),
  }));
}
