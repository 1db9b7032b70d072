/**
 * All rules of `lint`: those of WS-I by section of the profile, then our own. Findings are shown by place, so their order here means nothing.
 */
import * as names from "./own-names.js";
import * as services from "./own-services.js";
import * as types from "./own-types.js";
import * as usage from "./own-usage.js";
import type { LintRule } from "./rule.js";
import * as bindings from "./wsi-bindings.js";
import * as documents from "./wsi-documents.js";
import * as messages from "./wsi-messages.js";

/** WS-I Basic Profile 1.1: MUST is an error, SHOULD a warning. */
const profile: readonly LintRule[] = [
  { id: "R2001", severity: "error", summary: "wsdl:import brings WSDL documents only", check: documents.checkImportsOfWsdl },
  { id: "R2003", severity: "error", summary: "xs:import stands inside xs:schema", check: documents.checkPlaceOfSchemaImports },
  {
    id: "R2005",
    severity: "error",
    summary: "a wsdl:import names the imported document's namespace",
    check: documents.checkNamespacesOfImports,
  },
  { id: "R2007", severity: "error", summary: "a wsdl:import has a location", check: documents.checkLocationsOfImports },
  { id: "R2022", severity: "error", summary: "wsdl:import comes first", check: documents.checkOrderOfImports },
  { id: "R2023", severity: "error", summary: "wsdl:types comes right behind the imports", check: documents.checkOrderOfTypes },
  { id: "R2026", severity: "warning", summary: "no extension is required", check: documents.checkRequiredExtensions },
  {
    id: "R2101",
    severity: "error",
    summary: "references to WSDL components stay in imported namespaces",
    check: documents.checkReferencesToWsdl,
  },
  {
    id: "R2102",
    severity: "error",
    summary: "references to schema components stay in imported namespaces",
    check: documents.checkReferencesToSchemas,
  },
  { id: "R2105", severity: "error", summary: "a schema in wsdl:types has a target namespace", check: documents.checkTargetNamespaces },
  { id: "R2110", severity: "error", summary: "no type is derived from soapenc:Array", check: documents.checkEncodedArrays },
  { id: "R2111", severity: "error", summary: "wsdl:arrayType is not used", check: documents.checkArrayTypeAttributes },
  { id: "R2112", severity: "info", summary: "no type is called ArrayOf...", check: documents.checkArrayNames },
  { id: "R2201", severity: "error", summary: "a document-literal body names one part at most", check: bindings.checkNamedParts },
  { id: "R2203", severity: "error", summary: "parts of an rpc-literal body have types", check: bindings.checkPartsOfRpc },
  { id: "R2204", severity: "error", summary: "parts of a document-literal body have elements", check: bindings.checkPartsOfDocument },
  { id: "R2205", severity: "error", summary: "parts of headers and faults have elements", check: bindings.checkPartsOfHeadersAndFaults },
  { id: "R2206", severity: "error", summary: "the element of a part is a global one", check: messages.checkElementsOfParts },
  { id: "R2209", severity: "warning", summary: "every part is bound", check: bindings.checkUnboundParts },
  {
    id: "R2210",
    severity: "error",
    summary: "the message of a document-literal body has one part at most",
    check: bindings.checkPartsOfMessage,
  },
  { id: "R2303", severity: "error", summary: "no notification and no solicit-response", check: messages.checkTransmission },
  { id: "R2304", severity: "error", summary: "operations of a port type have distinct names", check: messages.checkOverloading },
  { id: "R2305", severity: "error", summary: "parameterOrder leaves out the result only", check: messages.checkParameterOrder },
  { id: "R2401", severity: "info", summary: "bindings are SOAP bindings", check: bindings.checkKindOfBinding },
  { id: "R2701", severity: "error", summary: "a SOAP binding says its transport", check: bindings.checkTransportGiven },
  { id: "R2702", severity: "error", summary: "the transport is HTTP", check: bindings.checkTransportHttp },
  { id: "R2705", severity: "error", summary: "a binding has one style", check: bindings.checkMixedStyles },
  { id: "R2706", severity: "error", summary: "use is literal", check: bindings.checkUse },
  { id: "R2710", severity: "error", summary: "operations of a binding have distinct bodies", check: bindings.checkSignatures },
  { id: "R2711", severity: "info", summary: "ports have distinct addresses", check: bindings.checkAddresses },
  {
    id: "R2716",
    severity: "error",
    summary: "document-literal bodies, headers and faults have no namespace",
    check: bindings.checkNamespacesOfDocument,
  },
  { id: "R2717", severity: "error", summary: "an rpc-literal body has an absolute namespace", check: bindings.checkNamespacesOfRpc },
  { id: "R2718", severity: "error", summary: "a binding has the operations of its port type", check: bindings.checkOperationsOfBinding },
  { id: "R2720", severity: "error", summary: "a header names one part", check: bindings.checkPartOfHeaders },
  { id: "R2721", severity: "error", summary: "a bound fault has a name", check: bindings.checkNamesOfFaults },
  {
    id: "R2726",
    severity: "error",
    summary: "rpc-literal headers and faults have no namespace",
    check: bindings.checkNamespacesOfRpcHeaders,
  },
  { id: "R2740", severity: "warning", summary: "every fault is bound", check: bindings.checkUnboundFaults },
  { id: "R2749", severity: "error", summary: "a header uses part, not parts", check: bindings.checkPartsOfHeaders },
  { id: "R2754", severity: "error", summary: "a bound fault has the name of the fault around it", check: bindings.checkNamesOfFaultsAgree },
  { id: "R2801", severity: "error", summary: "types are described by XML Schema 1.0", check: documents.checkSchemaLanguage },
  {
    id: "R2803",
    severity: "error",
    summary: "the namespace of a wsdl:import is absolute",
    check: documents.checkAbsoluteNamespacesOfImports,
  },
];

