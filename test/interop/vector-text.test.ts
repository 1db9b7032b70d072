/** The compiled code of src/runtime/fast/vector-text.ts is that of vector-text.wat beside it, as WABT compiles it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { vectorTextCode } from "../../src/runtime/fast/vector-text.js";

const source = fileURLToPath(new URL("../../src/runtime/fast/vector-text.wat", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "soapwright-wat-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(spawnSync("wat2wasm", ["--version"]).status !== 0)("vector-text.wat", () => {
  it("is what vector-text.ts has", () => {
    const compiled = join(folder, "vector-text.wasm");
    expect(spawnSync("wat2wasm", [source, "-o", compiled]).status).toBe(0);
    expect(readFileSync(compiled).toString("base64")).toBe(vectorTextCode);
  });
});
