/**
 * Contracts of others: each loads, resolves, and has the findings that its collection states.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSchema } from "../../codegen/check/check.js";
import { CheckContext } from "../../codegen/check/context.js";
import { type Diagnostic, leniently } from "../../codegen/diagnostics.js";
import { readCatalog } from "../../codegen/load/catalog.js";
import { fileHost, standardCatalogPath } from "../../codegen/load/file-host.js";
import { loadComponents } from "../../codegen/schema/load-components.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
if (shared === undefined) console.warn("contracts of others: skipped, the shared folder is absent");

interface ManifestEntry {
  readonly name: string;
  readonly entry: string;
  readonly extraEntries?: readonly string[];
}

/** Ids of the errors of a contract, each once. */
function errorsOf(entries: readonly string[], lenient = false): readonly string[] {
  const errors = new Set<string>();
  const collect = ({ id, severity }: Diagnostic): void => {
    if (severity === "error") errors.add(id);
  };
  const report = lenient ? leniently(collect) : collect;
  const host = fileHost();
  const { schema } = loadComponents({ entries, host, catalog: readCatalog(standardCatalogPath() ?? "", host, report), report });
  if (errors.size === 0) checkSchema(new CheckContext(schema, report));
  return [...errors].sort();
}

/** What is wrong with contracts of corpus/realworld, as Xerces says too; leniently all load. */
const wrong: Readonly<Record<string, readonly string[]>> = {
  // The fixed value 1 of a boolean with the pattern 0|1: its canonical form is "true".
  "cwmp-1.2": ["a-props-correct.2"],
  "onvif-devicemgmt": ["cos-nonambig"],
  "onvif-media2-ptz-events": ["cos-nonambig"],
  // Imports that lead to other namespaces, and documents that are missing.
  "nodesoap-farequote": ["src-import.3.1", "src-resolve", "src-resolve.4.2"],
};

function listSchemas(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".xsd"))
    .map((path) => join(folder, path));
}

describe.skipIf(shared === undefined)("contracts of others", () => {
  const corpus = join(shared ?? "", "corpus");
  const realworld = join(corpus, "realworld");
  // The manifest is part of the collection; its form is stated in the collection's README.
  const manifest: { entries: ManifestEntry[] } =
    shared === undefined ? { entries: [] } : JSON.parse(readFileSync(join(realworld, "manifest.json"), "utf8"));

  it.each(manifest.entries)("$name", ({ name, entry, extraEntries = [] }) => {
    const entries = [entry, ...extraEntries].map((path) => join(realworld, name, path));
    expect(errorsOf(entries)).toEqual(wrong[name] ?? []);
    if (name in wrong) expect(errorsOf(entries, true)).toEqual([]);
  });

  it("veloconnect", () => {
    expect(errorsOf(listSchemas(join(corpus, "veloconnect", "xsd")))).toEqual([]);
  });

  it("IPAM", () => {
    const folder = join(corpus, "ipamm2");
    expect(errorsOf([join(folder, "ipamm2-all.xsd")])).toEqual([]);
    const documents = readdirSync(folder).filter((path) => path.endsWith(".xsd") && path !== "ipamm2-all.xsd");
    expect(errorsOf([join(folder, "ipamm2.wsdl"), ...documents.map((path) => join(folder, path))])).toEqual([]);
  });
});
