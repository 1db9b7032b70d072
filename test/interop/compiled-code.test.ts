/** The compiled code of modules that have some is that of the file beside them, as WABT compiles it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { vectorTextCode } from "../../src/runtime/fast/vector-text.js";
import { vectorCountsCode } from "../../src/xml/vector-counts.js";

const folder = mkdtempSync(join(tmpdir(), "soapwright-wat-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(spawnSync("wat2wasm", ["--version"]).status !== 0)("compiled code", () => {
  it.each([
    ["runtime/fast/vector-text.wat", vectorTextCode],
    ["xml/vector-counts.wat", vectorCountsCode],
  ])("of %s is what the module beside it has", (path, code) => {
    const source = fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
    const compiled = join(folder, "compiled.wasm");
    expect(spawnSync("wat2wasm", [source, "-o", compiled]).status).toBe(0);
    expect(readFileSync(compiled).toString("hex")).toBe(code);
  });
});
