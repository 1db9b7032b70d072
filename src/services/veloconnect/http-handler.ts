/**
 * The URL binding (GET and POST) and the XML-POST binding.
 *
 * Errors of the application travel in a body with HTTP status 200, since clients read a body only then. HTTP has its own say only where there is
 * no request to answer: 405 for other methods, 408, 413, 415, 503; 500 when no body can be built.
 */

import { schema } from "../../../generated/veloconnect/index.js";
import {
  VeloconnectUrl,
  VeloconnectUrlGet,
  type VeloconnectUrlOperations,
  VeloconnectUrlPost,
} from "../../../generated/veloconnect/service.js";
import { readDocumentRoot } from "../../protocols/http/document-root.js";
import {
  hasTooManyParameters,
  parseUrlEncoded,
  type RawParameter,
  type ReadParameter,
  readParameters,
} from "../../protocols/http/url-parameters.js";
import { tryDecode } from "../../runtime/decode.js";
import { encode, validate } from "../../runtime/encode.js";
import { describeIssue } from "../../runtime/issues.js";
import { parseContentType } from "../../service/content-type.js";
import { type HttpAnswer, type HttpRequest, queryOf } from "../../service/exchange.js";
import { type ServiceHandler, toFetchHandler } from "../../service/fetch-adapter.js";
import type { HttpBinding, ParameterTable } from "../../service/port-type.js";
import { readRequestBody } from "../../service/request-body.js";
import { answerInTime } from "../../service/time-limit.js";
import { byRequestElement, type Endpoint, type Endpoints } from "./endpoints.js";
import type { RequestHead } from "./messages.js";
import { type Refusal, Refused, ResponseCode } from "./response-code.js";
import { correctNamespaces } from "./tolerant-namespaces.js";
import { judgeRequestElement, judgeRequestName } from "./unserved-requests.js";
import { urlRequests } from "./url-requests.js";

/** The release in whose namespaces parameters are answered, since they carry none. */
export type Release = "1.1" | "1.4" | "1.5" | "1.6";

export interface VeloconnectHandlerOptions {
  readonly endpoints: Endpoints;
  readonly release: Release;
  /** Takes documents whose namespaces are missing, misspelled, or of an older revision; they are answered in those of `release`. */
  readonly tolerant?: boolean;
  /** Bytes of a request's body. */
  readonly maxBodyBytes: number;
  /** Milliseconds for reading a request and answering it. */
  readonly timeout: number;
  /** Told of what went wrong on our side. */
  readonly onError: (error: unknown) => void;
}

type UrlOperation = keyof VeloconnectUrlOperations;
type Builder = (parameters: unknown, inOrder: readonly ReadParameter[]) => unknown;

const documentTypes = new Set(["application/xml", "text/xml"]);
const formType = "application/x-www-form-urlencoded";

/** Makes the handler. It never rejects. */
export function createVeloconnectHandler(options: VeloconnectHandlerOptions): ServiceHandler {
  const binding = new VeloconnectBinding(options);
  return toFetchHandler(async (request) => {
    try {
      return await answerInTime(request, options.timeout, () => binding.answer(request));
    } catch (error) {
      options.onError(error);
      return { status: 500 };
    }
  });
}

class VeloconnectBinding {
  readonly #options: VeloconnectHandlerOptions;
  readonly #byElement: ReadonlyMap<string, Endpoint>;
  readonly #requestNames: ReadonlySet<string>;
  readonly #byUrlOperation: Readonly<Record<UrlOperation, Endpoint>>;

  constructor(options: VeloconnectHandlerOptions) {
    this.#options = options;
    this.#byElement = byRequestElement(options.endpoints);
    this.#requestNames = new Set([...this.#byElement.values()].map(({ requestName }) => requestName));
    this.#byUrlOperation = endpointsOfRelease(options.endpoints, options.release);
  }

