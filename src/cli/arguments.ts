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
