/**
 * A small contract, as generated code would have it: an operation with faults and headers, a one-way operation, two operations that share
 * their element, one with an empty body, a notification.
 */
import { complexType, element, xsDecimal, xsInt, xsString } from "soapwright/runtime-v1";
import type { ComplexType, ElementCodec, PortType, Server, SoapBinding } from "./soap-imports.js";

const type = <T>(name: string, rows: Parameters<typeof complexType>[1]): ComplexType<T> => complexType<T>(`{urn:parcel}${name}`, rows);

export interface Parcel {
  to: string;
  weight: string;
}
export const Parcel = type<Parcel>("Parcel", { to: ["To", () => xsString], weight: ["Weight", () => xsDecimal] });
export const SendElement: ElementCodec<Parcel> = element<Parcel>("{urn:parcel}Send", () => Parcel);

export interface Receipt {
  number: number;
}
export const Receipt = type<Receipt>("Receipt", { number: ["Number", () => xsInt] });
export const SendResponseElement: ElementCodec<Receipt> = element<Receipt>("{urn:parcel}SendResponse", () => Receipt);

export interface TooHeavy {
  limit: string;
}
export const TooHeavy = type<TooHeavy>("TooHeavy", { limit: ["Limit", () => xsDecimal] });
export const TooHeavyElement: ElementCodec<TooHeavy> = element<TooHeavy>("{urn:parcel}TooHeavy", () => TooHeavy);

export interface Sender {
  name: string;
}
export const Sender = type<Sender>("Sender", { name: ["Name", () => xsString] });
export const SenderElement: ElementCodec<Sender> = element<Sender>("{urn:parcel}Sender", () => Sender);
export const StampElement: ElementCodec<string> = element<string>("{urn:parcel}Stamp", () => xsString);
export const NoteElement: ElementCodec<string> = element<string>("{urn:parcel}Note", () => xsString);
export const CountElement: ElementCodec<number> = element<number>("{urn:parcel}Count", () => xsInt);

export interface ParcelOperations {
  readonly send: {
    readonly input: Parcel;
    readonly output: Receipt;
    readonly faults: { tooHeavy: TooHeavy };
    readonly inputHeaders: { sender: Sender };
    readonly outputHeaders: { stamp: string };
  };
  readonly note: { readonly input: string };
  readonly open: { readonly input: string; readonly output: number };
  readonly close: { readonly input: string; readonly output: number };
  readonly count: { readonly input: void; readonly output: number };
  readonly arrived: { readonly output: string };
}

export const ParcelPort: PortType<ParcelOperations> = {
  name: "{urn:parcel}Parcels",
  operations: {
    send: {
      name: "Send",
      pattern: "request-response",
      input: () => SendElement,
      output: () => SendResponseElement,
      faults: { tooHeavy: () => TooHeavyElement },
      inputHeaders: { sender: () => SenderElement },
      outputHeaders: { stamp: () => StampElement },
    },
    note: { name: "Note", pattern: "one-way", input: () => NoteElement },
    open: { name: "Open", pattern: "request-response", input: () => StampElement, output: () => CountElement },
    close: { name: "Close", pattern: "request-response", input: () => StampElement, output: () => CountElement },
    count: { name: "Count", pattern: "request-response", output: () => CountElement },
    arrived: { name: "Arrived", pattern: "notification", output: () => NoteElement },
  },
};

const binding = (version: "1.1" | "1.2"): SoapBinding<ParcelOperations> => ({
  kind: "soap",
  name: `{urn:parcel}Parcels${version}`,
  version,
  transport: "http://schemas.xmlsoap.org/soap/http",
  portType: ParcelPort,
  actions: { send: "urn:parcel#Send", note: "", open: "urn:parcel#Open", close: "urn:parcel#Close", count: "urn:parcel#Count" },
});
export const ParcelSoap11 = binding("1.1");
export const ParcelSoap12 = binding("1.2");

export type ParcelServer = Server<ParcelOperations>;