  /** Answers a request. Rejects with a RequestBodyError. */
  async answer(request: HttpRequest): Promise<HttpAnswer> {
    if (request.method === "GET") return this.#fromParameters(queryOf(request), VeloconnectUrlGet);
    if (request.method !== "POST") return { status: 405, headers: { allow: "GET, POST" } };
    const contentType = parseContentType(request.headers.get("content-type"));
    const isForm = contentType?.type === formType;
    if (contentType === undefined || !(isForm || documentTypes.has(contentType.type))) {
      return { status: 415, headers: { "accept-post": [formType, ...documentTypes].join(", ") } };
    }
    const bytes = await readRequestBody(request, this.#options.maxBodyBytes);
    if (!isForm) return this.#fromDocument(bytes, contentType.parameters.get("charset"));
    const text = decodeUtf8(bytes);
    return text === undefined ? this.#unrecognised({}, notUtf8) : this.#fromParameters(text, VeloconnectUrlPost);
  }

  async #fromDocument(bytes: Uint8Array, charset: string | undefined): Promise<HttpAnswer> {
    const root = readDocumentRoot(bytes, charset);
    if (!root.ok) return this.#unrecognised({}, notValid(root.message));
    const endpoint = this.#byElement.get(root.clark) ?? this.#endpointNamed(root.local);
    if (endpoint === undefined) return this.#unrecognised({}, judgeRequestElement(root.namespace, root.local, this.#requestNames));
    const options = { schema, maxIssues: 1 };
    let decoded = tryDecode(endpoint.request, bytes, { ...options, ...(charset !== undefined && { charset }) });
    if (!decoded.ok && this.#options.tolerant) {
      const corrected = correctNamespaces(bytes, charset, namespaceIn(endpoint.request.name));
      const again = corrected === undefined ? decoded : tryDecode(endpoint.request, corrected, options);
      // Where the root was right the sender is told of the document that was sent.
      if (again.ok || root.clark !== endpoint.request.name) decoded = again;
    }
    if (decoded.ok) return this.#answer(endpoint, decoded.value);
    const [issue] = decoded.issues;
    return this.#refuse(endpoint, {}, notValid(issue === undefined ? "not valid" : describeIssue(issue)));
  }

  /** The endpoint for a root whose namespace does not count. */
  #endpointNamed(requestName: string): Endpoint | undefined {
    const operation = this.#options.tolerant ? urlOperations.get(requestName) : undefined;
    return operation && this.#byUrlOperation[operation];
  }

  async #fromParameters(text: string, binding: HttpBinding<VeloconnectUrlOperations>): Promise<HttpAnswer> {
    if (hasTooManyParameters(text)) return this.#unrecognised({}, notValid("there are too many parameters"));
    const raw = parseUrlEncoded(text);
    if (raw === undefined) return this.#unrecognised({}, notUtf8);
    const names = raw.filter(([name]) => name.toLowerCase() === "requestname").map(([, value]) => value);
    const [requestName] = names;
    const operation = urlOperations.get(requestName ?? "");
    if (operation === undefined || names.length > 1) return this.#unrecognised(headIn(raw), judgeNames(names));
    const { value, inOrder, problems } = readParameters(parametersOf(binding, operation), raw);
    const endpoint = this.#byUrlOperation[operation];
    const [problem] = problems;
    if (problem !== undefined) return this.#refuse(endpoint, headIn(raw), notValid(problem.message));
    return this.#fromRequest(endpoint, operation, value, inOrder);
  }

  /** Builds the request element, and validates it like one that came as a document. */
  async #fromRequest(endpoint: Endpoint, operation: UrlOperation, value: unknown, inOrder: readonly ReadParameter[]): Promise<HttpAnswer> {
    // `value` was read by the table of this very operation.
    const build = urlRequests[operation] as Builder;
    let request: unknown;
    try {
      request = build(value, inOrder);
    } catch (error) {
      if (error instanceof Refused) return this.#refuse(endpoint, headOfParameters(value), error);
      throw error;
    }
    const [issue] = validate(endpoint.request, request, { maxIssues: 1 });
    if (issue !== undefined) return this.#refuse(endpoint, headOfParameters(value), notValid(describeIssue(issue)));
    return this.#answer(endpoint, request);
  }

  async #answer(endpoint: Endpoint, request: unknown): Promise<HttpAnswer> {
    const answer = await endpoint.answer(request);
    try {
      return toHttpAnswer(endpoint, answer);
    } catch (error) {
      this.#options.onError(error);
      return this.#refuse(endpoint, {}, { code: ResponseCode.internalError, message: "internal error", state: undefined });
    }
  }

  #refuse(endpoint: Endpoint, request: Partial<RequestHead>, refusal: Refusal): HttpAnswer {
    return toHttpAnswer(endpoint, endpoint.refuse(request, refusal));
  }

  /** Rule 3: what cannot be recognised is answered by a GetStatusResponse of transaction-1.0. */
  #unrecognised(request: Partial<RequestHead>, refusal: Refusal): HttpAnswer {
    return this.#refuse(this.#options.endpoints.transaction10.getStatus, request, refusal);
  }
}

