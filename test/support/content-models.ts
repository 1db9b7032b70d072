/**
 * Content models as tests write them: "(a{2,3}, b?)+ | c" -> `Content` with letters as leaves; "&" joins the members of an xs:all; "*" alone is a wildcard.
 */
import type { Content, LeafTest } from "../../src/runtime/automaton/content.js";
import { internName } from "../../src/xml/names.js";

/** Parses a model. */
export function model(text: string): Content<string> {
  const tokens = text.match(/[a-zA-Z#]|\{\d+,\d*\}|[(),|&?*+]/g) ?? [];
  let at = 0;
  const bounds = (): { min: number; max: number } => {
    const token = tokens[at] ?? "";
    const range = /^\{(\d+),(\d*)\}$/.exec(token);
    if (range !== null) {
      at++;
      return { min: Number(range[1]), max: range[2] === "" ? Number.POSITIVE_INFINITY : Number(range[2]) };
    }
    if (!["?", "*", "+"].includes(token)) return { min: 1, max: 1 };
    at++;
    return { min: token === "+" ? 1 : 0, max: token === "?" ? 1 : Number.POSITIVE_INFINITY };
  };
  const particle = (): Content<string> => {
    const token = tokens[at++];
    if (token !== "(") return { kind: "leaf", leaf: token ?? "", ...bounds() };
    const group = members();
    at++;
    return { ...group, ...bounds() };
  };
  const members = () => {
    const children: Content<string>[] = [];
    let separator = ",";
    while (at < tokens.length && tokens[at] !== ")") {
      if ([",", "|", "&"].includes(tokens[at] ?? "")) separator = tokens[at++] ?? "";
      else children.push(particle());
    }
    const kind = separator === "|" ? "choice" : separator === "&" ? "all" : "sequence";
    return { kind, children } as const;
  };
  return { ...members(), min: 1, max: 1 };
}

/** A letter stands for an element of that name, "#" for any name. */
export function testLetter(leaf: string): LeafTest {
  return leaf === "#" ? { kind: "wildcard", accepts: () => true } : { kind: "element", names: [internName("", leaf)] };
}
