/**
 * What is wrong with a document, in German: a sentence for each rule, alone or with the place and the rule's id.
 */
import type { Issue } from "./issues.js";

type Sentence = (name: string) => string;

/** Sentences by ids, or by what ids begin with. The name is that of the parameter, or of the element or attribute. */
const sentences: readonly (readonly [id: string, sentence: Sentence])[] = [
  ["http-parameter.twice", (name) => `der Parameter "${name}" kommt zweimal vor`],
  ["http-parameter.key", (name) => `dem Parameter "${name}" fehlt sein Schlüssel hinter einem Punkt`],
  ["http-parameter.missing", (name) => `der Parameter "${name}" fehlt`],
  ["http-parameter.value", (name) => `der Parameter "${name}" hat einen Wert, den sein Typ nicht zulässt`],
  ["http-form.encoding", () => "die Parameter sind nicht in UTF-8 mit Prozentzeichen kodiert"],
  ["http-form.count", () => "es sind zu viele Parameter"],
  ["xml-doctype", () => "eine DOCTYPE-Deklaration ist nicht erlaubt"],
  ["xml-limit", () => "das Dokument überschreitet eine Grenze dieses Servers"],
  ["xml-encoding", () => "die Zeichenkodierung des Dokuments kann nicht gelesen werden"],
  ["xml-", () => "das Dokument ist kein wohlgeformtes XML"],
  ["cvc-complex-type.2.4.b", (name) => `in "${name}" fehlt ein Element`],
  ["cvc-complex-type.2.4", (name) => `"${name}" steht an dieser Stelle nicht`],
  ["cvc-complex-type.2", (name) => `"${name}" hat einen Inhalt, den es nicht haben darf`],
  ["cvc-complex-type.3", (name) => `das Attribut "${name}" ist hier nicht erlaubt`],
  ["cvc-complex-type.4", (name) => `"${name}" fehlt ein Attribut`],
  ["cvc-datatype-valid", (name) => `der Wert von "${name}" hat nicht die Form seines Typs`],
  ["cvc-enumeration-valid", (name) => `der Wert von "${name}" gehört nicht zu den erlaubten`],
  ["cvc-pattern-valid", (name) => `der Wert von "${name}" hat nicht die verlangte Form`],
  ["cvc-minLength-valid", (name) => `der Wert von "${name}" ist zu kurz`],
  ["cvc-maxLength-valid", (name) => `der Wert von "${name}" ist zu lang`],
  ["cvc-minInclusive-valid", (name) => `der Wert von "${name}" ist zu klein`],
  ["cvc-minExclusive-valid", (name) => `der Wert von "${name}" ist zu klein`],
  ["cvc-maxInclusive-valid", (name) => `der Wert von "${name}" ist zu groß`],
  ["cvc-maxExclusive-valid", (name) => `der Wert von "${name}" ist zu groß`],
  ["cvc-totalDigits-valid", (name) => `der Wert von "${name}" hat zu viele Stellen`],
  ["cvc-fractionDigits-valid", (name) => `der Wert von "${name}" hat zu viele Nachkommastellen`],
  ["", (name) => `"${name}" entspricht nicht dem Schema`],
];

/** The names of elements in what content models expect, which tell nothing else that matters, as one text; none where there are none. */
function namesIn(expected = ""): readonly string[] {
  const names = [...expected.matchAll(/"(?:\{[^}]*\})?([^"]+)"/g)].map(([, name = ""]) => name);
  return names.length === 0 ? [] : [names.join(", ")];
}

/** What is wrong, as a sentence. */
function sentenceOf({ id, path }: Issue): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\[\d+\]$/, "");
  return sentences.find(([start]) => id.startsWith(start))?.[1](name) ?? id;
}

/** What was expected or found. */
function detailsOf({ id, found, expected }: Issue): readonly string[] {
  const isOfContent = id.startsWith("cvc-complex-type.2.4");
  if (isOfContent) return namesIn(expected).map((each) => `erwartet: ${each}`);
  return found === undefined ? [] : [`gefunden: ${found}`];
}

/** What is wrong, for those who see the place and the rule beside it. */
export function germanMessage(issue: Issue): string {
  const details = detailsOf(issue);
  return `${sentenceOf(issue)}${details.length === 0 ? "" : ` (${details.join("; ")})`}`;
}

/** Formats an issue as one line: what is wrong, where, and the rule. Parameters are their own place. */
export function describeInGerman(issue: Issue): string {
  const { id, path, line, column } = issue;
  const sentence = sentenceOf(issue);
  if (id.startsWith("http-")) return sentence;
  const details = [
    ...detailsOf(issue),
    ...(line === undefined ? [] : [`Zeile ${line}, Spalte ${column}`]),
    ...(path === "/" ? [] : [path]),
    id,
  ];
  return `${sentence} (${details.join("; ")})`;
}
