/**
 * A small contract for tests of attachments: one operation, which takes a text and gives one.
 */
import { complexType, element, xsString } from "soapwright/runtime-v1";
import type { PortType, SoapBinding } from "soapwright/soap";

export interface Text {
  text: string;
}
const TextType = complexType<Text>("{urn:text}Text", { text: ["text", () => xsString] });
const Send = element<Text>("{urn:text}Send", () => TextType);
const Sent = element<Text>("{urn:text}Sent", () => TextType);
export interface TextOperations {
  readonly send: { readonly input: Text; readonly output: Text };
}
const portType: PortType<TextOperations> = {
  name: "{urn:text}Texts",
  operations: { send: { name: "Send", pattern: "request-response", input: () => Send, output: () => Sent } },
};
export const Texts: SoapBinding<TextOperations> = {
  kind: "soap",
  name: "Texts",
  version: "1.1",
  transport: "http://schemas.xmlsoap.org/soap/http",
  portType,
  actions: { send: "" },
};