const own: readonly LintRule[] = [
  {
    id: "soapwright-anonymous-clash",
    severity: "info",
    summary: "anonymous types have distinct names to be called by",
    check: names.checkAnonymousTypes,
  },
  { id: "soapwright-any-type", severity: "info", summary: "elements say what they hold", check: types.checkAnyType },
  {
    id: "soapwright-enumeration-blank",
    severity: "warning",
    summary: "enumeration values are not empty and have no blanks around them",
    check: types.checkBlankValues,
  },
  {
    id: "soapwright-enumeration-case",
    severity: "info",
    summary: "enumeration values differ by more than case",
    check: types.checkCaseOfValues,
  },
  { id: "soapwright-float-amount", severity: "warning", summary: "amounts are decimals", check: types.checkFloatingAmounts },
  { id: "soapwright-name-case", severity: "info", summary: "names differ by more than case", check: names.checkCaseOfNames },
  {
    id: "soapwright-namespace-placeholder",
    severity: "warning",
    summary: "namespaces are the author's own",
    check: names.checkPlaceholderNamespaces,
  },
  {
    id: "soapwright-namespace-relative",
    severity: "warning",
    summary: "namespaces are absolute URIs",
    check: names.checkRelativeNamespaces,
  },
  {
    id: "soapwright-nillable-optional",
    severity: "info",
    summary: "an element is optional or nillable, not both",
    check: types.checkNillableOptional,
  },
  { id: "soapwright-no-documentation", severity: "info", summary: "operations are documented", check: services.checkDocumentation },
  {
    id: "soapwright-number-identifier",
    severity: "warning",
    summary: "identifiers are not fractional numbers",
    check: types.checkNumbersAsIdentifiers,
  },
  { id: "soapwright-pattern-anchor", severity: "warning", summary: "patterns have no anchors", check: types.checkPatternAnchors },
  { id: "soapwright-plain-http", severity: "info", summary: "addresses are https", check: services.checkPlainHttp },
  { id: "soapwright-unbound-port-type", severity: "info", summary: "port types have a binding", check: services.checkUnboundPortTypes },
  { id: "soapwright-unqualified-locals", severity: "info", summary: "local elements are qualified", check: names.checkUnqualifiedLocals },
  { id: "soapwright-unlimited-text", severity: "info", summary: "texts in requests have a limit", check: usage.checkUnlimitedText },
  {
    id: "soapwright-unused-component",
    severity: "info",
    summary: "elements and types occur in a message",
    check: usage.checkUnusedComponents,
  },
  { id: "soapwright-unused-message", severity: "info", summary: "messages are used", check: services.checkUnusedMessages },
];

/** Every rule once. */
export const rules: readonly LintRule[] = [...profile, ...own];
