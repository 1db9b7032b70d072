/**
 * The verdict on a request that no operation takes: it is of a revision that is no longer served, misspelled, or unknown. GetStatus, rule 3
 */
import type { Name } from "../../xml/names.js";
import { Refused, ResponseCode } from "./response-code.js";
import { type Text, texts } from "./texts.js";

/** Revisions of modules that later ones have replaced. */
const retired = new Set(["order-1.0", "profile-1.0", "profile-1.3"].map((module) => `urn:veloconnect:${module}`));

/** Judges a request whose RequestName is missing, comes twice, or is not one of those served. */
export function judgeRequestNames({ message, values }: { readonly message: string; readonly values: readonly string[] }): Refused {
  const [name = ""] = values;
  if (values.length > 1) return refusal(ResponseCode.notValid, texts.notValid(message, 'der Parameter "RequestName" kommt zweimal vor'));
  if (name === "") return refusal(ResponseCode.generalError, texts.notValid(message, 'der Parameter "RequestName" fehlt'));
  return refusal(ResponseCode.generalError, texts.noSuchRequest(name));
}

/** Judges a root element that is not one of the requests served, whose local names are given. */
export function judgeRequestElement({ namespace, local }: Name, served: ReadonlySet<string>): Refused {
  if (retired.has(namespace)) return refusal(ResponseCode.outdated, texts.outdated(namespace));
  if (served.has(local)) {
    return refusal(ResponseCode.notValid, texts.wrongNamespace(local, namespace));
  }
  return refusal(ResponseCode.generalError, texts.noSuchRequest(local));
}

function refusal(code: ResponseCode, text: Text): Refused {
  return new Refused(code, text);
}
