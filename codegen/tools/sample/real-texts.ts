/**
 * Names of elements, attributes and types -> texts as people find them in documents: country codes that exist, addresses, account numbers.
 *
 * They are candidates: the datatype decides which of them are valid, and where none is, texts are made as for any other name.
 */
import type { Place } from "./places.js";
import type { Random } from "./random.js";

/** What is known of the value that is wanted. */
export interface Subject {
  /** The local name of the element or attribute. */
  readonly name: string;
  /** The local name of the element around it. */
  readonly parent: string;
  /** The local name of the value's type, "" for an anonymous one. */
  readonly type: string;
  readonly place: Place;
}

type Texts = (place: Place, random: Random) => readonly string[];

/** In this order: what is more particular comes first. */
const rules: readonly (readonly [RegExp, Texts])[] = [
  [/\b(currency|ccy)\b/, (at) => [at.currency, at.currencyNumber]],
  [/\b(language|lang)\b/, (at) => [at.language, at.language3]],
  [
    /\b(sub ?entity|sub ?division|region|state|province|county|district) (identification )?(code|id)\b/,
    (at) => [at.regionCode, at.regionCode.slice(3)],
  ],
  [/\b(country sub ?entity|region|province|county)\b/, (at) => [at.region]],
  [/\b(country|ctry|nation) ?(name|nm)\b/, (at) => [at.countryName]],
  [/\b(country|ctry|nationality)\b/, (at) => [at.country, at.country3, at.countryNumber, at.countryName]],
  [/\b(e ?mail|electronic mail|email adr)\b/, (at) => [`${plain(at.givenName)}.${plain(at.familyName)}@example.com`]],
  [
    /\b(phone|phne|telephone|telefax|fax|mobile|mob)\b/,
    (at) => [at.phone, at.phone.replace(/^\+\d+ /, "").replaceAll(" ", "-"), at.phone.replace(/\D/g, "")],
  ],
  [/\b(post ?code|postal ?(zone|code)|zip|pst cd)\b/, (at) => [at.postcode, at.postcode.replace(" ", "")]],
  [/\b(city|town|twn|municipality|locality)\b/, (at) => [at.city]],
  [/\b(building|house|bldg) ?(number|no|nb)\b/, (at) => [at.house]],
  [/\b(street|strt|road)\b/, (at) => [at.street]],
  [/\b(address line|adr line)\b/, (at) => [`${at.house} ${at.street}, ${at.postcode} ${at.city}`, `${at.house} ${at.street}`]],
  [/\biban/, (at) => [at.iban]],
  [/\b(bic|bicfi|swift)\b/, (at) => [at.bic, at.bic.slice(0, 8)]],
  [/\b(bank|financial institution) ?(name|nm)\b/, (at) => [at.bank]],
  [/\b(vat|tax) ?(id|number|no|registration|identifier)\b|\bcompany id\b/, (at) => [at.taxId]],
  [/\b(gtin|ean)\b/, () => ["4006381333931", "04006381333931"]],
  [/\bgln\b/, () => ["4012345000009"]],
  [/\bisbn\b/, () => ["9783161484100", "978-3-16-148410-0"]],
  [/\b(ur[il]|web ?site|home ?page)\b/, () => ["https://www.example.com/", "http://www.example.com/"]],
  [/\b(given|first|fore) ?name\b/, (at) => [at.givenName]],
  [/\b(family|last|sur) ?name\b/, (at) => [at.familyName]],
  [/\b(person|contact|signatory|author|user|full) ?(name|nm)?\b/, (at) => [`${at.givenName} ${at.familyName}`, at.familyName]],
  [
    /\b(party|company|organi[sz]ation|registration|trading|legal|business|supplier|customer|buyer|seller|debtor|creditor|dbtr|cdtr|vendor|manufacturer|carrier) ?(entity )?(name|nm)\b/,
    (at) => [at.company, at.company.split(" ")[0] ?? ""],
  ],
  [/\b(item|product|article|goods|part) ?(name|description|desc|title)\b/, () => ["City bicycle, 28 inch", "City bicycle", "bicycle"]],
  [/\b(unit|uom|unit of measure) ?code$/, () => ["C62", "PCE"]],
  [/\b(uuid|guid)\b/, (_, random) => [uuid(random)]],
  [/\bversion( id| number)?$/, () => ["1.0", "1"]],
  [/\bmime\b/, () => ["application/pdf"]],
  [/\b(file ?name)\b/, () => ["invoice.pdf"]],
  [/\b(description|desc|note|remark|remarks|comment|instructions?)$/, () => ["Please deliver to the rear entrance.", "rear entrance"]],
];

/** What names say; each is looked at once. */
export class RealTexts {
  readonly #known = new Map<string, Texts>();

  /** Texts for a value of that name; none where the name says nothing. */
  of(subject: Subject, random: Random): readonly string[] {
    const { name, parent, type, place } = subject;
    const key = `${name} ${parent} ${type}`;
    const known = this.#known.get(key) ?? findTexts(name, parent, type);
    this.#known.set(key, known);
    return known(place, random);
  }
}

const nothing: Texts = () => [];

function findTexts(name: string, parent: string, type: string): Texts {
  const own = wordsOf(name);
  const byItself = ruleFor(own) ?? ruleFor(wordsOf(type));
  if (byItself !== undefined) return byItself;
  // "IdentificationCode" in "Country", "Name" in "Person".
  if (!/^(identification |iso |alpha2? )?(code|id|name|nm|value|number|identifier)$/.test(own)) return nothing;
  const outer = wordsOf(parent);
  const byBoth = ruleFor(`${outer} ${own}`);
  if (byBoth !== undefined) return byBoth;
  return /(^| )(id|number|identifier)$/.test(own) && outer !== "" ? numbersOf(outer) : nothing;
}

/** The number of something: ORD-4711. */
function numbersOf(words: string): Texts {
  const letters = (words.split(" ").at(-1) ?? "").slice(0, 3).toUpperCase();
  return (_, random) => {
    const number = String(1000 + random.below(9000));
    return [`${letters}-${number}`, number];
  };
}

function ruleFor(words: string): Texts | undefined {
  return rules.find(([pattern]) => pattern.test(words))?.[1];
}

/** "PostalZone", "postal-zone" and "postalZONE" are "postal zone". */
function wordsOf(name: string): string {
  return name
    .replace(/(Type|Code(?:List)?Type)$/, (end) => (end.startsWith("Code") ? "Code" : ""))
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
}

/** Letters that mail addresses have. */
function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}

/** A random UUID. RFC 9562 §5.4 (version 4) */
function uuid(random: Random): string {
  const digits = Array.from({ length: 30 }, () => random.below(16).toString(16)).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18)}`;
}
