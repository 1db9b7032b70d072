/**
 * What citty does not do: flags that repeat, and values out of a list.
 */
import { UsageError } from "./exit-code.js";

/** All values of a flag, in order: `--schema a.xsd --schema=b.xsd` gives both. */
export function listArgument(rawArgs: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < rawArgs.length; index++) {
    const argument = rawArgs[index] ?? "";
    const next = rawArgs[index + 1];
    if (argument.startsWith(`--${name}=`)) values.push(argument.slice(name.length + 3));
    else if (argument === `--${name}` && next !== undefined) values.push(next);
  }
  return values;
}

/** The value of `--format`, which must be one of those that the command can write. */
export function readFormat<Format extends string>(value: string, formats: readonly Format[]): Format {
  const format = formats.find((each) => each === value);
  if (format === undefined) throw new UsageError(`--format is one of ${formats.join(", ")}, not "${value}"`);
  return format;
}

/** Refuses flags that the command does not have: a typing mistake must not be a default. */
export function refuseUnknownFlags(rawArgs: readonly string[], known: Readonly<Record<string, { readonly type?: string }>>): void {
  for (const argument of rawArgs) {
    if (argument === "--") return;
    const name = /^--(?:no-)?([^=]+)/.exec(argument)?.[1] ?? /^-([A-Za-z])/.exec(argument)?.[1];
    if (name === undefined || Object.hasOwn(known, name)) continue;
    const flags = Object.keys(known).map((flag) => `--${flag}`);
    throw new UsageError(`there is no flag "${argument.split("=")[0]}"; there are ${flags.join(", ")}`);
  }
}
