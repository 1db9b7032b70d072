/**
 * Documents of a contract and a document to check -> what is wrong with them, and the code that is generated.
 */
import { generate } from "../../codegen/generate.js";
import { fileHost } from "../../codegen/load/file-host.js";
import { type Host, memoryHost } from "../../codegen/load/host.js";
import { openContract } from "../../codegen/open-contract.js";
import { germanMessage } from "../../src/runtime/german-issues.js";

/** What the playground is given. */
export interface Work {
  /** Schemas and WSDL documents by name. */
  readonly documents: Readonly<Record<string, string>>;
  /** The document that is validated; empty: none is. */
  readonly xml: string;
}

/** Something wrong, at a place. */
export interface Finding {
  readonly id: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The same in German; undefined where only the English text is known. */
  readonly german?: string;
  /** The name of the document; of the one that is validated "". */
  readonly document: string;
  readonly line: number;
  readonly column: number;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  /** The generated files; none where the contract has errors. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** The contract has no errors. */
  readonly isSound: boolean;
}

/** Compiles and validates. What is wrong with the input is in the findings. */
export async function compile({ documents, xml }: Work): Promise<Outcome> {
  const options = { entries: Object.keys(documents), host: hostOver(documents) };
  const { files, diagnostics } = await generate(options);
  const ofContract = diagnostics.map(
    ({ id, severity, message, at }): Finding => ({
      id,
      severity,
      message,
      document: at?.uri ?? options.entries[0] ?? "",
      line: at?.line ?? 1,
      column: at?.column ?? 1,
    }),
  );
  const isSound = ofContract.every(({ severity }) => severity !== "error");
  const validate = isSound && xml.trim() !== "" ? openContract(options).contract?.validate : undefined;
  const ofDocument = (validate?.(xml) ?? []).map((issue): Finding => {
    const { id, message, path, line = 1, column = 1 } = issue;
    const at = path === "/" ? "" : `${path}: `;
    return { id, severity: "error", message: at + message, german: at + germanMessage(issue), document: "", line, column };
  });
  return { findings: [...ofContract, ...ofDocument], files: [...files], isSound };
}

function hostOver(documents: Readonly<Record<string, string>>): Host {
  const own = memoryHost(documents);
  const packaged = fileHost();
  return { readDocument: (uri) => own.readDocument(uri) ?? packaged.readDocument(uri), resolveUri: own.resolveUri };
}
