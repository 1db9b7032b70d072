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
  const whole = chosen
    .map(({ text }) => text)
    .filter((text) => text !== "")
    .join("\n\n");
  return whole === "" ? undefined : whole;
}
