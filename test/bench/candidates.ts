/**
 * What is compared: each candidate turns a document into a function that works on it once.
 */
import { readFileSync } from "node:fs";
import { codecOf, decode } from "./both-codecs.js";
import type { BenchDocument } from "./documents.js";

export interface Candidate {
  readonly name: string;
  /** What it does to the bytes: V validates, O builds an object or tree. */
  readonly does: string;
  /** Undefined where the candidate cannot read the document. */
  readonly prepare: (document: BenchDocument, bytes: Uint8Array) => Promise<(() => unknown) | undefined>;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

export const candidates: readonly Candidate[] = [
  {
    name: "soapwright",
    does: "V O",
    prepare: async (document, bytes) => {
      const codec = await codecOf(document, false);
      return () => decode(codec, bytes);
    },
  },
  {
    name: "soapwright, tables",
    does: "V O",
    prepare: async (document, bytes) => {
      const codec = await codecOf(document, true);
      return () => decode(codec, bytes);
    },
  },
  { name: "Buffer.toString", does: "", prepare: async (_, bytes) => () => text(bytes) },
  {
    name: "JSON.parse, same data",
    does: "O",
    prepare: async (document, bytes) => {
      const { loadSchema } = await import("soapwright/schema");
      const { decode } = await import("soapwright");
      const codec = (await loadSchema({ entries: [document.schema] })).documents[document.root];
      if (codec === undefined) throw new Error(`${document.schema} has no ${document.root}`);
      const json = JSON.stringify(decode(codec, bytes), (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
      return () => JSON.parse(json);
    },
  },
  {
    name: "fast-xml-parser",
    does: "O",
    prepare: async (_, bytes) => {
      const { XMLParser } = await import("fast-xml-parser");
      const parser = new XMLParser({ ignoreAttributes: false });
      return () => parser.parse(text(bytes));
    },
  },
  {
    name: "node-soap xmlToObject",
    does: "O",
    prepare: async (document, bytes) => {
      if (document.name === "c") return undefined;
      const { WSDL } = await import("soap");
      const wsdl = new WSDL('<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>', "bench.wsdl", {});
      await new Promise<void>((resolve, reject) => wsdl.onReady((error: Error | null) => (error ? reject(error) : resolve())));
      return () => wsdl.xmlToObject(text(bytes));
    },
  },
  {
    name: "saxes",
    does: "",
    prepare: async (_, bytes) => {
      const { SaxesParser } = await import("saxes");
      return () => {
        const parser = new SaxesParser({ xmlns: true });
        parser.on("error", (error) => {
          throw error;
        });
        parser.write(text(bytes)).close();
      };
    },
  },
  {
    name: "libxml2-wasm",
    does: "V O",
    prepare: async (document, bytes) => {
      const { XmlDocument, XsdValidator, xmlRegisterFsInputProviders } = await import("libxml2-wasm").then(async (main) => ({
        ...main,
        ...(await import("libxml2-wasm/lib/nodejs.mjs")),
      }));
      xmlRegisterFsInputProviders();
      const schema = XmlDocument.fromBuffer(readFileSync(document.schema), { url: document.schema });
      const validator = XsdValidator.fromDoc(schema);
      return () => {
        const parsed = XmlDocument.fromBuffer(bytes);
        validator.validate(parsed);
        parsed.dispose();
      };
    },
  },
];
