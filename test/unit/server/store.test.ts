/**
 * The data folder of a server.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openStore } from "../../../src/server/store.js";

const root = mkdtempSync(join(tmpdir(), "soapwright-data-"));
afterAll(() => rmSync(root, { recursive: true }));

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const modeOf = (path: string): number => statSync(path).mode & 0o777;

it.skipIf(process.platform === "win32").each(["new", "from a version that let all read"])(
  "a folder, %s, is its owner's alone",
  async (kind) => {
    const folder = join(root, kind);
    if (kind !== "new") {
      mkdirSync(folder);
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, "soapwright.db"), "", { mode: 0o644 });
      writeFileSync(join(folder, "lock"), "", { mode: 0o644 });
    }
    const store = await openStore({ kind: "sqlite", folder }, log);
    expect(modeOf(folder)).toBe(0o700);
    const names = readdirSync(folder);
    expect(names).toEqual(expect.arrayContaining(["lock", "soapwright.db", "soapwright.db-wal"]));
    for (const name of names) expect([name, modeOf(join(folder, name))]).toEqual([name, 0o600]);
    await store.close();
  },
);
