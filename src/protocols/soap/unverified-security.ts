/**
 * Security headers with signatures or encrypted keys that nothing has verified: what came with them must not pass as if it were verified.
 */
import type { XmlElement } from "../../runtime/shapes.js";
import { SoapFault } from "../../service/fault.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";

const secext = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/** The header block of WS-Security. SOAP Message Security 1.1 §5 */
export const securityHeader = `{${secext}}Security`;

const protecting: ReadonlySet<string> = new Set([
  "{http://www.w3.org/2000/09/xmldsig#}Signature",
  "{http://www.w3.org/2001/04/xmlenc#}EncryptedKey",
  "{http://www.w3.org/2001/04/xmlenc#}EncryptedData",
  "{http://www.w3.org/2001/04/xmlenc#}ReferenceList",
]);

/** Skips a header block on whose start tag the reader stands. Throws a SoapFault if it says that the message is signed or encrypted. */
export function skipBlock(reader: TokenReader): void {
  if (reader.name.clark !== securityHeader) {
    reader.skipElement();
    return;
  }
  const { depth } = reader;
  for (let token = reader.next(); token !== Token.endElement || reader.depth > depth; token = reader.next()) {
    if (token === Token.startElement && protecting.has(reader.name.clark)) throw unverified();
  }
}

/** Throws a SoapFault if a Security header says that the message is signed or encrypted. */
export function refuseProtected({ children }: XmlElement): void {
  if (children.some((child) => typeof child !== "string" && protecting.has(child.name))) throw unverified();
}

function unverified(): SoapFault {
  return new SoapFault("Sender", "the message is signed or encrypted, and nothing here verifies it", {
    subcodes: [`{${secext}}InvalidSecurity`],
  });
}
