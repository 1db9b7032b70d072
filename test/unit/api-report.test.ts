/**
 * The public API, compared with its report in docs/api. UPDATE_API=1 rewrites the reports; look at the difference before committing.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { apiReports } from "../support/api-report.js";
import { sourcesByExport } from "../support/package-exports.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};

const entryPoints = Object.entries(exports).flatMap(([path, target]) =>
  typeof target === "string" ? [] : [{ name: path.replace(/^\./, "soapwright"), target }],
);

/** "soapwright/services/ipam" -> "services-ipam.api.md". */
function reportName(name: string): string {
  return `${name.replace(/^soapwright\//, "").replaceAll("/", "-")}.api.md`;
}

test("the exports of package.json are those that tests resolve to sources", () => {
  const built = entryPoints.map(({ name, target }) => [name, target.types, target.default]);
  const sources = [...sourcesByExport].map(([name, path]) => {
    const file = `./dist/${path.slice(root.length).replace(/\.ts$/, "")}`;
    return [name, `${file}.d.ts`, `${file}.js`];
  });
  expect(built.sort()).toEqual(sources.sort());
});

test("every report belongs to an export", () => {
  expect(readdirSync(`${root}docs/api`).sort()).toEqual(entryPoints.map(({ name }) => reportName(name)).sort());
});

describe("the API of", () => {
  let reports: ReadonlyMap<string, string>;
  beforeAll(() => {
    reports = apiReports(entryPoints.map(({ name, target }) => ({ name, declarations: `${root}${target.types}` })));
  }, 60_000);

  test.each(entryPoints)("$name is the one of its report", ({ name }) => {
    const path = `${root}docs/api/${reportName(name)}`;
    const report = reports.get(name) ?? "";
    if (process.env.UPDATE_API === "1") writeFileSync(path, report);
    expect(report).toBe(readFileSync(path, "utf8"));
  });
});
