/**
 * The name of a document's root: which operation a plain XML request is for, before its codec is known. WSDL 1.1 §5.3 (mime:mimeXml)
 */
import { XmlError } from "../../xml/errors.js";
import { Reader } from "../../xml/read/reader.js";

/** The root's namespace and local name, or why there is none. */
export type DocumentRoot =
  | { readonly ok: true; readonly namespace: string; readonly local: string; readonly clark: string }
  | { readonly ok: false; readonly message: string };

/** Reads up to the root's start tag; what comes behind it is not looked at. */
export function readDocumentRoot(bytes: Uint8Array, charset: string | undefined): DocumentRoot {
  try {
    const reader = new Reader(bytes, charset === undefined ? {} : { charset });
    reader.next();
    const { namespace, local, clark } = reader.name;
    return { ok: true, namespace, local, clark };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { ok: false, message: `${error.line}:${error.column} ${error.code}: ${error.message}` };
  }
}
