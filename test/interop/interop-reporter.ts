/**
 * A reporter that writes docs/interop.md, where SOAPWRIGHT_WRITE_DOCS=1 asks for it, from the tests that name a row.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { printPage, readPage } from "./interop-page.js";
import { type InteropResult, rowsOf } from "./interop-rows.js";

const page = "docs/interop.md";

export default class InteropReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (process.env.SOAPWRIGHT_WRITE_DOCS !== "1") return;
    const known = existsSync(page) ? readPage(readFileSync(page, "utf8")) : [];
    const results = modules.flatMap(resultsOf).sort((one, other) => Number(one.file > other.file) - Number(one.file < other.file));
    writeFileSync(page, printPage(rowsOf(results, known)));
  }
}

/** Of a peer that is not installed nothing has run. */
function resultsOf(module: TestModule): readonly InteropResult[] {
  const file = basename(module.moduleId);
  return [...module.children.allTests()].flatMap((test) => {
    const { interop } = test.meta();
    const { state } = test.result();
    return interop === undefined || (state !== "passed" && state !== "failed") ? [] : [{ ...interop, file, passed: state === "passed" }];
  });
}
