/**
 * What a document is checked against -> a function from its file to issues, which say as much as people may want to know.
 */

import type { Diagnostic } from "../../../codegen/diagnostics.js";
import { explainXmlError } from "../../../codegen/load/explain-xml-error.js";
import { withReader } from "../../../codegen/load/with-reader.js";
import type { LoadedSchema } from "../../../codegen/load-schema.js";
import { didYouMean } from "../../nearest-name.js";
import type { Issue } from "../../runtime/issues.js";
import { documentTypes } from "../../xml/doctype/doctype-reader.js";
import { XmlError, type XmlErrorCode } from "../../xml/errors.js";
import type { Limits } from "../../xml/limits.js";
import { type Reader, Token } from "../../xml/read/reader.js";
import { UsageError } from "../exit-code.js";
import type { DocumentFile } from "./document-file.js";

/** Gives the issues of a document. */
export type Check = (document: DocumentFile) => Promise<readonly Issue[]>;

/** What the flags say about documents and schemas. */
export interface CheckOptions {
  /** The element that each document must be, as a Clark name or a local one. */
  readonly root: string | undefined;
  readonly doctype: boolean;
  readonly catalog: string | undefined;
  readonly lenient: boolean;
  readonly maxBytes: number | undefined;
}

/** A file of any length takes little memory, so what is limited is what would. */
function limitsOf({ maxBytes }: CheckOptions): Partial<Limits> {
  return { bytes: maxBytes ?? Number.MAX_SAFE_INTEGER, markup: Number.MAX_SAFE_INTEGER };
}

/** Makes a check of well-formedness alone. */
export function checkWellFormed(options: CheckOptions): Check {
  return async (document) => {
    try {
      return withReader(document, { doctype: options.doctype && documentTypes, limits: limitsOf(options) }, (reader) =>
        readAll(reader, options.root),
      );
    } catch (error) {
      return [explained(issueOf(error), document)];
    }
  };
}

function readAll(reader: Reader, root: string | undefined): readonly Issue[] {
  const issues: Issue[] = [];
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    if (token === Token.startElement && reader.depth === 1) issues.push(...checkRoot(reader, root));
  }
  return issues;
}

export interface LoadedCheck {
  /** Undefined for a schema that cannot be used. */
  readonly check: Check | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a check against schemas. Throws a UsageError for a root element that they do not declare. */
export async function loadCheck(entries: readonly string[], options: CheckOptions): Promise<LoadedCheck> {
  const { root, doctype, lenient, catalog } = options;
  // The compiler is loaded only if it is needed: well-formedness is checked in a tenth of the time.
  const { loadSchema } = await import("../../../codegen/schema-entry.js");
  const schema = await loadSchema({ entries: [...entries], doctype, lenient, ...(catalog !== undefined && { catalog }) });
  if (!schema.ok) return { check: undefined, diagnostics: schema.diagnostics };
  if (root !== undefined) refuseUnknownRoot(root, schema);
  const check: Check = async (document) => {
    const found = await schema.validateStream(document, { baseUri: document.name, limits: limitsOf(options) });
    return [...rootIssues(document, options), ...found].map((issue) => explained(withAdvice(issue, schema), document));
  };
  return { check, diagnostics: schema.diagnostics };
}

function isCalled(clark: string, wanted: string): boolean {
  return clark === wanted || clark.slice(clark.indexOf("}") + 1) === wanted;
}

function refuseUnknownRoot(root: string, { documents }: LoadedSchema): void {
  const names = Object.keys(documents);
  if (names.some((name) => isCalled(name, root))) return;
  const known = root.startsWith("{") ? names : names.map((name) => name.slice(name.indexOf("}") + 1));
  throw new UsageError(`--root: the schema declares no global element "${root}"${didYouMean(root, known)}`);
}

/** What is not well-formed is left to the validation. */
function rootIssues(document: DocumentFile, { root, doctype }: CheckOptions): readonly Issue[] {
  if (root === undefined) return [];
  try {
    return withReader(document, { doctype }, (reader) => {
      while (reader.next() !== Token.startElement);
      return checkRoot(reader, root);
    });
  } catch (error) {
    if (error instanceof XmlError) return [];
    throw error;
  }
}

/** The reader stands on the root element. XSD 1.0 Part 1 §3.3.4 (cvc-elt) */
function checkRoot(reader: Reader, root: string | undefined): readonly Issue[] {
  const found = reader.name.clark;
  if (root === undefined || isCalled(found, root)) return [];
  const { line, column } = reader.position(reader.offset);
  const message = `"${found}" is not the root element that --root asks for, "${root}"`;
  return [{ id: "cvc-elt.1", path: `/${reader.name.local}`, line, column, message, found, expected: root }];
}

function issueOf(error: unknown): Issue {
  if (!(error instanceof XmlError)) throw error;
  return { id: error.code, path: "/", line: error.line, column: error.column, message: error.message };
}

/** Says what a document is if it is not XML, and which element is open at its end. */
function explained(issue: Issue, document: DocumentFile): Issue {
  if (!issue.id.startsWith("xml-")) return issue;
  // Ids of issues that begin so are codes of the reader.
  const more = explainXmlError(issue.id as XmlErrorCode, document);
  return more === undefined ? issue : { ...issue, message: issue.message + more.text };
}

/** Says which element or type may be meant by a name that the schema does not have. */
function withAdvice(issue: Issue, { documents, schema }: LoadedSchema): Issue {
  const { id, found = "", expected } = issue;
  const names = id === "cvc-elt.1" && expected === undefined ? documents : id === "cvc-elt.4.2" ? (schema?.types ?? {}) : {};
  return { ...issue, message: issue.message + didYouMean(found, Object.keys(names)) };
}
