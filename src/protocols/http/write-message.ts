/**
 * Outputs, refusals and documents of a service's own -> HTTP answers.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { encode } from "../../runtime/encode.js";
import type { EncodeOptions } from "../../runtime/options.js";
import type { HttpAnswer } from "../../service/exchange.js";
import type { Tolerance } from "../../service/validation.js";
import type { HttpOperation } from "./dispatch.js";
import { type HttpProblem, statusOf } from "./refusal.js";

/** How documents are written. */
export interface WriteOptions {
  /** By the Clark name of the root element. */
  readonly encode: (root: string) => EncodeOptions;
  /** Sent with each document. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Takes the deviations of outputs, which are written all the same; undefined: they are refused. */
  readonly tolerance?: Tolerance | undefined;
}

/** Answers with the output of an operation. Throws a ValidationError if it does not conform. */
export function writeOutput({ table, name }: HttpOperation, output: unknown, options: WriteOptions): HttpAnswer {
  if (table.pattern === "one-way") return { status: 202 };
  const codec = table.output?.();
  if (codec === undefined) return { status: 204 };
  const take = options.tolerance?.(() => name);
  if (take === undefined) return writeDocument(200, codec, output, options);
  return writeDocument(200, codec, output, { ...options, encode: (root) => ({ ...options.encode(root), onDeviation: take }) });
}

/** Answers with a document. Throws a ValidationError if the value does not conform. */
export function writeDocument(status: number, codec: AnyElementCodec, value: unknown, options: WriteOptions): HttpAnswer {
  // Which value belongs to which codec is checked where a service is implemented; the encoder checks it again.
  const bytes = encode(codec, value as never, options.encode(codec.name));
  const headers = { "content-type": "application/xml; charset=utf-8", "content-length": String(bytes.length), ...options.headers };
  return { status, headers, body: bytes };
}

/** Answers in plain text, or with the document that the contract declares for a fault. */
export function writeProblem(problem: HttpProblem, options: WriteOptions): HttpAnswer {
  const status = statusOf(problem);
  const declared = problem.kind === "failed" ? problem.fault.declared : undefined;
  const codec = problem.kind === "failed" && declared !== undefined ? problem.operation.table.faults?.[declared.name]?.() : undefined;
  if (codec === undefined) return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${problem.message}\n` };
  return writeDocument(status, codec, declared?.detail, options);
}
