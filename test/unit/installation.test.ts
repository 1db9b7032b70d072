/** What installing this repository does and says, and what its tests are. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
}

const read = (path: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> => JSON.parse(readFileSync(path, "utf8"));
// The form of npm's lock file, version 3.
const locked = Object.entries(read("package-lock.json").packages ?? {}) as readonly (readonly [string, LockedPackage])[];

it("decides about each install script of a package, which npm 11 asks for", () => {
  const withScripts = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect(Object.keys(read("package.json").allowScripts ?? {}).sort()).toEqual([...new Set(withScripts)].sort());
});

it("needs no deprecated package", () => {
  expect(locked.filter(([, { deprecated }]) => deprecated !== undefined)).toEqual([]);
});

it("has slow tests apart, which CI runs too", () => {
  expect(read("package.json").scripts?.["test:all"]).toContain("--project unit --project slow");
  expect(readFileSync(".ci/run", "utf8")).toContain("built test:all");
});
