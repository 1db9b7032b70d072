/**
 * Recordings <-> a folder: one folder for each exchange, with its messages as files beside `exchange.json`.
 *
 * 0001-GetStatus/exchange.json, request.xml, answer.xml. Nothing that lies there is ever replaced: a number that is taken is left out.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { headerOf, type RecordedMessage, type Recording } from "../../../codegen/mock/recording.js";
import type { Header } from "../../../codegen/mock/redact.js";
import { errorCode, reasonText } from "../../error-text.js";
import { UsageError } from "../exit-code.js";
import type { ReportedFinding } from "../report/findings.js";

/** Exchanges that one folder has at most. */
const mostRecordings = 10_000;
/** Bytes that are written in one run. */
const mostBytes = 1024 ** 3;

const description = "exchange.json";

/** A folder that recordings are written to. */
export class RecordingsFolder {
  readonly #folder: string;
  #next = 1;
  #bytes = 0;

  /** Makes the folder if it is not there. Throws a UsageError if it cannot be made or read. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder, { recursive: true });
      const numbers = readdirSync(folder).flatMap((name) => Number(/^(\d{4,9})-/.exec(name)?.[1] ?? 0));
      this.#next = numbers.reduce((most, number) => Math.max(most, number), 0) + 1;
    } catch (error) {
      throw unusable("--to", folder, error);
    }
  }

  /** Writes a recording. Gives a line about it for the log. */
  readonly write = async (recording: Recording): Promise<string> => {
    const { request, answer } = recording;
    this.#bytes += (request.body?.length ?? 0) + (answer.body?.length ?? 0);
    if (this.#next > mostRecordings) return `not recorded: there are ${mostRecordings} recordings`;
    if (this.#bytes > mostBytes) return `not recorded: ${mostBytes} bytes were recorded`;
    try {
      const name = this.#make(recording.operation ?? "unknown");
      const write = (file: string, data: Uint8Array | string): void => writeFileSync(join(this.#folder, name, file), data, { flag: "wx" });
      const files = { request: fileOf("request", request), answer: fileOf("answer", answer) };
      if (files.request !== undefined) write(files.request, request.body ?? "");
      if (files.answer !== undefined) write(files.answer, answer.body ?? "");
      write(description, `${JSON.stringify(describe(recording, files), undefined, 2)}\n`);
      return `recorded as ${name}`;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return `not recorded: ${reasonText(error)}`;
    }
  };

  /** Makes the folder of one exchange: a name that is taken, by whatever, is passed over. */
  #make(operation: string): string {
    for (;;) {
      const name = `${String(this.#next).padStart(4, "0")}-${operation.replaceAll(/[^\p{L}\p{N}_.-]/gu, "_").slice(0, 80)}`;
      this.#next++;
      try {
        mkdirSync(join(this.#folder, name));
        return name;
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
      }
    }
  }
}

interface MessageFiles {
  readonly request: string | undefined;
  readonly answer: string | undefined;
}

/** XML is shown as such by editors. */
function fileOf(stem: string, { headers, body }: RecordedMessage): string | undefined {
  if (body === undefined || body.length === 0) return undefined;
  return /^[^;]*xml/i.test(headerOf(headers, "content-type") ?? "") ? `${stem}.xml` : `${stem}.body`;
}

function describe({ operation, method, path, query, request, status, answer }: Recording, files: MessageFiles): object {
  return {
    operation,
    request: { method, path, query, headers: request.headers.map(headerLine), file: files.request },
    answer: { status, headers: answer.headers.map(headerLine), file: files.answer },
  };
}

/** A recording with the place that it was read from. */
export interface ReadRecording {
  readonly name: string;
  readonly recording: Recording;
}

export interface ReadRecordings {
  readonly recordings: readonly ReadRecording[];
  readonly problems: readonly ReportedFinding[];
}

/** Reads the recordings of a folder in the order of their numbers. Throws a UsageError for a folder that cannot be read. */
export function readRecordings(folder: string): ReadRecordings {
  const recordings: ReadRecording[] = [];
  const problems: ReportedFinding[] = [];
  for (const name of namesIn(folder)) {
    try {
      recordings.push({ name, recording: readRecording(join(folder, name)) });
    } catch (error) {
      if (!(error instanceof SyntaxError) && errorCode(error) === undefined) throw error;
      const at = { uri: join(folder, name, description), line: 1, column: 1, offset: 0 };
      problems.push({ id: "mock-recording", severity: "error", message: reasonText(error), at, related: [] });
    }
  }
  if (recordings.length + problems.length === 0) throw new UsageError(`--replay: "${folder}" has no recordings`);
  return { recordings, problems };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d{4,9}-/.test(name))
      .sort((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10));
  } catch (error) {
    throw unusable("--replay", folder, error);
  }
}

/** Reads one recording. Throws a SyntaxError if its description is malformed, or what the file system throws. */
function readRecording(folder: string): Recording {
  const text = readFileSync(join(folder, description), "utf8");
  const { operation, request, answer } = fields(JSON.parse(text), description);
  const [asked, given] = [fields(request, "request"), fields(answer, "answer")];
  const message = (of: Readonly<Record<string, unknown>>): RecordedMessage => ({
    headers: headersIn(of.headers),
    body: of.file === undefined ? undefined : readFileSync(join(folder, fileName(of.file))),
  });
  const { status } = given;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599)
    throw new SyntaxError('"status" is not an HTTP status');
  return {
    operation: operation === undefined ? undefined : textIn(operation, "operation"),
    method: textIn(asked.method, "method"),
    path: textIn(asked.path, "path"),
    query: textIn(asked.query, "query"),
    request: message(asked),
    status,
    answer: message(given),
  };
}

function fields(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError(`"${name}" is not an object`);
  return Object.fromEntries(Object.entries(value));
}

function textIn(value: unknown, name: string): string {
  if (typeof value !== "string") throw new SyntaxError(`"${name}" is not a string`);
  return value;
}

function headersIn(value: unknown): readonly Header[] {
  if (!Array.isArray(value)) throw new SyntaxError('"headers" is not a list');
  return value.map((header: unknown): Header => {
    const line = textIn(header, "headers");
    const colon = line.indexOf(":");
    if (colon < 1) throw new SyntaxError(`"${line}" is not a header`);
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

function headerLine([name, value]: Header): string {
  return `${name}: ${value}`;
}

/** A file beside the description, and none elsewhere. */
function fileName(value: unknown): string {
  const name = textIn(value, "file");
  if (!/^[\w-][\w.-]*$/.test(name)) throw new SyntaxError(`"${name}" is not the name of a file in the folder`);
  return name;
}

function unusable(flag: string, folder: string, error: unknown): unknown {
  if (errorCode(error) === undefined) return error;
  return new UsageError(`${flag}: "${folder}" cannot be used: ${reasonText(error)}`);
}
