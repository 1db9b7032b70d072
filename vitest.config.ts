import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The package imports itself by its name; tests resolve that to the sources, so that there is one runtime. */
const alias = [
  { find: /^soapwright\/schema$/, replacement: source("codegen/schema-entry.ts") },
  { find: /^soapwright\/codegen$/, replacement: source("codegen/index.ts") },
  { find: /^soapwright\/soap$/, replacement: source("src/protocols/index.ts") },
  { find: /^soapwright\/node$/, replacement: source("src/node/index.ts") },
  { find: /^soapwright\/services\/veloconnect$/, replacement: source("src/services/veloconnect/index.ts") },
  { find: /^soapwright\/services\/ipam$/, replacement: source("src/services/ipam/index.ts") },
  { find: /^soapwright$/, replacement: source("src/index.ts") },
];

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/golden/**/*.test.ts", "test/architecture.test.ts"],
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
