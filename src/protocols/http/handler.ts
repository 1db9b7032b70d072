/**
 * WSDL's HTTP binding, as the handler of an endpoint sees it: parameters in addresses and forms, and plain documents. WSDL 1.1 §4, §5
 */
import type { SchemaSet } from "../../runtime/codec.js";
import type { EncodeOptions } from "../../runtime/options.js";
import type { Hooks } from "../../service/call-operation.js";
import type { BoundService } from "../../service/serve.js";
import type { RenameElement } from "../../xml/read/renaming-reader.js";
import type { Protocol } from "../protocol.js";
import { type AnswerOptions, answerMessage } from "./answer.js";
import { HttpDispatcher, isHttpService } from "./dispatch.js";
import { documentTypes, formType } from "./read-message.js";
import type { HttpRefusal, HttpReply } from "./refusal.js";

/** What HTTP bindings leave to a service. */
export interface HttpOptions {
  /** Answers a request that no operation answers, in the service's own form; undefined: in plain text, with an HTTP status that says what is wrong. */
  readonly refuse?: (refusal: HttpRefusal) => HttpReply | undefined;
  /** Gives elements of received documents the names that count. */
  readonly rename?: RenameElement;
  /** How a document is written, by the Clark name of its root; with an XML declaration when left out. */
  readonly encode?: (root: string) => EncodeOptions;
  /** Headers of each answer with a document. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpHandlerOptions extends Hooks {
  readonly http?: HttpOptions;
  /** What xsi:type and wildcards in messages may name, beside what the messages' own types refer to. */
  readonly schema?: SchemaSet;
}

/** Makes the protocol; undefined if no service is bound to HTTP. */
export function createHttpProtocol(services: readonly BoundService[], options: HttpHandlerOptions): Protocol | undefined {
  const own = services.filter(isHttpService);
  if (own.length === 0) return undefined;
  const dispatcher = new HttpDispatcher(own);
  const { schema, http = {} } = options;
  const answerOptions: AnswerOptions = {
    hooks: options,
    read: { decode: schema === undefined ? {} : { schema }, rename: http.rename },
    write: { encode: http.encode, headers: http.headers },
    refuse: http.refuse,
  };
  const mediaTypes = mediaTypesOf(dispatcher);
  return {
    methods: new Set(dispatcher.verbs),
    mediaTypes,
    takes: (method, mediaType) =>
      dispatcher.takes(method, "address") ||
      (dispatcher.takes(method, "form", "document") && mediaType !== undefined && mediaTypes.has(mediaType)),
    takesRoot: ({ clark }) => dispatcher.takesRoot(clark),
    answer: (message) => answerMessage(message, dispatcher, answerOptions),
  };
}

function mediaTypesOf(dispatcher: HttpDispatcher): ReadonlySet<string> {
  const hasForms = dispatcher.verbs.some((verb) => dispatcher.takes(verb, "form"));
  const hasDocuments = dispatcher.verbs.some((verb) => dispatcher.takes(verb, "document"));
  return new Set([...(hasForms ? [formType] : []), ...(hasDocuments ? documentTypes : [])]);
}
