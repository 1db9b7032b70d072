/**
 * The texts of the playground, in English and German. What comes from contracts and from the compiler stays as it is.
 */

/** A language of the playground. */
export type Language = "en" | "de";

const english = {
  intro:
    "Paste or drop XML Schema, WSDL and XML: what is wrong with them, and the code that is generated, all in this browser. Nothing that you type is sent anywhere.",
  language: "Language",
  contract: "Contract",
  chosenDocument: "document of the contract",
  remove: "Remove",
  xml: "Document to check",
  share: "Copy link",
  shared: "Link copied",
  code: "Generated code",
  file: "generated file",
  limits: "At most a million characters, and ten seconds for each change. A schema of several documents: drop them all at once.",
  document: "document",
  issue: "issue",
  issues: "issues",
  sound: "The contract is sound.",
  valid: "The contract is sound, and the document is valid.",
  notCompiled: "Not compiled:",
  tooLong: "there are more than a million characters",
  stopped: "it takes too long and was stopped",
  notLoaded: "the compiler could not be loaded; the page needs a web server",
} as const;

/** The name of a text. */
export type Word = keyof typeof english;

const german: Readonly<Record<Word, string>> = {
  intro:
    "XML Schema, WSDL und XML einfügen oder ablegen: was daran falsch ist und welcher Code daraus wird, alles in diesem Browser. Nichts davon wird irgendwohin gesendet.",
  language: "Sprache",
  contract: "Vertrag",
  chosenDocument: "Dokument des Vertrags",
  remove: "Entfernen",
  xml: "Zu prüfendes Dokument",
  share: "Link kopieren",
  shared: "Link kopiert",
  code: "Erzeugter Code",
  file: "erzeugte Datei",
  limits:
    "Höchstens eine Million Zeichen, und zehn Sekunden für jede Änderung. Ein Schema aus mehreren Dokumenten: alle auf einmal ablegen.",
  document: "Dokument",
  issue: "Befund",
  issues: "Befunde",
  sound: "Der Vertrag ist in Ordnung.",
  valid: "Der Vertrag ist in Ordnung, und das Dokument ist gültig.",
  notCompiled: "Nicht übersetzt:",
  tooLong: "es sind mehr als eine Million Zeichen",
  stopped: "es dauert zu lange und wurde abgebrochen",
  notLoaded: "der Übersetzer ließ sich nicht laden; die Seite braucht einen Webserver",
};

const texts: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en: english, de: german };

/** The text of a word. */
export function textOf(language: Language, word: Word): string {
  return texts[language][word];
}

/** Tests if a text, an attribute of the page for instance, names a word. */
export function isWord(text: string): text is Word {
  return Object.hasOwn(english, text);
}
