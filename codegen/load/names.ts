/**
 * Namespaces that the compiler knows by name.
 */

/** XML Schema 1.0: elements of schema documents and the built-in types. */
export const xsdNamespace = "http://www.w3.org/2001/XMLSchema";
/** Attributes of instances: type, nil, schemaLocation, noNamespaceSchemaLocation. */
export const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance";
/** WSDL 1.1. */
export const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";
