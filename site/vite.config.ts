/**
 * Bundles the playground into `build/playground`: the page's script, and the compiler as a worker.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("playground"),
  base: "./",
  logLevel: "warn",
  // The compiler's only file that knows Node.
  resolve: { alias: [{ find: /^\.{1,2}\/(?:.*\/)?file-host\.js$/, replacement: here("playground/package-host.ts") }] },
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: "compiler.js" } } },
  build: {
    outDir: here("../build/playground"),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: { playground: here("playground/playground.ts") }, output: { entryFileNames: "[name].js" } },
  },
});
