/**
 * Why a request was not answered by an operation, and what is answered instead.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import type { Issue } from "../../runtime/issues.js";
import type { HttpRequest } from "../../service/exchange.js";
import type { SoapFault } from "../../service/fault.js";
import type { Name } from "../../xml/names.js";
import type { HttpOperation } from "./dispatch.js";
import type { RawParameter } from "./url-parameters.js";

/** What went wrong. */
export type HttpProblem =
  /** No operation is at this path. */
  | { readonly kind: "location"; readonly message: string }
  /** No operation takes a document with this root. */
  | { readonly kind: "root"; readonly message: string; readonly root: Name }
  /** The parameter that says which operation is meant is missing, comes twice, or has no operation's value. */
  | { readonly kind: "selector"; readonly message: string; readonly parameter: string; readonly values: readonly string[] }
  /** The input cannot be read, so the operation is unknown. */
  | { readonly kind: "malformed"; readonly message: string; readonly issues: readonly Issue[] }
  /** The input does not conform to the operation's. Issues of parameters have ids like `http-parameter.missing`, and the path `/Name`. */
  | { readonly kind: "invalid"; readonly message: string; readonly operation: HttpOperation; readonly issues: readonly Issue[] }
  /** The operation, or the writing of its output, has failed. */
  | { readonly kind: "failed"; readonly message: string; readonly operation: HttpOperation; readonly fault: SoapFault };

/** A request that no operation answers. */
export interface HttpRefusal {
  readonly problem: HttpProblem;
  readonly request: HttpRequest;
  /** The parameters, as far as they could be separated. */
  readonly parameters: readonly RawParameter[];
}

/** An answer in a service's own form. */
export interface HttpReply {
  /** 200 when left out. */
  readonly status?: number;
  readonly codec: AnyElementCodec;
  readonly value: unknown;
}

/** HTTP status of an answer in plain text. RFC 9110 §15.5 */
export function statusOf(problem: HttpProblem): number {
  if (problem.kind === "location") return 404;
  if (problem.kind !== "failed") return 400;
  return problem.fault.status ?? (problem.fault.code === "Sender" ? 400 : 500);
}
