/**
 * Generated code in a bundle: one imported type brings what it reaches, and nothing else.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { esbuildAlias } from "../support/package-exports.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function bundle(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "esm",
    minify: false,
    write: false,
    treeShaking: true,
    alias: esbuildAlias,
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}

/** The tables that a bundle holds: Clark names in its text. */
function tablesIn(code: string): ReadonlySet<string> {
  return new Set([...code.matchAll(/"\{(urn:(?:veloconnect|oasis)[^}]*)\}([^"/]*)/g)].map((match) => `${match[1]} ${match[2]}`));
}

describe("a bundle of generated/veloconnect", () => {
  let statusOnly: string;
  let everything: string;
  beforeAll(async () => {
    statusOnly = await bundle(`
      import { decode } from "soapwright";
      import { StatusCodeType } from "./generated/veloconnect/transaction-1-0.js";
      console.log(decode(StatusCodeType, "<x>7</x>"));`);
    everything = await bundle(`
      import { decode } from "soapwright";
      import { documents } from "./generated/veloconnect/index.js";
      console.log(documents);`);
  });

  it("of one simple type holds no other table", () => {
    expect([...tablesIn(statusOnly)]).toEqual(["urn:veloconnect:transaction-1.0 StatusCodeType"]);
  });

  it("of one element through the index holds what it reaches", async () => {
    const code = await bundle(`
      import { encode, transaction16 } from "./test/unit/tree-shaking-entry.js";
      console.log(encode(transaction16.GetStatusResponseElement, { buyersID: { $value: "B" }, responseCode: 200 }));`);
    const tables = tablesIn(code);
    expect(tables).toContain("urn:veloconnect:transaction-1.6 GetStatusResponse");
    expect(tables).toContain("urn:veloconnect:transaction-1.0 ResponseType");
    expect([...tables].filter((table) => /order-1\.1|profile|CommonAggregate/.test(table))).toEqual([]);
  });

  it("of everything is larger by far", () => {
    expect(tablesIn(everything).size).toBeGreaterThan(100);
  });

  it("uses nothing of Node", () => {
    expect(everything).not.toMatch(/from "node:|require\(/);
  });
});

const table = (door: string): string => `
  import { element, xsInt } from ${JSON.stringify(door)};
  const codec = element("{urn:u}n", () => xsInt);`;

/** Bundles a program and gives what its function `result` gives. */
async function run(source: string): Promise<unknown> {
  // What the sources below export.
  const module = (await import(`data:text/javascript,${encodeURIComponent(await bundle(source))}`)) as { readonly result: () => unknown };
  return module.result();
}

describe("Standard Schema in a bundle", () => {
  it("needs the encoder, and says how to bring it", async () => {
    const source = `import { decode } from "soapwright"; ${table("soapwright/runtime-v2")} export const result = () => codec["~standard"].validate(decode(codec, "<n xmlns='urn:u'>7</n>"));`;
    await expect(run(source)).rejects.toThrow("pass standardSchema(codec)");
  });

  it.each([
    [
      "standardSchema",
      `import { standardSchema } from "soapwright"; ${table("soapwright/runtime-v2")} export const result = () => standardSchema(codec)["~standard"].validate(7);`,
    ],
    [
      "encode",
      `import { encode } from "soapwright"; ${table("soapwright/runtime-v2")} encode(codec, 7); export const result = () => codec["~standard"].validate(7);`,
    ],
    ["code of the first releases", `${table("soapwright/runtime-v1")} export const result = () => codec["~standard"].validate(7);`],
  ])("has it by %s", async (_, source) => {
    await expect(run(source)).resolves.toEqual({ value: 7 });
  });
});

describe("a document type declaration in a bundle", () => {
  const read = (door: string, option: string) => `
    import { decode, documentTypes } from "soapwright"; ${table(door)}
    export const result = () => decode(codec, "<!DOCTYPE n [<!ENTITY e '7'>]><n xmlns='urn:u'>&e;</n>", { doctype: ${option} });`;

  it("needs what reads it, and says how to bring it", async () => {
    await expect(run(read("soapwright/runtime-v2", "true"))).rejects.toThrow("pass `doctype: documentTypes`");
  });

  it.each([
    ["the option", read("soapwright/runtime-v2", "documentTypes")],
    ["code of the first releases", read("soapwright/runtime-v1", "true")],
  ])("is read by %s", async (_, source) => {
    await expect(run(source)).resolves.toBe(7);
  });
});
