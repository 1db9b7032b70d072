/**
 * The tables in memory are those that are printed: both are compared for every golden case.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SchemaSet } from "soapwright";
import { describe, expect, test } from "vitest";
import { readSchemaContract } from "../../../../codegen/contract.js";
import { LivePlan } from "../../../../codegen/emit/live.js";
import { fileHost } from "../../../../codegen/load/file-host.js";
import { lower } from "../../../../codegen/lower/lower.js";
import { describeTable } from "../../../support/describe-table.js";

const golden = fileURLToPath(new URL("../../../golden/", import.meta.url));
const features = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function live(feature: string): SchemaSet {
  const folder = join(golden, feature);
  const entries = readdirSync(folder)
    .filter((name) => /\.(xsd|wsdl)$/.test(name))
    .map((name) => join(folder, name));
  const { schema, bindings } = readSchemaContract({ entries, host: fileHost() });
  const file = join(folder, "options.json");
  const { mapping } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return new LivePlan(lower(schema, { mapping, bindings })).schemaSet();
}

describe("tables in memory are the printed ones", () => {
  test.each(features)("%s", async (feature) => {
    const printed: { readonly schema: SchemaSet } = await import(join(golden, feature, "expected/index.ts"));
    expect(describeTable(live(feature))).toEqual(describeTable(printed.schema));
  });
});
