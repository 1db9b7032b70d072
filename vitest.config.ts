import { defineConfig } from "vitest/config";
import { sourcesByExport } from "./test/support/package-exports.js";

/** The package imports itself by its name; tests resolve that to the sources, so that there is one runtime. */
const alias = [...sourcesByExport].map(([name, replacement]) => ({ find: new RegExp(`^${name}$`), replacement }));

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/golden/**/*.test.ts", "test/simulation/*.test.ts", "test/architecture.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "shared",
          include: ["test/{conformance,contracts,interop}/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
