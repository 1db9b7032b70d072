/**
 * Lint over contracts that others wrote: no rule stumbles, and what is shown without asking is little enough to be read.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readContract } from "../../codegen/contract.js";
import { lint } from "../../codegen/tools/lint/lint.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const corpus = join(shared ?? "", "corpus/realworld");

interface Contract {
  readonly name: string;
  readonly kind: "xsd" | "wsdl";
  readonly entry: string;
  readonly extraEntries?: readonly string[];
}

function contracts(): readonly Contract[] {
  if (shared === undefined) return [];
  const { entries }: { readonly entries: readonly Contract[] } = JSON.parse(readFileSync(join(corpus, "manifest.json"), "utf8"));
  return entries;
}

/** Errors by the profile, as the contracts' texts bear out. */
const known: Readonly<Record<string, readonly string[]>> = {
  // Arrays of SOAP encoding, faults with types, use="encoded".
  "jira-rpc": ["R2110", "R2111", "R2205", "R2706"],
  // The same; wsdl:import of a schema; imports that name other namespaces; document-literal bodies with a namespace.
  "axis-interop-rpcenc": ["R2001", "R2005", "R2110", "R2111", "R2205", "R2706", "R2716"],
  // Parts of a namespace that only an imported schema imports.
  ews: ["R2102"],
  // Lists that are arrays of SOAP encoding.
  "cwmp-1.2": ["R2110"],
};

describe.skipIf(shared === undefined)("real contracts", () => {
  test.each(contracts())("$name", ({ name, entry, extraEntries = [] }) => {
    const entries = [entry, ...extraEntries].map((file) => join(corpus, name, file));
    const { findings, unreadable } = lint(readContract({ entries, lenient: true }), new Set());
    expect(unreadable).toBe(false);
    const errors = new Set(findings.filter(({ severity }) => severity === "error").map(({ id }) => id));
    expect([...errors].sort()).toEqual(known[name] ?? []);
    const ours = findings.filter(({ id, severity }) => severity !== "info" && /^(R\d|soapwright-)/.test(id));
    expect(ours.length).toBeLessThan(30);
    for (const { at, message } of findings) {
      expect(at).toBeDefined();
      expect(message).not.toContain("undefined");
    }
  });
});
