/**
 * A Fault element -> SoapFault, with the declared detail decoded. SOAP 1.1 §4.4, SOAP 1.2 Part 1 §5.4
 */

import { decodeAt } from "../../runtime/decode.js";
import { ValidationError } from "../../runtime/issues.js";
import { readElement } from "../../runtime/nodes.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { unknownElement } from "../../runtime/unknown-element.js";
import { type FaultCode, SoapFault } from "../../service/fault.js";
import type { OperationTable } from "../../service/port-type.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { isEncodedPart, readBodyElements, readEncodedDetail } from "./encoded-message.js";
import { type EnvelopeVersion, soap11, soap12 } from "./envelope-version.js";
import { closeEnvelope, type OpenEnvelope, readToEnd } from "./read-envelope.js";
import { type Objection, refuse } from "./tolerance.js";

const languageAttribute = "{http://www.w3.org/XML/1998/namespace}lang";

/** Reads the fault on which the reader stands, to the end of the envelope. */
export function readFault(reader: TokenReader, envelope: OpenEnvelope, table: OperationTable, object: Objection = refuse): SoapFault {
  // Values that the detail of an encoded fault refers to may stand beside it.
  const body = table.encoded ? readBodyElements(reader) : [readOne(reader)];
  closeEnvelope(reader, table.encoded ? readToEnd(envelope) : envelope, object);
  const [fault] = body;
  if (fault === undefined) throw new Error("internal: a fault without its element");
  const details: ReadDetails = (parent) => readDetails(parent, table, body, envelope.version);
  // Some servers write faults of one version into envelopes of the other, and some qualify the children of SOAP 1.1's: the local names tell.
  return child(fault, "Code") === undefined ? readFault11(fault, details) : readFault12(fault, details);
}

function readOne(reader: TokenReader): XmlElement {
  const result = decodeAt(unknownElement, reader);
  if (!result.ok) throw new ValidationError(result.issues);
  return result.value;
}

type ReadDetails = (parent: XmlElement | undefined) => Details;

function readFault11(fault: XmlElement, details: ReadDetails): SoapFault {
  const { local, name } = codeIn(child(fault, "faultcode"));
  const standard = soap11Code(local);
  const isStandard = standard !== undefined && soap11.faultCodes[standard] === local;
  const reason = child(fault, "faultstring");
  return new SoapFault(standard ?? "Receiver", textOf(reason) ?? "", {
    subcodes: isStandard || name === "" ? [] : [name],
    role: textOf(child(fault, "faultactor")),
    language: reason?.attributes[languageAttribute],
    ...details(child(fault, "detail")),
  });
}

/** A QName: its local part, and its Clark name, or what stands there if its prefix is not declared. */
function codeIn(element: XmlElement | undefined): { readonly local: string; readonly name: string } {
  const text = textOf(element)?.trim() ?? "";
  const [, prefix = "", local = ""] = /^(?:([^:]*):)?(.*)$/s.exec(text) ?? [];
  const namespace = element?.namespaces[prefix];
  return { local, name: namespace === undefined ? text : `{${namespace}}${local}` };
}

/** The code that a local name begins with: "Client.Authentication" is a kind of "Client". SOAP 1.1 §4.4.1 */
function soap11Code(local: string): FaultCode | undefined {
  const [general = ""] = local.split(".");
  return codeNamed(general, soap11);
}

function readFault12(fault: XmlElement, details: ReadDetails): SoapFault {
  const code = child(fault, "Code");
  const { local, name } = codeIn(child(code, "Value"));
  const standard = codeNamed(local, soap12) ?? codeNamed(local, soap11);
  const subcodes = standard === undefined && name !== "" ? [name] : [];
  for (let subcode = child(code, "Subcode"); subcode !== undefined; subcode = child(subcode, "Subcode")) {
    subcodes.push(codeIn(child(subcode, "Value")).name);
  }
  const reason = child(fault, "Reason");
  const english = elements(reason).find(({ attributes }) => attributes[languageAttribute]?.startsWith("en"));
  const text = english ?? child(reason, "Text") ?? reason;
  return new SoapFault(standard ?? "Receiver", textOf(text) ?? "", {
    subcodes,
    role: textOf(child(fault, "Role")),
    language: text?.attributes[languageAttribute],
    ...details(child(fault, "Detail")),
  });
}

function codeNamed(local: string, version: EnvelopeVersion): FaultCode | undefined {
  const codes: readonly FaultCode[] = ["VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Sender", "Receiver"];
  // SOAP 1.1 has one code for two of SOAP 1.2's; the later one is the general one.
  return codes.findLast((code) => version.faultCodes[code] === local);
}

interface Details {
  readonly declared?: { readonly name: string; readonly detail: unknown };
  readonly detail: readonly XmlElement[];
  readonly detailText?: string;
}

/** The first detail that the operation declares is decoded; one that does not conform stays a node. */
function readDetails(
  parent: XmlElement | undefined,
  table: OperationTable,
  body: readonly XmlElement[],
  version: EnvelopeVersion,
): Details {
  const detail = elements(parent);
  const text = textOf(parent)?.trim() ?? "";
  if (detail.length === 0 && text !== "") return { detail, detailText: text };
  for (const [name, codec] of Object.entries(table.faults ?? {})) {
    const node = detail.find((each) => each.name === codec().name);
    if (node === undefined || isEncodedPart(table, codec())) continue;
    try {
      return { declared: { name, detail: readElement(codec(), node) }, detail };
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
    }
  }
  const declared = encodedDetail(detail, table, body, version);
  return declared === undefined ? { detail } : { declared, detail };
}

/** The first entry that is the detail of a declared fault in the SOAP encoding. */
function encodedDetail(
  detail: readonly XmlElement[],
  table: OperationTable,
  body: readonly XmlElement[],
  version: EnvelopeVersion,
): Details["declared"] {
  const { encoded } = table;
  if (encoded === undefined) return undefined;
  const all = Object.entries(table.faults ?? {}).map(([name, codec]) => [name, codec()] as const);
  const faults = Object.fromEntries(all.filter(([, codec]) => isEncodedPart(table, codec)));
  for (const entry of detail) {
    const declared = readEncodedDetail(encoded, faults, entry, body, version);
    if (declared !== undefined) return declared;
  }
  return undefined;
}

/** The first child with a local name. */
function child(parent: XmlElement | undefined, local: string): XmlElement | undefined {
  return elements(parent).find(({ name }) => name.slice(name.lastIndexOf("}") + 1) === local);
}

function elements(parent: XmlElement | undefined): readonly XmlElement[] {
  return (parent?.children ?? []).filter((each) => typeof each !== "string");
}

function textOf(element: XmlElement | undefined): string | undefined {
  return element?.children.filter((each) => typeof each === "string").join("");
}
