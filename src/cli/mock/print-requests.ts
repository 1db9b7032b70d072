/**
 * Requests that a mock has seen -> lines on the standard output, and how many broke the contract.
 */
import type { SeenRequest } from "../../../codegen/mock/seen-request.js";
import { describeIssue, type Issue } from "../../runtime/issues.js";
import { printLine } from "../report/print.js";

/** Issues of one request that are printed; a request can have any number. */
const mostIssues = 20;
/** Characters of a path that are printed. */
const longestPath = 200;

const verdicts: Readonly<Record<SeenRequest["verdict"], string>> = {
  ok: "ok",
  broken: "breaks the contract",
  unanswered: "no valid answer was found",
};

/** Prints requests and counts them. */
export class RequestLog {
  #requests = 0;
  #broken = 0;
  #unanswered = 0;
  #brokenAnswers = 0;

  /** Prints a line for the request and one for each issue. */
  readonly add = ({ number, method, path, operation, verdict, issues, answerIssues, measures }: SeenRequest): void => {
    this.#requests++;
    if (verdict === "broken") this.#broken++;
    if (answerIssues.length > 0) this.#brokenAnswers++;
    if (verdict === "unanswered") this.#unanswered++;
    const about = [method, path.slice(0, longestPath), ...(operation === undefined ? [] : [operation])].join(" ");
    printLine(process.stdout, `#${number} ${about}: ${[...verdictsOf(verdict, answerIssues), ...measures].join(", ")}`);
    printIssues(issues, "");
    printIssues(answerIssues, "answer ");
  };

  /** Nothing broke the contract, and all requests were answered. */
  get isClean(): boolean {
    return this.#broken + this.#unanswered + this.#brokenAnswers === 0;
  }

  summarize(): void {
    const answers = this.#brokenAnswers === 0 ? "" : `, ${this.#brokenAnswers} answers did`;
    const unanswered = this.#unanswered === 0 ? "" : `, ${this.#unanswered} had no valid answer`;
    printLine(process.stdout, `requests: ${this.#requests}, ${this.#broken} broke the contract${answers}${unanswered}`);
  }
}

function verdictsOf(verdict: SeenRequest["verdict"], answerIssues: readonly Issue[]): readonly string[] {
  const answer = answerIssues.length === 0 ? [] : ["the answer breaks the contract"];
  return verdict === "ok" && answer.length > 0 ? answer : [verdicts[verdict], ...answer];
}

function printIssues(issues: readonly Issue[], of: string): void {
  for (const issue of issues.slice(0, mostIssues)) printLine(process.stdout, `  ${of}${describeIssue(issue)}`);
  if (issues.length > mostIssues) printLine(process.stdout, `  and ${issues.length - mostIssues} more`);
}
