/**
 * Answers -> text of a soapwright.config.ts.
 */

import type { ImportExtension } from "../../../codegen/index.js";

/** What a new configuration says. */
export interface InitAnswers {
  readonly entries: readonly string[];
  readonly out: string;
  readonly catalog: string | undefined;
  readonly lenient: boolean;
}

/** Writes the configuration as a person would. */
export function writeConfigText({ entries, out, catalog, lenient }: InitAnswers, importExtension: ImportExtension): string {
  const members = [
    `entries: [${entries.map((entry) => quotePath(entry)).join(", ")}],`,
    `out: ${quotePath(out)},`,
    ...(catalog === undefined ? [] : [`catalog: ${quotePath(catalog)},`]),
    ...(lenient ? ["lenient: true,"] : []),
    ...(importExtension === ".js" ? [] : [`importExtension: "${importExtension}",`]),
  ];
  return `import { defineConfig } from "soapwright/codegen";

export default defineConfig({
  contracts: [
    {
${members.map((member) => `      ${member}`).join("\n")}
    },
  ],
});
`;
}

/** Paths are written with "/" on every system, so that the file can be shared. */
function quotePath(path: string): string {
  return JSON.stringify(/^[a-z][a-z0-9+.-]+:/i.test(path) ? path : path.replaceAll("\\", "/"));
}
