/**
 * `npm run dev`: builds whenever a source changes, and runs the tests that the change concerns.
 *
 * Starts with the tests of what is not committed. Tests of commands run what was built: they follow when their own file is saved.
 * Arguments are those of vitest: `npm run dev -- test/unit/cli` watches these tests only.
 */
import { spawn } from "node:child_process";

const filters = process.argv.slice(2);
const start = (program, ...args) => spawn(process.execPath, [`node_modules/${program}`, ...args], { stdio: "inherit" });

const builders = [
  start("typescript/bin/tsc", "-p", "tsconfig.build.json", "--watch", "--preserveWatchOutput"),
  start("vite/bin/vite.js", "build", "--watch"),
];
const tests = start("vitest/vitest.mjs", "watch", "--project", "unit", ...(filters.length > 0 ? filters : ["--changed"]));

// Each ends with the other: by q in vitest, by Ctrl+C, which both get, by SIGTERM, or when one of them fails.
process.on("SIGTERM", () => tests.kill());
for (const builder of builders) builder.on("exit", () => tests.kill());
tests.on("exit", (code) => {
  for (const builder of builders) builder.kill();
  process.exitCode = code ?? 0;
});
