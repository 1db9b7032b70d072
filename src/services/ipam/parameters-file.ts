/**
 * A document -> the parameters of an operation, as a person writes them into a file.
 *
 * The root is either the request's element, InitializeOperationParameters, or an element of any name with the content of the operation's
 * parameter type. The OperationId may be left out; it must not be another one. [MS-IPAMM2] 2.2.4, 3.19.4.3
 */
import { schema } from "../../../generated/ipam/index.js";
import { InitializeOperationParametersElement } from "../../../generated/ipam/microsoft-windows-ipam.js";
import { tryDecode } from "../../runtime/decode.js";
import { describeIssue, type Issue } from "../../runtime/issues.js";
import type { AnyIpamOperationWithProgressParameters, IpamAdminOperationId } from "./messages.js";
import { operations } from "./operations.js";

export type ParametersResult =
  | { readonly ok: true; readonly parameters: AnyIpamOperationWithProgressParameters }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The parameters of an operation with nothing but its identifier. */
export function bareParameters(operationId: IpamAdminOperationId): AnyIpamOperationWithProgressParameters {
  // Every parameter type has optional members only.
  return { $type: operations[operationId].parameters, operationId } as AnyIpamOperationWithProgressParameters;
}

/** Reads a file of parameters. */
export function readParameters(operationId: IpamAdminOperationId, file: Uint8Array): ParametersResult {
  const request = tryDecode(InitializeOperationParametersElement, file, { schema });
  if (request.ok) {
    const { paramters } = request.value;
    if (paramters === undefined || "$nil" in paramters) return refused("the request holds no parameters");
    return checked(operationId, paramters);
  }
  if (!request.issues.some(isOtherRoot)) return { ok: false, problems: request.issues.map(describeIssue) };
  const $type = operations[operationId].parameters;
  const codec = schema.types[`{http://Microsoft.Windows.Ipam}${$type}`];
  if (codec === undefined) throw new Error(`internal: the contract has no type "${$type}"`);
  const result = tryDecode(codec, file, { schema });
  if (!result.ok) return { ok: false, problems: result.issues.map(describeIssue) };
  // Read with the codec of this very type.
  return checked(operationId, { ...(result.value as object), $type } as AnyIpamOperationWithProgressParameters);
}

/** The root is not the request's element. */
function isOtherRoot({ id, path }: Issue): boolean {
  return id === "cvc-elt.1" && !path.slice(1).includes("/");
}

function checked(operationId: IpamAdminOperationId, parameters: AnyIpamOperationWithProgressParameters): ParametersResult {
  const wanted = operations[operationId].parameters;
  const { operationId: found = operationId, $type } = parameters;
  if (found !== operationId) return refused(`the file has the OperationId "${found}", not "${operationId}"`);
  if ($type !== wanted) return refused(`"${operationId}" needs parameters of type "${wanted}", not "${$type ?? "none"}"`);
  return { ok: true, parameters: { ...parameters, operationId } };
}

function refused(problem: string): ParametersResult {
  return { ok: false, problems: [problem] };
}
