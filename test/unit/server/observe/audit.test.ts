/**
 * The audit log: what is noted, and files by day.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Audit, openAudit } from "../../../../src/server/observe/audit.js";
import type { TransitionRecord } from "../../../../src/stores/store.js";

const hour = 3_600_000;
const clock = { time: 0 };
beforeEach(() => {
  clock.time = Date.UTC(2026, 10, 29, 23, 30);
});

const transition: TransitionRecord = {
  instanceId: "id-1",
  revision: 2,
  owner: '["4711","GLN"]',
  machine: "Order",
  at: 0,
  by: '["4711","GLN"]',
  from: "open",
  command: "finish",
  to: "placing",
};

describe("logins", () => {
  it("are noted when refused, when accepted once an hour for each buyer and address, never when unchecked", () => {
    const lines: object[] = [];
    const audit = new Audit({ login: (fields) => lines.push(fields), transition: () => undefined }, () => clock.time);
    const logIn = (result: "accepted" | "refused" | "unchecked", $value = "B1", address = "10.0.0.1"): void =>
      audit.login({ buyer: { $value }, result, address });
    for (const result of ["accepted", "accepted", "unchecked", "refused", "refused"] as const) logIn(result);
    logIn("accepted", "B1", "10.0.0.2");
    logIn("refused", "x".repeat(1000));
    clock.time += hour;
    logIn("accepted");
    expect(lines).toEqual([
      { audit: "login", result: "accepted", buyer: "B1", address: "10.0.0.1" },
      { audit: "login", result: "refused", buyer: "B1", address: "10.0.0.1" },
      { audit: "login", result: "refused", buyer: "B1", address: "10.0.0.1" },
      { audit: "login", result: "accepted", buyer: "B1", address: "10.0.0.2" },
      { audit: "login", result: "refused", buyer: "x".repeat(255), address: "10.0.0.1" },
      { audit: "login", result: "accepted", buyer: "B1", address: "10.0.0.1" },
    ]);
  });
});

describe("files", () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-audit-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  // Kept, not thrown: the last look at the folder may come after the test, when the folder is gone.
  const errors: object[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (fields: object) => void errors.push(fields) };
  const files = (): string[] => readdirSync(folder).sort();

  it("begin each day, are the owner's alone, and go when their time is over", async () => {
    const old = "audit-2026-11-27.jsonl";
    const audit = await openAudit({ folder, keep: 48 * hour }, log, () => clock.time);
    writeFileSync(join(folder, old), "");
    writeFileSync(join(folder, "notes.txt"), "");
    audit.transition(transition);
    audit.transition({ ...transition, by: "deadline" });
    await expect.poll(() => files().length).toBe(3);
    clock.time += hour;
    audit.login({ buyer: { $value: "B1" }, result: "refused", address: undefined });
    await expect.poll(files).toEqual(["audit-2026-11-29.jsonl", "audit-2026-11-30.jsonl", "notes.txt"]);
    await expect.poll(() => readFileSync(join(folder, "audit-2026-11-29.jsonl"), "utf8").split("\n").length).toBe(3);
    const [first, second] = readFileSync(join(folder, "audit-2026-11-29.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toEqual({
      time: "2026-11-29T23:30:00.000Z",
      audit: "transition",
      id: "id-1",
      revision: 2,
      buyer: "4711",
      scheme: "GLN",
      machine: "Order",
      by: "buyer",
      from: "open",
      command: "finish",
      to: "placing",
    });
    expect(second.by).toBe("deadline");
    expect(errors).toEqual([]);
    expect(statSync(join(folder, "audit-2026-11-29.jsonl")).mode & 0o777).toBe(0o600);
  });
});
