/**
 * A small contract with callbacks of both kinds, as generated code would have it: a port type with requests, a notification and a
 * solicit-response, and a port type of its own for callbacks.
 */
import { complexType, element, xsDecimal, xsInt, xsString } from "soapwright/runtime-v1";
import type { SoapBinding } from "../../../../src/service/port-type.js";
import type { ElementCodec } from "../soap/soap-imports.js";

export interface Refused {
  reason: string;
}
const Refused = complexType<Refused>("{urn:ticket}Refused", { reason: ["Reason", () => xsString] });
export const RefusedElement: ElementCodec<Refused> = element<Refused>("{urn:ticket}Refused", () => Refused);

export const OrderElement: ElementCodec<number> = element<number>("{urn:ticket}Order", () => xsInt);
export const OrderedElement: ElementCodec<string> = element<string>("{urn:ticket}Ordered", () => xsString);
export const NoteElement: ElementCodec<string> = element<string>("{urn:ticket}Note", () => xsString);
export const ProgressElement: ElementCodec<string> = element<string>("{urn:ticket}Progress", () => xsDecimal);
export const QuestionElement: ElementCodec<string> = element<string>("{urn:ticket}Question", () => xsString);
export const AnswerElement: ElementCodec<number> = element<number>("{urn:ticket}Answer", () => xsInt);
export const TokenElement: ElementCodec<string> = element<string>("{urn:ticket}Token", () => xsString);

export interface TicketOperations {
  readonly order: {
    readonly input: number;
    readonly output: string;
    readonly faults: { refused: Refused };
    readonly inputHeaders: { token: string };
    readonly outputHeaders: { token: string };
  };
  readonly count: { readonly input: void; readonly output: number };
  readonly note: { readonly input: string };
  readonly progress: { readonly output: string };
  readonly ask: { readonly output: string; readonly answer: number };
}

export const Tickets: SoapBinding<TicketOperations> = {
  kind: "soap",
  name: "{urn:ticket}TicketsTcp",
  version: "1.2",
  transport: "http://schemas.microsoft.com/soap/tcp",
  portType: {
    name: "{urn:ticket}Tickets",
    operations: {
      order: {
        name: "Order",
        pattern: "request-response",
        input: () => OrderElement,
        output: () => OrderedElement,
        faults: { refused: () => RefusedElement },
        inputHeaders: { token: () => TokenElement },
        outputHeaders: { token: () => TokenElement },
        inputAction: "urn:ticket:Order",
        outputAction: "urn:ticket:Ordered",
      },
      count: { name: "Count", pattern: "request-response", output: () => AnswerElement },
      note: { name: "Note", pattern: "one-way", input: () => NoteElement, inputAction: "urn:ticket:Note" },
      progress: { name: "Progress", pattern: "notification", output: () => ProgressElement, outputAction: "urn:ticket:Progress" },
      ask: {
        name: "Ask",
        pattern: "solicit-response",
        input: () => AnswerElement,
        output: () => QuestionElement,
        inputAction: "urn:ticket:Answer",
        outputAction: "urn:ticket:Ask",
      },
    },
  },
  // Without an action in the port type, the binding's counts.
  actions: { count: "urn:ticket:Count" },
};

export interface CallbackOperations {
  readonly progress: { readonly input: string };
  readonly sold: { readonly input: number };
}

export const TicketCallbacks: SoapBinding<CallbackOperations> = {
  kind: "soap",
  name: "{urn:ticket}TicketCallbacksTcp",
  version: "1.2",
  transport: "http://schemas.microsoft.com/soap/tcp",
  portType: {
    name: "{urn:ticket}TicketCallbacks",
    operations: {
      progress: { name: "Progress", pattern: "one-way", input: () => ProgressElement, inputAction: "urn:ticket:callback:Progress" },
      sold: { name: "Sold", pattern: "one-way", input: () => OrderElement, inputAction: "urn:ticket:callback:Sold" },
    },
  },
  actions: {},
};
