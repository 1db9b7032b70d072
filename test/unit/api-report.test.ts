/**
 * The public API, compared with its report in docs/api. UPDATE_API=1 rewrites the reports; look at the difference before committing.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { apiReports } from "../support/api-report.js";
import { sourcesByExport } from "../support/package-exports.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}docs/api/`;
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

describe("the reports", () => {
  let reports: ReadonlyMap<string, string>;
  beforeAll(() => {
    reports = apiReports(entryPoints.map(({ name, target }) => ({ name, declarations: `${root}${target.types}` })));
    if (process.env.UPDATE_API !== "1") return;
    for (const name of readdirSync(folder)) rmSync(`${folder}${name}`);
    for (const [name, report] of reports) writeFileSync(`${folder}${reportName(name)}`, report);
  }, 60_000);

  test("are those of all exports", () => {
    expect(readdirSync(folder).sort()).toEqual(entryPoints.map(({ name }) => reportName(name)).sort());
  });

  test.each(entryPoints)("say what $name exports", ({ name }) => {
    expect(reports.get(name)).toBe(readFileSync(`${folder}${reportName(name)}`, "utf8"));
  });
});
