/**
 * The types that generated code imports, in one place for the test's contract.
 */
export type { ComplexType, ElementCodec } from "soapwright";
export type { PortType, Server, SoapBinding } from "soapwright/soap";
