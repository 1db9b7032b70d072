/**
 * The playground's script: texts go to the compiler as they are typed, and what comes back is shown as text, never as markup.
 */
import type { Finding, Outcome, Work } from "./compile.js";
import { createCompiler, type Failure, longest } from "./compiler.js";
import { mostCharacters, readFragment, sizeOf, writeFragment } from "./link.js";
import { order, orderSchema } from "./sample.js";
import { isWord, type Language, textOf, type Word } from "./words.js";

/** Milliseconds without a change after which texts are compiled. */
const pause = 300;
/** Findings that are listed. */
const mostFindings = 100;

function part<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`internal: the page has no ${id}`);
  return element;
}

const contract = part("contract", HTMLTextAreaElement);
const xml = part("xml", HTMLTextAreaElement);
const documentChoice = part("document", HTMLSelectElement);
const fileChoice = part("file", HTMLSelectElement);
const remove = part("remove", HTMLButtonElement);
const verdict = part("verdict", HTMLElement);
const findingList = part("findings", HTMLOListElement);
const code = part("code", HTMLPreElement);
const languageChoice = part("language", HTMLSelectElement);
const share = part("share", HTMLButtonElement);

/** The documents of the contract, in order. */
const documents = new Map<string, string>();
let files: ReadonlyMap<string, string> = new Map();
let timer: ReturnType<typeof setTimeout> | undefined;

/** What was shown last, to be said again in another language. */
let shown: Outcome | Problem | undefined;

/** `?limit=2000` in the address: milliseconds after which compiling is stopped, where ten seconds are more than somebody wants to wait. */
function limitOf(query: string): number {
  const limit = Number(new URLSearchParams(query).get("limit") ?? longest);
  return limit > 0 && limit < longest ? limit : longest;
}

const compiler = createCompiler(show, limitOf(location.search));

function language(): Language {
  return languageChoice.value === "de" ? "de" : "en";
}

function t(word: Word): string {
  return textOf(language(), word);
}

/** Writes the texts of the page in the chosen language. */
function speak(): void {
  part("content", HTMLElement).lang = language();
  for (const element of document.querySelectorAll<HTMLElement>("[data-word], [data-label]")) {
    const { word = "", label = "" } = element.dataset;
    if (isWord(word)) element.textContent = t(word);
    if (isWord(label)) element.setAttribute("aria-label", t(label));
  }
  if (shown !== undefined) show(shown);
}

function currentWork(): Work {
  return { documents: Object.fromEntries(documents), xml: xml.value };
}

function compileSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (sizeOf(currentWork()) > mostCharacters) show({ kind: "tooLong" });
    else compiler.start(currentWork());
  }, pause);
}

/** Why there is nothing to show. */
type Problem = Failure | { readonly kind: "tooLong" };

function show(outcome: Outcome | Problem): void {
  shown = outcome;
  const isProblem = "kind" in outcome;
  const findings = isProblem ? [] : outcome.findings;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  verdict.className = !isProblem && errors === 0 ? "good" : "bad";
  verdict.textContent = isProblem ? `${t("notCompiled")} ${problemText(outcome)}` : verdictText(outcome, errors);
  findingList.replaceChildren(...findings.slice(0, mostFindings).map(findingLine));
  if (isProblem) return;
  files = new Map(outcome.files);
  const chosen = fileChoice.value;
  fill(fileChoice, [...files.keys()], files.has(chosen) ? chosen : typesFile());
  showFile();
}

function problemText(problem: Problem): string {
  return problem.kind === "failed" ? problem.reason : t(problem.kind);
}

function verdictText({ isSound }: Outcome, errors: number): string {
  if (errors > 0) return `${errors} ${t(errors === 1 ? "issue" : "issues")}`;
  return t(isSound && xml.value.trim() !== "" ? "valid" : "sound");
}

function findingLine({ id, message: english, german = english, document: name, line, column }: Finding): HTMLElement {
  const message = language() === "de" ? german : english;
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  for (const [className, text] of [
    ["place", `${name === "" ? t("document") : name}:${line}:${column}`],
    ["message", message],
    ["rule", id],
  ] as const) {
    const span = document.createElement("span");
    span.className = className;
    span.textContent = text;
    button.append(span, " ");
  }
  button.addEventListener("click", () => goTo(name, line, column));
  item.append(button);
  return item;
}

function goTo(name: string, line: number, column: number): void {
  if (documents.has(name)) choose(name);
  const area = name === "" ? xml : contract;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(start, Math.min(start + 1, area.value.length));
}

/** The file that people look for first: the types of the contract. */
function typesFile(): string {
  const isTypes = (name: string): boolean => !/(^|\/)(index|service|prefixes)\.ts$|\.fast\.ts$|\.json$/.test(name);
  return [...files.keys()].find(isTypes) ?? "";
}

function showFile(): void {
  code.textContent = files.get(fileChoice.value) ?? "";
}

function fill(select: HTMLSelectElement, names: readonly string[], chosen: string): void {
  select.replaceChildren(
    ...names.map((name) => {
      const option = document.createElement("option");
      option.textContent = name;
      option.value = name;
      return option;
    }),
  );
  select.value = chosen;
}

function choose(name: string): void {
  fill(documentChoice, [...documents.keys()], name);
  contract.value = documents.get(name) ?? "";
  remove.hidden = documents.size < 2;
}

function take({ documents: given, xml: text }: Work): void {
  documents.clear();
  for (const [name, each] of Object.entries(given)) documents.set(name, each);
  xml.value = text;
  choose([...documents.keys()][0] ?? "");
  compileSoon();
}

async function takeFiles(dropped: readonly File[]): Promise<void> {
  const small = dropped.filter(({ size }) => size <= 4 * mostCharacters);
  const texts = await Promise.all(small.map(async (file) => [file.name, await file.text()] as const));
  const ofContract = texts.filter(([name, text]) => /\.(xsd|wsdl)$/i.test(name) || /<([\w.-]+:)?(schema|definitions)[\s>]/.test(text));
  const other = texts.find(([name]) => !ofContract.some(([each]) => each === name));
  take({
    documents: ofContract.length === 0 ? Object.fromEntries(documents) : Object.fromEntries(ofContract),
    xml: other?.[1] ?? xml.value,
  });
}

contract.addEventListener("input", () => {
  documents.set(documentChoice.value, contract.value);
  compileSoon();
});
xml.addEventListener("input", compileSoon);
documentChoice.addEventListener("change", () => choose(documentChoice.value));
fileChoice.addEventListener("change", showFile);
remove.addEventListener("click", () => {
  documents.delete(documentChoice.value);
  choose([...documents.keys()][0] ?? "");
  compileSoon();
});
share.addEventListener("click", async () => {
  history.replaceState(null, "", `#${await writeFragment(currentWork())}`);
  await navigator.clipboard.writeText(location.href).catch(() => undefined);
  share.textContent = t("shared");
  setTimeout(() => {
    share.textContent = t("share");
  }, 1500);
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  void takeFiles([...(event.dataTransfer?.files ?? [])]);
});
async function takeLink(): Promise<void> {
  take((await readFragment(location.hash.slice(1))) ?? { documents: { "order.xsd": orderSchema }, xml: order });
}
addEventListener("hashchange", () => void takeLink());
languageChoice.addEventListener("change", speak);
languageChoice.value = navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
speak();
part("playground", HTMLElement).hidden = false;
void takeLink();
