/**
 * A described contract -> the console as files of a folder, which no server is needed for.
 */
import { version } from "../version.js";
import { BuiltFiles } from "./built-files.js";
import { writeStaticPage } from "./page.js";
import type { DescribedTexts } from "./service.js";

const id = "contract";

/** Makes the files by name; `back` is the address of the pages that they belong to. Throws an Error where the console was not built. */
export async function staticConsole(title: string, contract: DescribedTexts, back: string): Promise<ReadonlyMap<string, string>> {
  const built = await new BuiltFiles().staticFiles();
  if (built === undefined) throw new Error("the console was not built");
  const page = writeStaticPage({ base: "", version, services: [{ id, title }], live: false, isStatic: true }, back);
  return new Map([
    ["index.html", page],
    ["contract.js", `var soapwrightContracts = ${JSON.stringify({ [id]: contract })};\n`],
    ["console.js", built.script],
    ["page.css", built.style],
  ]);
}
