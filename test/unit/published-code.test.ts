/**
 * The bundles in `dist`: starting loads few files, browsers are given nothing of Node, and programs are bundled without what they do not use.
 */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bundleSize } from "../support/bundle-size.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The files that an entry loads, and the modules of Node among its imports. */
function loadedBy(entry: string): { readonly files: ReadonlySet<string>; readonly builtIn: readonly string[] } {
  const files = new Set([join(root, entry)]);
  const others = new Set<string>();
  for (const file of files) {
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?:[^;"]* from )?"([^"]+)";$/gm)) {
      if (from.startsWith(".")) files.add(resolve(dirname(file), from));
      else others.add(from);
    }
  }
  return { files, builtIn: [...others].filter((name) => name.startsWith("node:")) };
}

/** "." -> "dist/src/index.js" */
const entryOf = (name: string): string => exports[name].default;

describe("starting loads few files", () => {
  it.each([
    [".", 8],
    ["./runtime-v2", 8],
    ["./codegen", 12],
  ])("%s", (name, most) => {
    const { files } = loadedBy(entryOf(name));
    expect(files.size).toBeGreaterThan(1);
    expect(files.size).toBeLessThanOrEqual(most);
  });

  it("the command line", () => {
    expect(loadedBy("dist/src/cli/main.js").files.size).toBeLessThanOrEqual(6);
  });
});

it("there is one copy of a module", () => {
  const all = Object.keys(exports).flatMap((name) => (exports[name].default === undefined ? [] : [...loadedBy(entryOf(name)).files]));
  const withDecoder = [...new Set(all)].filter((file) =>
    /^(?:class Decoder|(?:var|const|let) Decoder = class)\b/m.test(readFileSync(file, "utf8")),
  );
  expect(withDecoder).toHaveLength(1);
});

describe("imports nothing of Node", () => {
  const forBrowsers = [".", "./runtime-v1", "./runtime-v2", "./soap", "./machine", "./testing", "./negotiate", "./security"];
  it.each([...forBrowsers, "./services/veloconnect", "./services/ipam"])("%s", (name) => {
    expect(loadedBy(entryOf(name)).builtIn).toEqual([]);
  });

  it("which is seen", () => expect(loadedBy(entryOf("./server")).builtIn).toContain("node:http"));
});

describe("a program is bundled as small as with the sources", () => {
  const built = Object.fromEntries(["", "/runtime-v2", "/soap"].map((name) => [`soapwright${name}`, join(root, entryOf(`.${name}`))]));
  it.each(["a decoder", "SOAP client"] as const)("%s", async (name) => {
    const [fromSources, fromBundles] = [await bundleSize(name), await bundleSize(name, built)];
    expect(fromBundles.gzip).toBeLessThan(fromSources.gzip * 1.02);
  });
});
