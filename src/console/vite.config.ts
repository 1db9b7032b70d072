/**
 * Bundles the console's page into `dist/console/page`.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("app"),
  // The page may be served under any path: what is loaded later is found beside what loads it.
  base: "./",
  logLevel: "warn",
  // left-out.ts says why.
  resolve: {
    alias: [{ find: /^\.(?:\/standard|\/encodings|\.\/doctype\/doctype-reader)\.js$/, replacement: here("app/left-out.ts") }],
  },
  build: {
    outDir: here("../../dist/console/page"),
    emptyOutDir: true,
    target: "es2023",
    manifest: "manifest.json",
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { input: { main: here("app/main.tsx"), page: here("app/page.css") } },
  },
});
