/**
 * Requests that a mock has seen -> lines on the standard output, and how many broke the contract.
 */
import type { SeenRequest } from "../../../codegen/mock/seen-request.js";
import { describeIssue } from "../../runtime/issues.js";
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

  /** Prints a line for the request and one for each issue. */
  readonly add = ({ number, method, path, operation, verdict, issues, measures }: SeenRequest): void => {
    this.#requests++;
    if (verdict === "broken") this.#broken++;
    if (verdict === "unanswered") this.#unanswered++;
    const about = [method, path.slice(0, longestPath), ...(operation === undefined ? [] : [operation])].join(" ");
    printLine(process.stdout, `#${number} ${about}: ${[verdicts[verdict], ...measures].join(", ")}`);
    for (const issue of issues.slice(0, mostIssues)) printLine(process.stdout, `  ${describeIssue(issue)}`);
    if (issues.length > mostIssues) printLine(process.stdout, `  and ${issues.length - mostIssues} more`);
  };

  /** No request broke the contract, and all were answered. */
  get isClean(): boolean {
    return this.#broken + this.#unanswered === 0;
  }

  summarize(): void {
    const unanswered = this.#unanswered === 0 ? "" : `, ${this.#unanswered} had no valid answer`;
    printLine(process.stdout, `requests: ${this.#requests}, ${this.#broken} broke the contract${unanswered}`);
  }
}
