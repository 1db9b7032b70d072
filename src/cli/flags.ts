/**
 * The flags of a command: declared once, read from the command line as typed values.
 *
 *   const flags = { out: text("folder", "where files go"), maxBytes: number("count", "bytes at most", { min: 1, initial: 100 }) };
 *   readFlags(flags, ["--max-bytes=5", "a.xsd"])   gives { values: { out: undefined, maxBytes: 5 }, operands: ["a.xsd"], ... }
 */
import { parseArgs } from "node:util";
import { nearestName } from "../nearest-name.js";
import { UsageError } from "./exit-code.js";

/** A flag without a value: `--lenient`, `--no-lenient`. */
export interface Toggle {
  readonly kind: "toggle";
  readonly description: string;
  readonly initial: boolean;
}

/** A flag with a value: `--out folder`, `--out=folder`. */
export interface Option<Value> {
  readonly kind: "option";
  /** Stands for the value in the help text. */
  readonly placeholder: string;
  readonly description: string;
  /** The default as the help text shows it; undefined if the flag has no default. */
  readonly initial: string | undefined;
  /** Reads the values that were given, in order. Throws a UsageError that begins with the flag. */
  readonly read: (given: readonly string[], flag: string) => Value;
}

/** Flags by name; `maxBytes` is `--max-bytes` on the command line. */
export type Flags = Readonly<Record<string, Toggle | Option<unknown>>>;

/** What a command gets for its flags. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Option<infer Value> ? Value : boolean;
};

/** A flag that is off unless it is given. */
export function toggle(description: string): Toggle {
  return { kind: "toggle", description, initial: false };
}

/** A flag that is on unless `--no-...` is given, whose effect the description states. */
export function toggledOff(description: string): Toggle {
  return { kind: "toggle", description, initial: true };
}

/** Of several values the last one counts. */
export function text(placeholder: string, description: string): Option<string | undefined>;
export function text(placeholder: string, description: string, initial: string): Option<string>;
export function text(placeholder: string, description: string, initial?: string): Option<string | undefined> {
  return { kind: "option", placeholder, description, initial, read: (given) => given.at(-1) ?? initial };
}

/** A flag that must be given. */
export function required(placeholder: string, description: string): Option<string> {
  const read = (given: readonly string[], flag: string): string => {
    const value = given.at(-1);
    if (value === undefined) throw new UsageError(`${flag} is missing: ${description}`);
    return value;
  };
  return { kind: "option", placeholder, description: `${description} (required)`, initial: undefined, read };
}

/** A flag that may be repeated: all its values. */
export function list(placeholder: string, description: string): Option<readonly string[]> {
  return { kind: "option", placeholder, description: `${description}; may be repeated`, initial: undefined, read: (given) => given };
}

/** One of several words; the first one is the default. */
export function choice<const Choice extends string>(choices: readonly [Choice, ...Choice[]], description: string): Option<Choice> {
  const read = (given: readonly string[], flag: string): Choice => {
    const value = given.at(-1) ?? choices[0];
    const found = choices.find((each) => each === value);
    if (found === undefined) throw new UsageError(`${flag} is one of ${choices.join(", ")}, not "${value}"`);
    return found;
  };
  return { kind: "option", placeholder: choices.join("|"), description, initial: choices[0], read };
}

/** The numbers that a flag takes. */
export interface NumberRange<Initial extends number | undefined> {
  readonly min: number;
  readonly max?: number;
  /** Fractions are accepted. */
  readonly fractions?: true;
  readonly initial: Initial;
}

/** A number, written in decimal. */
export function number<Initial extends number | undefined>(
  placeholder: string,
  description: string,
  range: NumberRange<Initial>,
): Option<number | Initial> {
  const read = (given: readonly string[], flag: string): number | Initial => {
    const value = given.at(-1);
    return value === undefined ? range.initial : readNumber(value, flag, range);
  };
  return { kind: "option", placeholder, description, initial: range.initial?.toString(), read };
}

