/**
 * The contracts that others wrote, with their documents and verdicts, in one form: real contracts, veloconnect, IPAM.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedFolder } from "../support/shared-folder.js";

/** A document of a contract. */
export interface ContractDocument {
  /** Relative to the contract's folder. */
  readonly file: string;
  readonly path: string;
  /** What Xerces says of it; of a message, of its payload. */
  readonly valid: boolean;
  /** The document is a SOAP message; what counts is the element in its body. */
  readonly message: boolean;
}

export interface Contract {
  readonly name: string;
  readonly kind: "xsd" | "wsdl";
  readonly folder: string;
  /** Paths. */
  readonly entries: readonly string[];
  readonly documents: readonly ContractDocument[];
  /** Other independent processors take its schemas. */
  readonly compiles: boolean;
}

/** A record of the manifest; its form is stated in the collection's README. */
interface ManifestEntry {
  readonly name: string;
  readonly kind: "xsd" | "wsdl";
  readonly entry: string;
  readonly extraEntries?: readonly string[];
  readonly instances?: readonly ManifestInstance[];
  readonly invalidInstances?: readonly ManifestInstance[];
  readonly schemaCompiles: { readonly xerces: boolean };
}

interface ManifestInstance {
  readonly file: string;
  readonly valid?: { readonly xerces: string };
  readonly soapBody?: string;
  readonly soapBodyValid?: boolean;
}

/** Contracts in XML Schema 1.1, which is not read. */
export const ofAnotherVersion: readonly string[] = ["opendrive-1.8", "kml-2.3"];

/** All contracts in XML Schema 1.0; none where the shared folder is absent. CONTRACTS=name,name restricts them. */
export function listContracts(): readonly Contract[] {
  const shared = sharedFolder();
  if (shared === undefined) return [];
  const wanted = process.env.CONTRACTS?.split(",");
  const real = ["realworld", "realworld-2"].flatMap((folder) => realContracts(join(shared, "corpus", folder)));
  const all = [...real.filter(({ name }) => !ofAnotherVersion.includes(name)), veloconnect(shared), ipam(shared)];
  return all.filter(({ name }) => wanted === undefined || wanted.includes(name));
}

function realContracts(corpus: string): readonly Contract[] {
  const { entries }: { readonly entries: readonly ManifestEntry[] } = JSON.parse(readFileSync(join(corpus, "manifest.json"), "utf8"));
  return entries.map(({ name, kind, entry, extraEntries = [], instances = [], invalidInstances = [], schemaCompiles }) => {
    const folder = join(corpus, name);
    return {
      name,
      kind,
      folder,
      entries: [entry, ...extraEntries].map((file) => join(folder, file)),
      documents: [...instances, ...invalidInstances].filter(isJudged).map((instance) => contractDocument(folder, instance)),
      compiles: schemaCompiles.xerces,
    };
  });
}

/** Xerces has no verdict where it refuses the schema. */
function isJudged({ valid }: ManifestInstance): boolean {
  return valid?.xerces !== "noschema";
}

function contractDocument(folder: string, { file, valid, soapBody, soapBodyValid }: ManifestInstance): ContractDocument {
  const message = soapBody !== undefined;
  return { file, path: join(folder, file), valid: message ? soapBodyValid === true : valid?.xerces === "valid", message };
}

function veloconnect(shared: string): Contract {
  const folder = join(shared, "corpus/veloconnect");
  const lines = readFileSync(join(folder, "messages/verdicts.tsv"), "utf8").trim().split("\n");
  const documents = lines
    .map((line) => line.split("\t"))
    .filter(([file]) => file?.endsWith(".xml"))
    .map(([file = "", verdict]) => ({ file, path: join(folder, "messages", file), valid: verdict === "valid", message: false }));
  return { name: "veloconnect", kind: "xsd", folder, entries: [join(folder, "xsd/veloconnect-all.xsd")], documents, compiles: true };
}

function ipam(shared: string): Contract {
  const folder = join(shared, "corpus/ipamm2");
  const schemas = readdirSync(folder).filter((file) => file.endsWith(".xsd") && file !== "ipamm2-all.xsd");
  // A fault and an empty body: the contract declares no element for them, as its collection says.
  const withoutPayload = ["13-fault-access-denied.xml", "14-keepalive.xml"];
  const documents = ["valid", "invalid"].flatMap((kind) =>
    readdirSync(join(folder, "messages", kind))
      .filter((file) => kind === "invalid" || !withoutPayload.includes(file))
      .map((file) => ({ file: `${kind}/${file}`, path: join(folder, "messages", kind, file), valid: kind === "valid", message: true })),
  );
  const entries = [join(folder, "ipamm2.wsdl"), ...schemas.map((file) => join(folder, file))];
  return { name: "ipamm2", kind: "wsdl", folder, entries, documents, compiles: true };
}
