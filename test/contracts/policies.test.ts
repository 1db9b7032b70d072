/**
 * Policies in other people's WSDL documents are listed, and nothing is reported of them; those about security are kept or refused.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadContract } from "soapwright/schema";
import { type ClientMeans, clientSecurity, PolicyError, type ServerMeans, serverSecurity } from "soapwright/security";
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

const means: ClientMeans & ServerMeans = {
  username: "anna",
  password: "secret",
  passwordOf: () => "secret",
  transport: ["clientCertificate", "basic", "digest"],
  allowOld: true,
};

describe.skipIf(shared === undefined)("policies of the corpus", () => {
  it("are there", () => {
    expect(withPolicies.length).toBeGreaterThanOrEqual(4);
  });

  it.each(withPolicies)("%s", (entry) => {
    const { definitions, messageSchema: schema, operations, diagnostics } = readContract({ entries: [entry], lenient: true });
    expect(diagnostics.filter(({ id }) => id === "wsdl-policy")).toEqual([]);
    expect(JSON.stringify(inspect({ schema, definitions, operations }))).toMatch(/"polic(y|ies)":/);
  });

  it.each(withPolicies)("%s is kept, or refused by the name of an assertion", async (entry) => {
    const { bindings } = await loadContract({ entries: [entry], lenient: true });
    for (const binding of Object.values(bindings)) {
      if (binding.kind !== "soap" || binding.policies === undefined) continue;
      for (const operation of Object.keys(binding.portType.operations))
        for (const make of [clientSecurity, serverSecurity]) {
          try {
            expect(make(binding, { ...means, operation })).toBeDefined();
          } catch (error) {
            expect(error).toBeInstanceOf(PolicyError);
            // A policy without alternatives is refused by the name of the binding.
            expect(binding.name + JSON.stringify(binding.policies)).toContain(error instanceof PolicyError ? error.assertion : "?");
          }
        }
    }
  });
});
