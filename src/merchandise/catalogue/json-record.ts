/**
 * A value of JSON that is read member by member, with errors that say where something is missing or wrong.
 */
import { type ReadValue, ValueError } from "./check-values.js";

/** A part of the file, with its name for messages. */
export class JsonRecord {
  readonly #name: string;
  readonly #value: unknown;

  constructor(name: string, value: unknown) {
    this.#name = name;
    this.#value = value;
  }

  wrong(what: string): Error {
    return new Error(`${this.#name} ${what}`);
  }

  record(): Readonly<Record<string, unknown>> {
    const value = this.#value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.wrong("is not an object");
    // JSON has no other members than its own.
    return value as Readonly<Record<string, unknown>>;
  }

  optional(key: string): JsonRecord | undefined {
    const record = this.record();
    return Object.hasOwn(record, key) ? new JsonRecord(`"${key}" of ${this.#name}`, record[key]) : undefined;
  }

  #at(key: string): unknown {
    const record = this.record();
    return Object.hasOwn(record, key) ? record[key] : undefined;
  }

  /** A member that must be there. */
  needed(key: string): JsonRecord {
    const found = this.optional(key);
    if (found === undefined) throw this.wrong(`needs "${key}"`);
    return found;
  }

  list(key: string): readonly JsonRecord[] {
    const list = this.#at(key);
    if (!Array.isArray(list)) throw this.wrong(`needs a list "${key}"`);
    return list.map((each: unknown, index) => new JsonRecord(`entry ${index + 1} of "${key}" of ${this.#name}`, each));
  }

  /** A list with one entry at least. */
  filledList<T>(key: string, read: (entry: JsonRecord) => T): readonly [T, ...T[]] {
    const [first, ...others] = this.list(key).map(read);
    if (first === undefined) throw this.wrong(`has nothing in "${key}"`);
    return [first, ...others];
  }

  /** The entries of a list. */
  elements(): readonly JsonRecord[] {
    const list = this.#value;
    if (!Array.isArray(list)) throw this.wrong("is not a list");
    return list.map((each: unknown, index) => new JsonRecord(`entry ${index + 1} of ${this.#name}`, each));
  }

  texts(): readonly string[] {
    const list = this.#value;
    if (!Array.isArray(list) || !list.every((each) => typeof each === "string")) throw this.wrong("is not a list of texts");
    return list;
  }

  flag(): boolean {
    if (typeof this.#value !== "boolean") throw this.wrong("is neither true nor false");
    return this.#value;
  }

  text(key: string): string {
    const value = this.#at(key);
    if (typeof value !== "string" || value === "") throw this.wrong(`needs the text "${key}"`);
    return value;
  }

  /** A text that is a value. */
  value<T>(key: string, read: ReadValue<T>): T {
    const text = this.text(key);
    try {
      return read(text);
    } catch (error) {
      throw error instanceof ValueError ? this.wrong(`has "${text}" as "${key}", which ${error.message}`) : error;
    }
  }

  /** The members of it that are not among the known ones, which may be misspelled. */
  refuseOthers(known: readonly string[]): void {
    const other = Object.keys(this.record()).find((key) => !known.includes(key));
    if (other !== undefined) throw this.wrong(`has "${other}", which is not known`);
  }
}
