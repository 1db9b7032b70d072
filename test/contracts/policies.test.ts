/**
 * Policies in other people's WSDL documents are listed, and nothing is reported of them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readContract } from "../../codegen/contract.js";
import { inspect } from "../../codegen/tools/inspect/inspect.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const corpus = shared === undefined ? undefined : join(shared, "corpus");
const files =
  corpus === undefined ? [] : readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".wsdl"));
const withPolicies = files
  .map((file) => join(corpus ?? "", file))
  .filter((file) => {
    const text = readFileSync(file, "utf8");
    const prefix = /xmlns:(\w+)="http:\/\/(?:schemas\.xmlsoap\.org\/ws\/\d+\/\d+\/policy|www\.w3\.org\/(?:2006\/07|ns)\/ws-policy)"/.exec(
      text,
    )?.[1];
    return prefix !== undefined && text.includes(`<${prefix}:Policy`);
  });

describe.skipIf(shared === undefined)("policies of the corpus", () => {
  it("are there", () => {
    expect(withPolicies.length).toBeGreaterThanOrEqual(4);
  });

  it.each(withPolicies)("%s", (entry) => {
    const { definitions, messageSchema: schema, operations, diagnostics } = readContract({ entries: [entry], lenient: true });
    expect(diagnostics.filter(({ id }) => id === "wsdl-policy")).toEqual([]);
    expect(JSON.stringify(inspect({ schema, definitions, operations }))).toMatch(/"polic(y|ies)":/);
  });
});
