/**
 * Annotations -> the text of comments. XSD 1.0 Part 1 §3.13
 */
import type { Annotation } from "./components.js";

/** The documentation in English or without a stated language; otherwise that of the first language. */
export function documentationOf(annotation: Annotation | undefined): string | undefined {
  if (annotation === undefined) return undefined;
  const entries = annotation.documentation;
  const wanted = entries.filter(({ language }) => language === undefined || language === "" || /^en\b/i.test(language));
  const chosen = wanted.length > 0 ? wanted : entries.filter(({ language }) => language === entries[0]?.language);
  const text = chosen
    .map((entry) => tidy(entry.text))
    .filter((entry) => entry !== "")
    .join("\n\n");
  return text === "" ? undefined : text;
}

/** Lines without the indentation of the schema document. */
function tidy(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/[ \t]+/g, " ").trim());
  return lines
    .join("\n")
    .trim()
    .replace(/\n{3,}/g, "\n\n");
}
