/**
 * The verdict on a request that no operation takes: it is of a revision that is no longer served, misspelled, or unknown. GetStatus, rule 3
 */
import type { Name } from "../../xml/names.js";
import { type Refusal, ResponseCode } from "./response-code.js";

/** Revisions of modules that later ones have replaced. */
const retired = new Set(["order-1.0", "profile-1.0", "profile-1.3"].map((module) => `urn:veloconnect:${module}`));

/** Judges a request whose RequestName is missing, comes twice, or is not one of those served. */
export function judgeRequestNames({ message, values }: { readonly message: string; readonly values: readonly string[] }): Refusal {
  const [name = ""] = values;
  if (values.length > 1) return refusal(ResponseCode.notValid, message);
  if (name === "") return refusal(ResponseCode.generalError, message);
  return refusal(ResponseCode.generalError, `there is no request "${name}"`);
}

/** Judges a root element that is not one of the requests served, whose local names are given. */
export function judgeRequestElement({ namespace, local }: Name, served: ReadonlySet<string>): Refusal {
  if (retired.has(namespace)) return refusal(ResponseCode.outdated, `the revision "${namespace}" is no longer served`);
  if (served.has(local)) {
    return refusal(ResponseCode.notValid, `the request "${local}" is in the namespace "${namespace}", where it does not belong`);
  }
  return refusal(ResponseCode.generalError, `there is no request "${local}"`);
}

function refusal(code: ResponseCode, message: string): Refusal {
  return { code, message, state: undefined };
}
