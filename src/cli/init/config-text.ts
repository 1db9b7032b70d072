/**
 * Answers -> text of a soapwright.config.ts.
 */

/** What a new configuration says. */
export interface InitAnswers {
  readonly entries: readonly string[];
  readonly out: string;
  readonly catalog: string | undefined;
  readonly lenient: boolean;
}

/** Writes the configuration as a person would. */
export function writeConfigText({ entries, out, catalog, lenient }: InitAnswers): string {
  const members = [
    `entries: [${entries.map((entry) => quotePath(entry)).join(", ")}],`,
    `out: ${quotePath(out)},`,
    ...(catalog === undefined ? [] : [`catalog: ${quotePath(catalog)},`]),
    ...(lenient ? ["lenient: true,"] : []),
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

/** A folder named for the first document: `contracts/Order-1.1.wsdl` gives `src/generated/order-1-1`. */
export function proposeOutput(entries: readonly string[]): string {
  const file = (entries[0] ?? "").replaceAll("\\", "/").split(/[?#]/)[0] ?? "";
  const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.(wsdl|xsd|xml)$/i, "");
  const plain = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `src/generated/${plain === "" ? "contract" : plain}`;
}

/** Paths are written with "/" on every system, so that the file can be shared. */
function quotePath(path: string): string {
  return JSON.stringify(/^[a-z][a-z0-9+.-]+:/i.test(path) ? path : path.replaceAll("\\", "/"));
}
