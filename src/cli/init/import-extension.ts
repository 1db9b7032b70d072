/**
 * The tsconfig.json of a project -> what imports between its files must end with.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { ImportExtension } from "../../../codegen/index.js";

/** The compiler options that decide it, each from the nearest configuration that has it. */
interface DecidingOptions {
  readonly allowImportingTsExtensions?: unknown;
  readonly rewriteRelativeImportExtensions?: unknown;
  readonly moduleResolution?: unknown;
  readonly module?: unknown;
}

/** What the project in a folder needs: by the nearest tsconfig.json, else by what runs TypeScript itself there. */
export function findImportExtension(folder: string): ImportExtension {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, "tsconfig.json");
    if (existsSync(file)) return extensionFor(readOptions(file, new Set()));
    // Deno has no tsconfig.json and imports files by their whole names.
    if (["deno.json", "deno.jsonc"].some((name) => existsSync(join(at, name)))) return ".ts";
    if (dirname(at) === at) return ".js";
  }
}

function extensionFor(options: DecidingOptions): ImportExtension {
  if (options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true) return ".ts";
  const module = lower(options.module);
  const resolution = lower(options.moduleResolution);
  if (/^node(16|next)$/.test(resolution) || (resolution === "" && /^node(\d\d|next)$/.test(module))) return ".js";
  // Bundlers, and resolution as of CommonJS, add the extension themselves; not all of them find "order.ts" by "order.js".
  if (resolution !== "" || module === "preserve" || module === "commonjs") return "none";
  return ".js";
}

function lower(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}

/** The options of a file and of those that it extends; none where it cannot be read. */
function readOptions(file: string, seen: Set<string>): DecidingOptions {
  if (seen.has(file) || !existsSync(file)) return {};
  seen.add(file);
  let config: { readonly extends?: unknown; readonly compilerOptions?: DecidingOptions };
  try {
    config = JSON.parse(withoutComments(readFileSync(file, "utf8"))) ?? {};
  } catch {
    return {};
  }
  const bases = Array.isArray(config.extends) ? config.extends : [config.extends];
  const inherited = bases.map((base) => (typeof base === "string" ? readOptions(locate(base, file), seen) : {}));
  return Object.assign({}, ...inherited, config.compilerOptions);
}

/** The file that "extends" means: a path, or a file of a package. */
function locate(base: string, from: string): string {
  if (base.startsWith(".") || isAbsolute(base)) {
    const path = resolve(dirname(from), base);
    return existsSync(path) && !path.endsWith(".json") ? join(path, "tsconfig.json") : path.endsWith(".json") ? path : `${path}.json`;
  }
  const require = createRequire(from);
  for (const name of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return require.resolve(name);
    } catch {
      // The next form; a package that is not installed has none.
    }
  }
  return "";
}

/** JSON with comments and commas at the end of lists, as tsconfig.json may have them -> JSON. */
function withoutComments(text: string): string {
  return text
    .replace(/^\ufeff/, "")
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? "")
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? "");
}
