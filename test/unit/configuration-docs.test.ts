/**
 * docs/configuration.md, compared with the type and the commands that it speaks of.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Config, ContractConfig, Mapping } from "soapwright/codegen";
import { describe, expect, it } from "vitest";
import { findConfigFault } from "../../src/cli/contracts/config-faults.js";
import { contractFlags } from "../../src/cli/contracts/find-contracts.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = readFileSync(join(root, "docs/configuration.md"), "utf8");

/** Cells of the table under a heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = text.slice(text.indexOf(`## ${heading}`)).split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const quoted = (cell: string | undefined): readonly string[] => [...(cell ?? "").matchAll(/`"?([^`"]+)"?`/g)].map(([, word]) => word ?? "");

// The compiler sees to it that nothing is missing here, nor too much.
const members: { readonly [Key in keyof ContractConfig]-?: unknown } = {
  entries: ["a.xsd"],
  out: "out",
  catalog: "catalog.json",
  lenient: true,
  places: true,
  importExtension: ".ts",
  mapping: {},
  naming: { preserve: true, files: {}, types: () => undefined },
  operations: ["A"],
  elements: ["B"],
  tablesOnly: true,
  readersOnly: true,
  sharedCode: true,
};
type Choices = Omit<Mapping, "types">;
const choices: { readonly [Key in keyof Choices]-?: readonly NonNullable<Choices[Key]>[] } = {
  long: ["bigint", "number", "string"],
  decimal: ["string", "number"],
  dateTime: ["string", "Date"],
  date: ["string", "Date"],
  binary: ["bytes", "stream"],
};

describe("docs/configuration.md", () => {
  it("lists the members of a contract, which the commands take", () => {
    expect(tableUnder("Members of a contract").flatMap(([member]) => quoted(member))).toEqual(Object.keys(members));
    expect(findConfigFault({ contracts: [members] })).toBeUndefined();
  });

  it("lists the choices of a mapping, which the commands take, and no others", () => {
    const listed = tableUnder("Mapping").map(([member, , words]) => [...quoted(member), quoted(words)]);
    expect(listed).toEqual(Object.entries(choices));
    for (const [member, words] of Object.entries(choices)) {
      const fault = (word: string) => findConfigFault({ contracts: [{ entries: [], out: "out", mapping: { [member]: word } }] });
      for (const word of words) expect(fault(word)).toBeUndefined();
      expect(fault("symbol")).toContain(`mapping.${member}`);
    }
  });

  it("names flags that there are", () => {
    const flags = [...text.matchAll(/`--([a-z-]+)/g)].map(([, flag = ""]) =>
      flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(flags.length).toBeGreaterThan(4);
    for (const flag of flags) expect(Object.keys(contractFlags)).toContain(flag);
  });

  it("has an example that is a right configuration", async () => {
    const example = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
    const folder = mkdtempSync(join(tmpdir(), "soapwright-docs-"));
    try {
      const outfile = join(folder, "config.mjs");
      const alias = { "soapwright/codegen": join(folder, "define.js") };
      writeFileSync(join(folder, "define.js"), "export const defineConfig = (config) => config;");
      await build({
        stdin: { contents: example, resolveDir: folder, loader: "ts" },
        bundle: true,
        format: "esm",
        outfile,
        alias,
        logLevel: "silent",
      });
      const { default: config }: { readonly default: Config } = await import(/* @vite-ignore */ outfile);
      expect(findConfigFault(config)).toBeUndefined();
      expect(config.contracts).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
