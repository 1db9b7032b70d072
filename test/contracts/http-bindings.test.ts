/**
 * Contracts of others with HTTP bindings: what is generated compiles, whatever their messages put into URLs and forms.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedFolder } from "../support/shared-folder.js";
import { compile, listCompilers } from "../types/compilers.js";

const shared = sharedFolder();
const corpus = shared === undefined ? undefined : join(shared, "corpus");
if (corpus === undefined) console.warn("HTTP bindings: skipped, the shared folder is absent");

/** Paths relative to the corpus. */
function withHttpBinding(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wsdl"))
    .filter((path) => /:binding\s[^>]*verb=/.test(readFileSync(join(folder, path), "utf8")))
    .sort();
}

describe.skipIf(corpus === undefined)("HTTP bindings", () => {
  const paths = corpus === undefined ? [] : withHttpBinding(corpus);
  const projects: string[] = [];
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-http-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("."), join(folder, "node_modules/soapwright"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(paths)("%s", async (path) => {
    const { files, diagnostics } = await generate({ entries: [join(corpus ?? "", path)], lenient: true });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(files.get("service.ts")).toContain(": HttpBinding<");
    const project = `${projects.length}-${path.replaceAll(/\W+/g, "-")}`;
    projects.push(project);
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, project, file)), { recursive: true });
      writeFileSync(join(folder, project, file), text);
    }
  });

  test("what is generated compiles", async () => {
    const compiler = listCompilers().at(-1);
    if (compiler === undefined) throw new Error("there is no compiler");
    expect((await compile(compiler, folder, projects)).errors).toEqual([]);
  });
});
