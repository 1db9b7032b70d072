/**
 * The server's log: one JSON object a line on stdout, by pino where it is installed.
 *
 * What is logged is chosen field by field: no query strings, bodies or headers, since passwords travel in them.
 */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Opens the log; without pino a plain one that writes the same fields. */
export async function openLog(): Promise<Log> {
  const pino = await import("pino").catch(() => undefined);
  if (pino === undefined) return plainLog;
  const log: Log = pino.pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return log;
}

const plainLog: Log = { info: writerOf(30), warn: writerOf(40), error: writerOf(50) };

function writerOf(level: number): (fields: object, message: string) => void {
  return (fields, msg) => process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...readable(fields), msg })}\n`);
}

/** An error's text is not among its own properties. */
function readable(fields: object): object {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name,
    value instanceof Error ? { type: value.name, message: value.message, stack: value.stack } : value,
  ]);
  return Object.fromEntries(entries);
}
