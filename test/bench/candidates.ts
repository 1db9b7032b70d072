/**
 * What is compared: each candidate turns a document into a function that works on it once.
 */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { BenchDocument } from "./documents.js";
import { codecOf, decode, encode } from "./generated-code.js";
import { type OtherForm, otherForms } from "./other-forms.js";

export interface Candidate {
  readonly name: string;
  /** Undefined where the candidate cannot read the document. */
  readonly prepare: (document: BenchDocument, bytes: Uint8Array) => Promise<(() => unknown) | undefined>;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

/** What JSON can say of a document's value. */
async function plainValueOf(document: BenchDocument, bytes: Uint8Array): Promise<never> {
  const json = JSON.stringify(decode(await codecOf(document, false), bytes), (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  // The codec is one of any type, so that its values are not checked.
  return JSON.parse(json) as never;
}

function decodeOtherForm({ name, change }: OtherForm): Candidate {
  return {
    name,
    prepare: async (document, bytes) => {
      const codec = await codecOf(document, false);
      const changed = change(text(bytes));
      if (changed === undefined) return undefined;
      if (!isDeepStrictEqual(decode(codec, changed), decode(codec, bytes)))
        throw new Error(`"${name}" has changed the value of (${document.name})`);
      return () => decode(codec, changed);
    },
  };
}

export const candidates: readonly Candidate[] = [
  {
    name: "decode",
    prepare: async (document, bytes) => {
      const codec = await codecOf(document, false);
      return () => decode(codec, bytes);
    },
  },
  {
    name: "tables",
    prepare: async (document, bytes) => {
      const codec = await codecOf(document, true);
      return () => decode(codec, bytes);
    },
  },
  ...otherForms.map(decodeOtherForm),
  {
    name: "JSON.parse",
    prepare: async (document, bytes) => {
      const json = JSON.stringify(await plainValueOf(document, bytes));
      return () => JSON.parse(json);
    },
  },
  {
    name: "encode",
    prepare: async (document, bytes) => {
      const codec = await codecOf(document, false);
      const value = await plainValueOf(document, bytes);
      return () => encode(codec, value);
    },
  },
  {
    name: "JSON.stringify",
    prepare: async (document, bytes) => {
      const value = await plainValueOf(document, bytes);
      return () => Buffer.from(JSON.stringify(value));
    },
  },
  {
    name: "raw copy",
    prepare: async (document, bytes) => {
      const written = text(encode(await codecOf(document, false), await plainValueOf(document, bytes)));
      return () => Buffer.from(written);
    },
  },
  {
    name: "fast-xml-parser",
    prepare: async (_, bytes) => {
      const { XMLParser } = await import("fast-xml-parser");
      const parser = new XMLParser({ ignoreAttributes: false });
      return () => parser.parse(text(bytes));
    },
  },
  {
    name: "node-soap",
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
