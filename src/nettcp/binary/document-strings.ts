/**
 * Strings and names of one document, its own and those of dictionaries, counted against the quotas.
 */
import { isNCName } from "../../xml/name-characters.js";
import type { Quotas } from "../quotas.js";
import type { StringLookup } from "./dictionaries.js";
import type { OctetCursor } from "./octet-cursor.js";
import { type NameForm, PrefixForm } from "./record-type.js";

/** Strings known to be valid names, from any document. Few and short, so that nobody can fill memory with them. */
const knownNames = new Set<string>();
const mostKnownNames = 2048;
const longestKnownName = 64;

export class DocumentStrings {
  readonly #cursor: OctetCursor;
  readonly #dictionary: StringLookup;
  readonly #quotas: Quotas;
  /** Names, prefixes and namespaces that the document itself contains. */
  readonly #table = new Set<string>();
  #tableCharacters = 0;
  #expansion = 0;

  constructor(cursor: OctetCursor, dictionary: StringLookup, quotas: Quotas) {
    this.#cursor = cursor;
    this.#dictionary = dictionary;
    this.#quotas = quotas;
  }

  /** Finds a string of a dictionary. */
  readonly find = (id: number): string => {
    const text = this.#dictionary.find(id);
    return text ?? this.#cursor.fail("xml-binary-dictionary", `there is no string ${id} in the dictionaries`);
  };

  /** Finds a string of a dictionary that becomes text: it may be much longer than its id. */
  readonly findText = (id: number): string => {
    const text = this.find(id);
    this.expand(text.length);
    return text;
  };

  /** Counts characters that a document expands to beyond its own. */
  expand(characters: number): void {
    this.#expansion += characters;
    const limit = this.#quotas.expansion;
    if (this.#expansion > limit) {
      this.#cursor.fail("xml-limit-expansion", `dictionaries and arrays add more than ${limit} characters to the document`);
    }
  }

  prefix(form: NameForm): string {
    if (form.prefix !== PrefixForm.text) return form.letter;
    const offset = this.#cursor.at;
    const prefix = this.#tabled(this.#cursor.string(), offset);
    if (prefix !== "") this.#checkName(prefix, offset);
    return prefix;
  }

  name(form: NameForm): string {
    const offset = this.#cursor.at;
    const name = form.dictionary ? this.find(this.#cursor.size()) : this.#tabled(this.#cursor.string(), offset);
    this.#checkName(name, offset);
    return name;
  }

  namespace(form: NameForm): string {
    const offset = this.#cursor.at;
    return form.dictionary ? this.find(this.#cursor.size()) : this.#tabled(this.#cursor.string(), offset);
  }

  #tabled(text: string, offset: number): string {
    if (this.#table.has(text)) return text;
    this.#table.add(text);
    this.#tableCharacters += text.length;
    const limit = this.#quotas.nameTableCharacters;
    if (this.#tableCharacters > limit) {
      this.#cursor.fail("xml-limit-name-table", `names and namespaces have more than ${limit} characters`, offset);
    }
    return text;
  }

  #checkName(name: string, offset: number): void {
    if (knownNames.has(name)) return;
    if (!isNCName(name)) this.#cursor.fail("xml-not-well-formed", `"${name.slice(0, 100)}" is not a name`, offset);
    if (name.length > longestKnownName) return;
    if (knownNames.size >= mostKnownNames) knownNames.clear();
    knownNames.add(name);
  }
}
