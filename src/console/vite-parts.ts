/**
 * What the bundles of the console have in common.
 */
import { fileURLToPath } from "node:url";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const sourceFolder = here("app");

/** left-out.ts says why. */
export const withoutLeftOut = [{ find: /^\.\/(?:standard|encodings)\.js$/, replacement: here("app/left-out.ts") }];
