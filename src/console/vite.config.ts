/**
 * Bundles the console's page into `dist/console/page`.
 */
import { defineConfig } from "vite";
import { sourceFolder, withoutLeftOut } from "./vite-parts.js";

export default defineConfig({
  root: sourceFolder,
  // The page may be served under any path: what is loaded later is found beside what loads it.
  base: "./",
  logLevel: "warn",
  resolve: { alias: withoutLeftOut },
  build: {
    outDir: "../../../dist/console/page",
    emptyOutDir: true,
    target: "es2023",
    manifest: "manifest.json",
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { input: { main: `${sourceFolder}/main.tsx`, page: `${sourceFolder}/page.css` } },
  },
});
