/**
 * Two refusals of one document: is it for the same rule, and at the same place?
 */
import type { Issue } from "soapwright";
import type { XercesAnswer } from "../support/xerces.js";

export interface Refusal {
  readonly sameRule: boolean;
  readonly samePlace: boolean;
}

/**
 * Compares our first issue with the first message of Xerces.
 *
 * Its names of rules are a step finer at times (`cvc-elt.1.a`), it has a name of its own for prefixes in values, and none for
 * well-formedness. It reports the end of a start tag, or the end tag; we report the start of the tag or the attribute. So the places are the
 * same when ours is in the element's lines up to its.
 */
export function compareRefusals(issue: Issue | undefined, answer: XercesAnswer): Refusal {
  if (issue === undefined) return { sameRule: false, samePlace: false };
  const [key = "", ...others] = answer.keys;
  const sameRule =
    key === "XML" ? issue.id.startsWith("xml-") : key === "UndeclaredPrefix" ? others.includes(issue.id) : isRule(key, issue.id);
  return { sameRule, samePlace: issue.line !== undefined && answer.line - issue.line >= 0 && answer.line - issue.line <= 3 };
}

function isRule(key: string, id: string): boolean {
  return key === id || key.startsWith(`${id}.`);
}
