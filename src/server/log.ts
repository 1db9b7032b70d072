/**
 * The server's log: one JSON object a line on stdout, written by pino if that is installed. Control characters are escaped, since people look at
 * logs in terminals.
 *
 * Fields are chosen one by one. Query strings, bodies and headers are never logged, since they carry passwords.
 */
import { printableJson } from "../json-text.js";

/** Takes the fields of an event and a message. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Opens the log. Without pino, it writes the same fields itself. */
export async function openLog(): Promise<Log> {
  const pino = await import("pino").catch(() => undefined);
  if (pino === undefined) return plainLog;
  const stdout = pino.destination(1);
  const printable = { write: (line: string): unknown => stdout.write(printableJson(line)) };
  const log: Log = pino.pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, printable);
  return log;
}

const plainLog: Log = { info: writerOf(30), warn: writerOf(40), error: writerOf(50) };

function writerOf(level: number): (fields: object, message: string) => void {
  return (fields, msg) =>
    process.stdout.write(`${printableJson(JSON.stringify({ level, time: new Date().toISOString(), ...readable(fields), msg }))}\n`);
}

/** Makes errors visible to JSON.stringify: their texts are not enumerable properties. */
function readable(fields: object): object {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name,
    value instanceof Error ? { type: value.name, message: value.message, stack: value.stack } : value,
  ]);
  return Object.fromEntries(entries);
}
