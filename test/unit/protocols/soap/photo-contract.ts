/** A service that keeps photos, whose values have binary content. */
import type { ComplexType, ElementCodec } from "soapwright";
import { complexType, element, xsBase64Binary, xsString } from "soapwright/runtime-v1";
import type { PortType, SoapBinding } from "soapwright/soap";

export interface Photo {
  name: string;
  data: Uint8Array;
}
const Photo: ComplexType<Photo> = complexType<Photo>("{urn:photo}Photo", {
  name: ["name", () => xsString],
  data: ["data", () => xsBase64Binary],
});
const Keep: ElementCodec<Photo> = element<Photo>("{urn:photo}Keep", () => Photo);
const Kept: ElementCodec<Photo> = element<Photo>("{urn:photo}Kept", () => Photo);

export interface PhotoOperations {
  readonly keep: { readonly input: Photo; readonly output: Photo };
}
const portType: PortType<PhotoOperations> = {
  name: "{urn:photo}Photos",
  operations: { keep: { name: "Keep", pattern: "request-response", input: () => Keep, output: () => Kept } },
};
const base = { kind: "soap", transport: "http://schemas.xmlsoap.org/soap/http", portType, actions: { keep: "urn:photo#Keep" } } as const;

export const Photos11: SoapBinding<PhotoOperations> = { ...base, name: "Photos11", version: "1.1" };
export const Photos12: SoapBinding<PhotoOperations> = { ...base, name: "Photos12", version: "1.2" };
