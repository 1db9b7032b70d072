/**
 * Content of two types: text and children that the one lets through and the other does not. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.2)
 */
import type { Name } from "../../../src/xml/names.js";
import type { SimpleTypeDefinition, TypeDefinition } from "../../schema/components.js";
import type { SampleElement } from "../sample/document.js";
import type { DocumentBuilder } from "../sample/document-builder.js";
import { valueWording } from "./compare-attributes.js";
import type { ContentLanguage } from "./content-language.js";
import type { ContractSide } from "./contract-side.js";
import type { Difference, ReportDifference } from "./difference.js";
import type { Wording } from "./finding.js";
import { childElement, type MakeElement, type Place, pathOf } from "./places.js";
import { findValue } from "./value-search.js";
import { findWord, wordsOfAll } from "./word-search.js";

export interface ContentComparison {
  readonly place: Place;
  readonly from: TypeDefinition;
  readonly to: TypeDefinition;
  readonly fromLanguage: ContentLanguage;
  readonly toLanguage: ContentLanguage;
  readonly side: ContractSide;
  readonly report: ReportDifference;
}

/** Compares what may stand between the tags. */
export function compareContent(comparison: ContentComparison): void {
  const { from, to } = comparison;
  const [own, other] = [simpleContent(from), simpleContent(to)];
  if (own !== undefined && other !== undefined) compareText(own, other, comparison);
  else if (own !== undefined) reportKind(comparison, "its content is no longer a value", "its content may be a value now");
  else if (other !== undefined) reportKind(comparison, "its content is a value now", "its content is no longer a value");
  else {
    if (isMixed(from) && !isMixed(to)) reportMixed(comparison);
    compareWords(comparison);
  }
}

/** The type of the text, where content is text alone. */
export function simpleContent(type: TypeDefinition): SimpleTypeDefinition | undefined {
  if (type.kind === "simpleType") return type;
  return type.contentType.kind === "simple" ? type.contentType.type : undefined;
}

function isMixed(type: TypeDefinition): boolean {
  return type.kind === "complexType" && type.contentType.kind === "mixed";
}

function difference({ place, from, to }: ContentComparison, id: string, wording: Wording, makes: readonly MakeElement[]): Difference {
  return { id, subject: pathOf(place).slice(1), wording, from: from.at, to: to.at, place, makes };
}

function compareText(own: SimpleTypeDefinition, other: SimpleTypeDefinition, comparison: ContentComparison): void {
  const { place, report } = comparison;
  if (place.declaration.valueConstraint?.kind === "fixed") return;
  const found = findValue(own.datatype, other.datatype);
  if (found === "included") return;
  const subject = `"${place.declaration.name.local}"`;
  if (found === "unknown") {
    const text = `the type of ${subject} has changed; no value was found that shows it`;
    report(difference(comparison, "value", { lost: text, gained: text }, []));
    return;
  }
  const { text, fault } = found;
  report(difference(comparison, "value", valueWording(subject, text, fault.expected), [(builder) => withTexts(builder, place, text, own)]));
}

function withTexts(builder: DocumentBuilder, { declaration, type }: Place, text: string, own: SimpleTypeDefinition): SampleElement {
  const element = builder.startElement(declaration, type);
  element.children.push({ kind: "text", value: { text, type: own, fixed: true } });
  return element;
}

function reportKind(comparison: ContentComparison, lost: string, gained: string): void {
  const { declaration, type } = comparison.place;
  const makes: MakeElement[] = [(builder) => builder.typedElement(declaration, type), (builder) => builder.startElement(declaration, type)];
  comparison.report(difference(comparison, "content-kind", { lost, gained }, makes));
}

function reportMixed(comparison: ContentComparison): void {
  const { declaration, type } = comparison.place;
  const make: MakeElement = (builder) => {
    const element = builder.typedElement(declaration, type);
    element.children.unshift({ kind: "text", value: { text: "text", type: undefined, fixed: true } });
    return element;
  };
  const wording = { lost: "text between its children is no longer allowed", gained: "text between its children is allowed now" };
  comparison.report(difference(comparison, "mixed", wording, [make]));
}

function compareWords(comparison: ContentComparison): void {
  const { fromLanguage: from, toLanguage: to, report } = comparison;
  if (from.start.key === to.start.key) return;
  const word = refusedWord(from, to);
  if (word === "none") return;
  if (word === "unknown") {
    const text = "its content model has changed in a way that could not be judged";
    report(difference(comparison, "content", { lost: text, gained: text }, []));
    return;
  }
  report(difference(comparison, "content", describeWord(word, to), [(builder) => withChildren(builder, comparison, word)]));
}

function refusedWord(from: ContentLanguage, to: ContentLanguage): readonly Name[] | "none" | "unknown" {
  if (from.all) {
    const refused = wordsOfAll(from).find((word) => !to.accepts(word));
    // Each member with what must be there, and all of them: between two xs:all groups nothing else can differ.
    return refused ?? (to.all ? "none" : "unknown");
  }
  const found = findWord({ from, to, wanted: "refused" });
  return typeof found === "string" ? found : found.word;
}

function withChildren(builder: DocumentBuilder, { place, fromLanguage, side }: ContentComparison, word: readonly Name[]): SampleElement {
  const element = builder.startElement(place.declaration, place.type);
  for (const name of word) element.children.push(childElement(name, fromLanguage, builder, side));
  return element;
}

/** Says where in the word the other language stops. */
function describeWord(word: readonly Name[], to: ContentLanguage): Wording {
  let state: typeof to.start | undefined = to.start;
  for (const [index, name] of word.entries()) {
    state = state?.after(name);
    if (state !== undefined) continue;
    const after = index === 0 ? "" : ` after ${listed(word.slice(0, index))}`;
    const known = to.byName.has(name) ? after : "";
    return { lost: `the child "${name.local}" is no longer allowed${known}`, gained: `the child "${name.local}" is allowed now${after}` };
  }
  const next = state === undefined ? [] : [...to.byName.keys()].filter((name) => state?.after(name) !== undefined);
  const names = next
    .slice(0, 5)
    .map(({ local }) => `"${local}"`)
    .join(" or ");
  const required = names === "" ? "more children" : names;
  const after = word.length === 0 ? "" : ` after ${listed(word)}`;
  return { lost: `${required} is required now${after}`, gained: `${required} is no longer required${after}` };
}

function listed(word: readonly Name[]): string {
  const shown = word.slice(-4).map(({ local }) => local);
  return `(${word.length > 4 ? "... " : ""}${shown.join(" ")})`;
}