/** A share of things in percent, 0 when left out: `--cut 5`, `--cut 2.5%`. */
export function percentage(description: string): Option<number> {
  const read = (given: readonly string[], flag: string): number =>
    readNumber((given.at(-1) ?? "0").replace(/%$/, ""), flag, { min: 0, max: 100, fractions: true });
  return { kind: "option", placeholder: "percent", description, initial: "0", read };
}

/** Throws a UsageError for a text that is not a number of the range. */
export function readNumber(value: string, flag: string, { min, max = 1e12, fractions }: Omit<NumberRange<undefined>, "initial">): number {
  const isPlain = fractions ? /^\d+(\.\d+)?$/.test(value) : /^\d+$/.test(value);
  const parsed = Number(value);
  if (isPlain && parsed >= min && parsed <= max) return parsed;
  throw new UsageError(`${flag} is ${fractions ? "a number" : "a whole number"} from ${min} to ${max}, not "${value}"`);
}

/** The result of reading a command line. */
export interface ReadFlags<F extends Flags> {
  readonly values: FlagValues<F>;
  /** The arguments that are not flags, in order. */
  readonly operands: readonly string[];
}

/** The flag as it is written: `maxBytes` gives `--max-bytes`. */
export function flagName(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Tests if the arguments ask for help. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).some((argument) => argument === "--help" || argument === "-h");
}

/** Reads the arguments of a command. Throws a UsageError for a flag that it does not have, and for a value that a flag does not take. */
export function readFlags<F extends Flags>(flags: F, args: readonly string[]): ReadFlags<F> {
  const spellings = spellingsOf(flags);
  const options = [...spellings].map(([spelling, { sets }]) => [spelling.slice(2), { type: typeOf(sets) }] as const);
  const { tokens } = parseArgs({ args: [...args], options: Object.fromEntries(options), strict: false, tokens: true });
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  const toggled = new Map<string, boolean>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const { name, sets } = spellings.get(token.rawName) ?? refuseFlag(token.rawName, spellings);
    if (sets === undefined) given.set(name, [...(given.get(name) ?? []), optionValue(token)]);
    else if (token.value === undefined) toggled.set(name, sets);
    else throw new UsageError(`${token.rawName} takes no value`);
  }
  const values = Object.entries(flags).map(([name, flag]): [string, unknown] => [
    name,
    flag.kind === "option" ? flag.read(given.get(name) ?? [], flagName(name)) : (toggled.get(name) ?? flag.initial),
  ]);
  // Each value comes from the flag of its name, which determines the type; fromEntries forgets the names.
  return { values: Object.fromEntries(values) as FlagValues<F>, operands };
}

/** What a flag means as it is written. */
interface Spelling {
  readonly name: string;
  /** What it sets a toggle to; undefined: it is an option, and its value follows. */
  readonly sets: boolean | undefined;
}

/** `lenient` is written `--lenient` or `--no-lenient`. */
function spellingsOf(flags: Flags): ReadonlyMap<string, Spelling> {
  return new Map(
    Object.entries(flags).flatMap(([name, { kind }]): [string, Spelling][] => {
      const written = flagName(name);
      if (kind === "option") return [[written, { name, sets: undefined }]];
      return [
        [written, { name, sets: true }],
        [`--no-${written.slice(2)}`, { name, sets: false }],
      ];
    }),
  );
}

function typeOf(sets: boolean | undefined): "string" | "boolean" {
  return sets === undefined ? "string" : "boolean";
}

function refuseFlag(written: string, spellings: ReadonlyMap<string, Spelling>): never {
  const near = nearestName(written, spellings.keys());
  const all = [...spellings].filter(([, { sets }]) => sets !== false).map(([spelling]) => spelling);
  throw new UsageError(`there is no flag "${written}"; ${near === undefined ? `there are ${all.join(", ")}` : `did you mean ${near}?`}`);
}

/** `--out --force` lacks a value. One that begins with hyphens is written `--out=--force`. */
function optionValue({
  rawName,
  value,
  inlineValue,
}: {
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}): string {
  if (value === undefined || (inlineValue !== true && value.startsWith("--"))) throw new UsageError(`${rawName} needs a value`);
  return value;
}