function endpointsOfRelease({ order11, ...modules }: Endpoints, release: Release): Readonly<Record<UrlOperation, Endpoint>> {
  const { transaction10, transaction14, transaction16, profile11, profile14, profile15, profile16 } = modules;
  const revisions = {
    "1.1": { ...transaction10, ...profile11 },
    "1.4": { ...transaction14, ...profile14 },
    "1.5": { ...transaction14, ...profile15 },
    "1.6": { ...transaction16, ...profile16 },
  };
  return { ...order11, rollback: transaction10.rollback, ...revisions[release] };
}

/** The operations that a URL can name, by RequestName. */
const urlOperations: ReadonlyMap<string, UrlOperation> = new Map(
  // Keys of the port type's operations are the operations' properties.
  (Object.keys(VeloconnectUrl.operations) as UrlOperation[]).map((property) => [
    `${VeloconnectUrl.operations[property].name}Request`,
    property,
  ]),
);

function parametersOf(binding: HttpBinding<VeloconnectUrlOperations>, operation: UrlOperation): Readonly<Record<string, ParameterTable>> {
  return binding.operations[operation]?.parameters ?? {};
}

function judgeNames(names: readonly string[]): Refusal {
  const [name] = names;
  if (names.length > 1) return notValid('the parameter "RequestName" comes twice');
  if (name === undefined || name === "")
    return { code: ResponseCode.generalError, message: 'the parameter "RequestName" is missing', state: undefined };
  return judgeRequestName(name);
}

/** What can be repeated of a request whose parameters are not all right. */
function headIn(raw: readonly RawParameter[]): Partial<RequestHead> {
  return headOfParameters(readParameters(parametersOf(VeloconnectUrlGet, "getStatus"), raw).value);
}

function headOfParameters(value: unknown): Partial<RequestHead> {
  // What the head's parameters are read to does not differ between the operations.
  const { buyersID, transactionID, isTest } = value as { buyersID?: string; transactionID?: string; isTest?: boolean };
  return {
    ...(buyersID !== undefined && { buyersID: { $value: buyersID } }),
    ...(transactionID !== undefined && { transactionID }),
    ...(isTest !== undefined && { isTest }),
  };
}

function notValid(message: string): Refusal {
  return { code: ResponseCode.notValid, message, state: undefined };
}

const notUtf8 = notValid("the parameters are not percent-encoded UTF-8");

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const prefixes: Readonly<Record<string, string>> = {
  "urn:veloconnect:transaction-1.0": "vct",
  "urn:veloconnect:transaction-1.4": "vct14",
  "urn:veloconnect:transaction-1.6": "vct16",
  "urn:veloconnect:profile-1.1": "vcp",
  "urn:veloconnect:profile-1.4": "vcp",
  "urn:veloconnect:profile-1.5": "vcp",
  "urn:veloconnect:profile-1.6": "vcp",
  "urn:veloconnect:order-1.1": "vco",
  "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-1.0": "cac",
  "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-1.0": "cbc",
};

/** Namespaces that answers of a module use all over, by that of the response element. */
const namespacesWith: Readonly<Record<string, readonly string[]>> = {
  "urn:veloconnect:order-1.1": [
    "urn:veloconnect:transaction-1.0",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-1.0",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-1.0",
  ],
};

/** Of a Clark name that has one: all elements of the contract do. */
function namespaceIn(name: string): string {
  return name.slice(1, name.indexOf("}"));
}

function namespacesOf({ response }: Endpoint): readonly string[] {
  const namespace = namespaceIn(response.name);
  return [namespace, ...(namespacesWith[namespace] ?? ["urn:veloconnect:transaction-1.0"])];
}

function toHttpAnswer(endpoint: Endpoint, value: unknown): HttpAnswer {
  // A codec of unknown type takes `never`: which value belongs to which endpoint is checked where endpoints are made, and again on writing.
  const bytes = encode(endpoint.response, value as never, { prefixes, declare: namespacesOf(endpoint), declaration: true });
  return {
    status: 200,
    headers: {
      "content-type": "application/xml; charset=utf-8",
      "content-length": String(bytes.length),
      // Parameters change things by GET, and answers are a buyer's own.
      "cache-control": "no-store",
    },
    body: bytes,
  };
}
