/**
 * A reporter that writes docs/interop.md, where SOAPWRIGHT_WRITE_DOCS=1 asks for it: a row for each test of a peer that ran.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { type InteropRow, printPage, readPage } from "./interop-page.js";
import { peers } from "./peers.js";

const page = "docs/interop.md";

export default class InteropReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (process.env.SOAPWRIGHT_WRITE_DOCS !== "1") return;
    const found = new Map(modules.map((module) => [basename(module.moduleId), rowsOf(module)]));
    const known = existsSync(page) ? readPage(readFileSync(page, "utf8")) : [];
    // Of a peer that is not installed nothing has run.
    const rows = peers.flatMap(({ file }) => {
      const ran = found.get(file) ?? [];
      return ran.length > 0 ? ran : known.filter((row) => basename(row.file) === file);
    });
    writeFileSync(page, printPage(rows));
  }
}

function rowsOf(module: TestModule): readonly InteropRow[] {
  const file = basename(module.moduleId);
  const peer = peers.find((each) => each.file === file);
  if (peer === undefined) return [];
  const version = peer.version();
  return [...module.children.allTests()].flatMap((test) => {
    const { state } = test.result();
    if (state !== "passed" && state !== "failed") return [];
    const verdict = state === "passed" ? "works" : "fails";
    return { peer: peer.peer, version, style: peer.style, feature: test.fullName, verdict, file: `test/interop/${file}` } as const;
  });
}
