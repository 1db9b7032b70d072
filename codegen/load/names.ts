/**
 * Namespaces that the compiler knows by name.
 */

export { xsdNamespace, xsiNamespace } from "../../src/xml/names.js";

/** WSDL 1.1. */
export const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";
