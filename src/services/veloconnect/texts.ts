/**
 * What ResponseMessages say, in the languages of the standard's users. `runtime/german-issues.ts` describes violations of the schema in German; what a
 * merchandise system says is passed on as it is.
 */

/** The languages of ResponseMessages. */
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

/** A message in all languages. */
export type Text = { readonly [Each in Language]: string };

/** A message that comes from outside, as it is. */
export function asItIs(message: string): Text {
  return { en: message, de: message };
}

/** Texts without and with particulars. */
export const texts = {
  internalError: { en: "internal error", de: "interner Fehler" },
  outOfReach: {
    en: "the merchandise system does not answer; try again later",
    de: "die Warenwirtschaft antwortet nicht; bitte später noch einmal versuchen",
  },
  notFinished: { en: "an earlier operation has not come to its end", de: "ein früherer Vorgang ist noch nicht beendet" },
  buyerUnknown: { en: "the BuyersID is not known", de: "die BuyersID ist nicht bekannt" },
  wrongPassword: { en: "the password is wrong", de: "das Passwort ist falsch" },
  wrongLogin: {
    en: "the BuyersID is not known or the password is wrong",
    de: "die BuyersID ist nicht bekannt oder das Passwort ist falsch",
  },
  sellerUnknown: { en: "the SellersID is not known", de: "die SellersID ist nicht bekannt" },
  transactionUnknown: {
    en: "there is no transaction instance of this TransactionID",
    de: "zu dieser TransactionID gibt es keine Transaktion",
  },
  tooLarge: {
    en: "the transaction instance is larger than this server stores, or all of the buyer's together are",
    de: "die Transaktion ist größer, als dieser Server speichert, oder alle des Käufers zusammen sind es",
  },
  noLines: { en: "the order has no lines", de: "die Bestellung hat keine Positionen" },
  changedMeanwhile: { en: "the order was changed while it was placed", de: "die Bestellung wurde geändert, während sie übergeben wurde" },
  notOffered: { en: "this operation is not offered here", de: "diese Operation wird hier nicht angeboten" },
  documentsOnly: {
    en: "this request is offered as a document only",
    de: "diese Anfrage wird nur als Dokument angenommen",
  },
  notValid: (english: string, german: string): Text => ({ en: english, de: `die Anfrage ist nicht gültig: ${german}` }),
  notChecked: (reason: string): Text => ({
    en: `the password was not checked: ${reason}; try again later`,
    de: "das Passwort wurde noch nicht geprüft, weil zu viele zu prüfen sind oder falsch waren; bitte später noch einmal versuchen",
  }),
  tooLong: (member: string, most: number): Text => ({
    en: `a ${member} has at most ${most} characters`,
    de: `${member} hat höchstens ${most} Zeichen`,
  }),
  tooManyOpen: (most: number): Text => ({
    en: `a buyer has at most ${most} open transaction instances at once`,
    de: `ein Käufer hat höchstens ${most} offene Transaktionen zugleich`,
  }),
  testChanged: (wasTest: boolean): Text => ({
    en: `the transaction instance was started as ${wasTest ? "a test" : "no test"}`,
    de: `die Transaktion wurde ${wasTest ? "als Test" : "nicht als Test"} begonnen`,
  }),
  notApplicable: (command: string, state: number): Text => ({
    en: `${command} is not applicable in state ${state}`,
    de: `${command} ist im Zustand ${state} nicht möglich`,
  }),
  refusedInState: (command: string, state: number): Text => ({
    en: `${command} is refused in state ${state}`,
    de: `${command} wird im Zustand ${state} abgelehnt`,
  }),
  tooManyDigits: (item: string): Text => ({
    en: `the quantity of item "${item}" has too many digits`,
    de: `die Menge des Artikels "${item}" hat zu viele Stellen`,
  }),
  negativeQuantity: (item: string): Text => ({
    en: `the quantity of item "${item}" is negative`,
    de: `die Menge des Artikels "${item}" ist negativ`,
  }),
  wrongUnit: (item: string, unit: string): Text => ({
    en: `item "${item}" is not sold in the unit "${unit}"`,
    de: `der Artikel "${item}" wird nicht in der Einheit "${unit}" verkauft`,
  }),
  noSuchSearch: (member: string): Text => ({
    en: `documents of this kind cannot be searched by ${member}`,
    de: `diese Belege können nicht nach ${member} gesucht werden`,
  }),
  neitherGoodsNorService: (sale: string): Text => ({
    en: `the sale "${sale}" has neither what goods need nor what services need`,
    de: `der Verkauf "${sale}" hat weder alle Angaben einer Ware noch alle einer Dienstleistung`,
  }),
  missingParameter: (name: string): Text => ({ en: `the parameter "${name}" is missing`, de: `der Parameter "${name}" fehlt` }),
  noSuchRequest: (name: string): Text => ({ en: `there is no request "${name}"`, de: `es gibt keine Anfrage "${name}"` }),
  outdated: (namespace: string): Text => ({
    en: `the revision "${namespace}" is no longer served`,
    de: `die Revision "${namespace}" wird nicht mehr unterstützt`,
  }),
  wrongNamespace: (request: string, namespace: string): Text => ({
    en: `the request "${request}" is in the namespace "${namespace}", where it does not belong`,
    de: `die Anfrage "${request}" steht im Namensraum "${namespace}", in den sie nicht gehört`,
  }),
} as const satisfies Readonly<Record<string, Text | ((...particulars: never[]) => Text)>>;

/** The supported language that a caller prefers; `fallback` if it accepts none of them. RFC 9110 §12.5.4 */
export function chooseLanguage(acceptLanguage: string | null | undefined, fallback: Language): Language {
  let best: { language: Language; quality: number } = { language: fallback, quality: 0 };
  for (const range of (acceptLanguage ?? "").slice(0, 1000).split(",")) {
    const [tag = "", ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = Number(parameters.find((each) => each.startsWith("q="))?.slice(2) ?? 1);
    const language = tag === "*" ? fallback : languages.find((each) => tag === each || tag.startsWith(`${each}-`));
    if (language !== undefined && quality > best.quality) best = { language, quality };
  }
  return best.language;
}
