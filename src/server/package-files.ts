/**
 * Files of the installed package other than code: contracts and demonstration data.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with package.json: above `dist/src/server` in the package, above `src/server` in tests. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const above = dirname(folder);
    if (above === folder) throw new Error("internal: the package has no package.json");
    folder = above;
  }
  return folder;
}

/** The path of a file or folder of the package. */
export function packageFile(name: string): string {
  return join(packageFolder(), name);
}

/** All WSDL and XSD documents in a folder of the package, by path relative to it. */
export function readContract(folder: string): Readonly<Record<string, string>> {
  const root = packageFile(folder);
  const files = readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(wsdl|xsd)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [relative(root, file).split(sep).join("/"), readFileSync(file, "utf8")]));
}
