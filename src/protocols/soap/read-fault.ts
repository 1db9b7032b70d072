/**
 * A Fault element -> SoapFault, with the declared detail decoded. SOAP 1.1 §4.4, SOAP 1.2 Part 1 §5.4
 */
import { xmlElement } from "../../runtime/built-in-types.js";
import { decodeAt } from "../../runtime/decode.js";
import { ValidationError } from "../../runtime/issues.js";
import { readElement } from "../../runtime/nodes.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { type FaultCode, SoapFault } from "../../service/fault.js";
import type { OperationTable } from "../../service/port-type.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { type EnvelopeVersion, soap11 } from "./envelope-version.js";
import { closeEnvelope, type OpenEnvelope } from "./read-message.js";

const languageAttribute = "{http://www.w3.org/XML/1998/namespace}lang";

/** Reads the fault on which the reader stands, to the end of the envelope. */
export function readFault(reader: TokenReader, envelope: OpenEnvelope, table: OperationTable): SoapFault {
  const result = decodeAt(xmlElement, reader);
  if (!result.ok) throw new ValidationError(result.issues);
  closeEnvelope(reader, envelope);
  return envelope.version === soap11 ? readFault11(result.value, table) : readFault12(result.value, envelope.version, table);
}

function readFault11(fault: XmlElement, table: OperationTable): SoapFault {
  const text = (local: string): string | undefined => textOf(child(fault, local));
  const code = /^(?:[^:]*:)?([^:.]+)/.exec(text("faultcode")?.trim() ?? "")?.[1];
  const details = elements(child(fault, "detail"));
  return new SoapFault(codeNamed(code, soap11), text("faultstring") ?? "", {
    role: text("faultactor"),
    language: child(fault, "faultstring")?.attributes[languageAttribute],
    ...readDetails(details, table),
  });
}

function readFault12(fault: XmlElement, version: EnvelopeVersion, table: OperationTable): SoapFault {
  const named = (parent: XmlElement | undefined, local: string): XmlElement | undefined => child(parent, `{${version.namespace}}${local}`);
  const code = named(fault, "Code");
  const subcodes: string[] = [];
  for (let subcode = named(code, "Subcode"); subcode !== undefined; subcode = named(subcode, "Subcode")) {
    const value = named(subcode, "Value");
    const [prefix = "", local] = (textOf(value) ?? "").trim().split(":");
    subcodes.push(local === undefined ? prefix : `{${value?.namespaces[prefix] ?? ""}}${local}`);
  }
  const reason =
    elements(named(fault, "Reason")).find(({ attributes }) => attributes[languageAttribute]?.startsWith("en")) ??
    named(named(fault, "Reason"), "Text");
  const local = /([^:]*)$/.exec(textOf(named(code, "Value"))?.trim() ?? "")?.[1];
  return new SoapFault(codeNamed(local, version), textOf(reason) ?? "", {
    subcodes,
    role: textOf(named(fault, "Role")),
    language: reason?.attributes[languageAttribute],
    ...readDetails(elements(named(fault, "Detail")), table),
  });
}

function codeNamed(local: string | undefined, version: EnvelopeVersion): FaultCode {
  const codes: readonly FaultCode[] = ["VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Sender", "Receiver"];
  // SOAP 1.1 has one code for two of SOAP 1.2's; the later one is the general one.
  return codes.findLast((code) => version.faultCodes[code] === local) ?? "Receiver";
}

/** The first detail that the operation declares is decoded; one that does not conform stays a node. */
function readDetails(
  details: readonly XmlElement[],
  table: OperationTable,
): { declared?: { name: string; detail: unknown }; detail: readonly XmlElement[] } {
  for (const [name, codec] of Object.entries(table.faults ?? {})) {
    const node = details.find((each) => each.name === codec().name);
    if (node === undefined) continue;
    try {
      return { declared: { name, detail: readElement(codec(), node) }, detail: details };
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
    }
  }
  return { detail: details };
}

function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return elements(parent).find((each) => each.name === name);
}

function elements(parent: XmlElement | undefined): readonly XmlElement[] {
  return (parent?.children ?? []).filter((each) => typeof each !== "string");
}

function textOf(element: XmlElement | undefined): string | undefined {
  return element?.children.filter((each) => typeof each === "string").join("");
}
