/**
 * The list of machines, by which operators see stored transactions.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Machine } from "../../../../src/machine/machine.js";
import { transactionMachines } from "../../../../src/services/veloconnect/machines.js";

const folder = new URL("../../../../src/services/veloconnect/", import.meta.url);

it("has every machine of the service, and all reports", async () => {
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith("-machine.ts"));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const exported: Record<string, unknown> = await import(new URL(file, folder).href);
    const machines = Object.values(exported).filter(
      (each): each is Machine => typeof each === "object" && each !== null && "cells" in each,
    );
    for (const machine of machines) expect(transactionMachines).toContain(machine);
  }
  expect(transactionMachines.map(({ name }) => name)).toEqual(expect.arrayContaining(["B2BStock", "B2CStock", "B2BSale", "B2XSale"]));
  expect(new Set(transactionMachines.map(({ name }) => name)).size).toBe(transactionMachines.length);
});
