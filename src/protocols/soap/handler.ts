/**
 * SOAP over HTTP, as the handler of an endpoint sees it. SOAP 1.1 §6, SOAP 1.2 Part 2 §7, WS-I Basic Profile 1.1 §3.4
 */
import type { SchemaSet } from "../../runtime/codec.js";
import type { Hooks } from "../../service/call-operation.js";
import { soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { BoundService } from "../../service/serve.js";
import type { Protocol } from "../protocol.js";
import { type AnswerOptions, answerMessage } from "./answer.js";
import { isSoapService, SoapDispatcher } from "./dispatch.js";
import { soap11, soap12 } from "./envelope-version.js";
import { isEnvelope } from "./read-envelope.js";

export interface SoapOptions extends Hooks {
  /**
   * HTTP status of `Sender` faults in SOAP 1.2. 400 is what SOAP 1.2 Part 2 §7.5.2.2 says; clients of WCF and of today's .NET read a fault only where it
   * is 500.
   */
  readonly senderFaultStatus?: 400 | 500;
  /** What xsi:type and wildcards in messages may name, beside what the messages' own types refer to. */
  readonly schema?: SchemaSet;
}

const mediaTypes: ReadonlySet<string> = new Set([soap11MediaType, soap12MediaType]);

/** Makes the protocol; undefined if no service is bound to SOAP. */
export function createSoapProtocol(services: readonly BoundService[], options: SoapOptions): Protocol | undefined {
  const own = services.filter(isSoapService);
  if (own.length === 0) return undefined;
  const dispatcher = new SoapDispatcher(own);
  const { schema, senderFaultStatus = 400 } = options;
  const answerOptions: AnswerOptions = { hooks: options, decode: schema === undefined ? {} : { schema }, senderFaultStatus };
  return {
    methods: new Set(["POST"]),
    mediaTypes,
    takes: (method, mediaType) => method === "POST" && mediaType !== undefined && mediaTypes.has(mediaType),
    takesRoot: isEnvelope,
    answer: (message) => {
      const version = message.contentType?.type === soap12MediaType ? soap12 : soap11;
      return answerMessage(message, version, dispatcher, answerOptions);
    },
  };
}
