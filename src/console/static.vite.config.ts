/**
 * Bundles the console into one classic script, `dist/console/static/console.js`: pages that are opened from a folder can load no modules.
 */
import { defineConfig } from "vite";
import { sourceFolder, withoutLeftOut } from "./vite-parts.js";

export default defineConfig({
  root: sourceFolder,
  logLevel: "warn",
  resolve: { alias: withoutLeftOut },
  build: {
    outDir: "../../../dist/console/static",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      transform: { define: { "import.meta": "{}" } },
      input: { console: `${sourceFolder}/main.tsx` },
      output: { format: "iife", codeSplitting: false, entryFileNames: "[name].js" },
    },
  },
});
