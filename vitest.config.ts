import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { sourcesByExport } from "./test/support/package-exports.js";

/** The package imports itself by its name; tests resolve that to the sources, so that there is one runtime. */
const alias = [...sourcesByExport].map(([name, replacement]) => ({ find: new RegExp(`^${name}$`), replacement }));

/**
 * Tests of minutes: attacks on the server as a process, simulations, commands with all their flags, schemas as large as they may be.
 * `npm run test:all` runs them too, as CI does.
 */
const slow = [
  "test/simulation/seeds.test.ts",
  "test/unit/{documentation-site,fuzz-corpus}.test.ts",
  "test/unit/server/{database-restarts,password-attack,process}.test.ts",
  "test/unit/cli/{backup,configuration,contract-commands,environment,fetch,files-of-others,init,ipam-command}.test.ts",
  "test/unit/cli/{lint,merchandise,mock,operators,scaffold,terminal,watch,what-is-said}.test.ts",
  "test/unit/codegen/{long-chains,schema/limits}.test.ts",
  "test/unit/datatypes/pattern/counting.test.ts",
  "test/unit/node/{heap,long-attachments}.test.ts",
  "test/unit/runtime/hostile.test.ts",
  "test/unit/xml/limits.test.ts",
];

/** A run of minutes with a database of its own: `npm run test:servers`. */
const severalServers = "test/several-servers/ten-thousand-transactions.test.ts";

/**
 * In CI, tests that start processes, browsers and other people's SOAP stacks get a second try, because those fail by themselves now
 * and then (Mono's receiving threads, for one). `.ci/run` names every test that needed it, since the cause may be ours all the same. Unit tests get one try.
 */
const retry = process.env.CI === undefined ? 0 : 1;

export default defineConfig({
  resolve: { alias },
  test: {
    // One more than there are cores: tests of processes and sockets wait for half of their time.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/{unit,golden}/**/*.test.ts", "test/{simulation,several-servers}/*.test.ts", "test/architecture.test.ts"],
          exclude: [...slow, severalServers],
          // One import of the sources per worker instead of one per file, which is a third of the time. Tests leave nothing behind: no clock, no spy.
          isolate: false,
          // Generous, for machines that are busy: a test that hangs is found all the same.
          expect: { poll: { timeout: 60_000, interval: 5 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        test: { name: "slow", include: slow, retry, testTimeout: 600_000, hookTimeout: 600_000, expect: { poll: { timeout: 60_000 } } },
      },
      {
        resolve: { alias },
        test: { name: "several-servers", include: [severalServers], retry, testTimeout: 900_000, hookTimeout: 120_000 },
      },
      {
        resolve: { alias },
        test: {
          name: "shared",
          include: ["test/{conformance,contracts,interop}/**/*.test.ts"],
          retry,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
