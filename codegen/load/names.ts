/**
 * Namespaces that the compiler knows by name.
 */

export const xsdNamespace = "http://www.w3.org/2001/XMLSchema";
export const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance";
export const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";
