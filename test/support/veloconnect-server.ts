/**
 * The seller of `veloconnect-world.ts` behind the URL, XML-POST and SOAP bindings, without a network.
 */
import { documents } from "../../generated/veloconnect/index.js";
import { createHandler } from "../../src/protocols/handler.js";
import { tryDecode } from "../../src/runtime/decode.js";
import type { ServiceHandler } from "../../src/service/fetch-adapter.js";
import { createSoapServices, createVeloconnectHandler, type Release } from "../../src/services/veloconnect/index.js";
import { createWorld, type World, type WorldOptions } from "./veloconnect-world.js";

/** An answer, decoded by the contract: an invalid one fails the test. */
export interface Answer {
  /** Clark name of the response element. */
  readonly element: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Served extends World {
  readonly handle: ServiceHandler;
  readonly soap: ServiceHandler;
  get(query: string): Promise<Answer>;
  postForm(body: string): Promise<Answer>;
  postXml(body: string | Uint8Array, contentType?: string): Promise<Answer>;
}

const url = "http://seller.example/veloconnect";

export function serve(
  options: WorldOptions & { readonly release?: Release; readonly tolerant?: boolean; readonly maxBodyBytes?: number } = {},
): Served {
  const world = createWorld(options);
  const limits = { maxBodyBytes: options.maxBodyBytes ?? 100_000, timeout: 60_000 };
  const onError = (error: unknown): void => void world.errors.push(error);
  const handle = createVeloconnectHandler({
    gate: world.gate,
    modules: world.modules,
    release: options.release ?? "1.1",
    tolerant: options.tolerant ?? false,
    ...limits,
    onError,
  });
  const soap = createHandler({ services: createSoapServices(world.gate, world.modules), ...limits });
  const post = async (body: string | Uint8Array, contentType: string): Promise<Answer> =>
    readAnswer(await handle(new Request(url, { method: "POST", body: body as BodyInit, headers: { "content-type": contentType } })));
  return {
    ...world,
    handle,
    soap,
    get: async (query) => readAnswer(await handle(new Request(`${url}?${query}`))),
    postForm: (body) => post(body, "application/x-www-form-urlencoded"),
    postXml: (body, contentType = "application/xml") => post(body, contentType),
  };
}

/** Reads an answer by the contract. Throws for one that is not valid. */
export async function readAnswer(response: Response): Promise<Answer> {
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const [, prefix, local] = /<(?:(\w+):)?(\w+Response)[\s>]/.exec(text) ?? [];
  const [, namespace] = new RegExp(`xmlns:${prefix}="([^"]*)"`).exec(text) ?? [];
  const element = `{${namespace}}${local}`;
  const codec = documents[element];
  if (codec === undefined) throw new Error(`"${element}" is not an element of the contract: ${text}`);
  const decoded = tryDecode(codec, bytes);
  if (!decoded.ok) throw new Error(`the answer is not valid: ${JSON.stringify(decoded.issues)}\n${text}`);
  // Every response element has a complex type.
  return { element, value: decoded.value as Readonly<Record<string, unknown>> };
}
