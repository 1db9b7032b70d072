/**
 * Generated code in everything that runs TypeScript: Node's type stripping, tsx, Deno, Bun, esbuild, Vite, and `require` from CommonJS.
 * Run in a folder where the package and a compiler are installed; what is not there is skipped with a word.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";

const bin = (name) => `node_modules/.bin/${name}`;
const document = '<Order xmlns="urn:shop"><Line id="1"><Sku>A1</Sku><Quantity>7</Quantity><Price>1.50</Price></Line></Order>';
const program = (from) => `import { decode, encodeToString } from "soapwright";
import { OrderElement, type Order } from "${from}";
const order: Order = decode(OrderElement, '${document}');
console.log(encodeToString(OrderElement, order));
`;

function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${error ?? ""}${stdout}${stderr}`);
  return stdout.trim();
}

rmSync("runtimes", { recursive: true, force: true });
mkdirSync("runtimes");
const entries = { ".js": "./js/index.js", ".ts": "./ts/index.ts", none: "./none/index" };
for (const [extension, from] of Object.entries(entries)) {
  const folder = from.split("/")[1];
  run(bin("soapwright"), "generate", "order.xsd", "--out", `runtimes/${folder}`, "--import-extension", extension);
  writeFileSync(`runtimes/${folder}.ts`, program(from));
}
const file = { ".js": "runtimes/js.ts", ".ts": "runtimes/ts.ts", none: "runtimes/none.ts" };

const bundled = (bundle) => (program) => {
  bundle(program);
  return run(process.execPath, "runtimes/bundle/out.mjs");
};
const esbuild = bundled((program) =>
  run(bin("esbuild"), program, "--bundle", "--platform=node", "--format=esm", "--outfile=runtimes/bundle/out.mjs"),
);
const vite = bundled((program) => {
  const ssr = { noEmit: true, external: [], noExternal: true };
  const build = {
    ssr: `./${program}`,
    outDir: "runtimes/bundle",
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: "out.mjs" } },
  };
  writeFileSync("runtimes/vite.config.mjs", `export default ${JSON.stringify({ build, ssr, logLevel: "error" })};`);
  run(bin("vite"), "build", "--config", "runtimes/vite.config.mjs");
});
const strippedBy = (version) => (program) => run("npx", "--yes", "-p", `node@${version}`, "node", program);

/** What runs a program, by its name; the extensions that it takes; the file that must be there. */
const runtimes = [
  ...["22.18", "24", "26"].map((version) => [`node ${version}, types stripped`, strippedBy(version), [".ts"], undefined]),
  ["tsx", (program) => run(bin("tsx"), program), [".js", ".ts", "none"], bin("tsx")],
  ["deno", (program) => run(bin("deno"), "run", "--allow-all", "--node-modules-dir=manual", program), [".ts"], bin("deno")],
  ["bun", (program) => run(bin("bun"), program), [".js", ".ts", "none"], bin("bun")],
  ["esbuild", esbuild, [".js", ".ts", "none"], bin("esbuild")],
  ["vite", vite, [".js", ".ts", "none"], bin("vite")],
];
for (const [name, execute, extensions, needed] of runtimes) {
  if (needed !== undefined && !existsSync(needed)) {
    console.log(`  ${name}: skipped, it is not installed`);
    continue;
  }
  for (const extension of extensions) assert.equal(execute(file[extension]), document, `${name}, ${extension}`);
  console.log(`  ${name}: ${extensions.join(", ")}`);
}

// What tsc makes of generated code, required from CommonJS by Nodes that can.
const compilerOptions = ["--target", "es2022", "--module", "nodenext", "--lib", "es2023,dom", "--skipLibCheck", "--outDir", "runtimes/out"];
run(bin("tsc"), ...compilerOptions, "runtimes/js.ts");
writeFileSync(
  "runtimes/program.cjs",
  `const { decode, encodeToString } = require("soapwright");
const { OrderElement } = require("./out/js/index.js");
console.log(encodeToString(OrderElement, decode(OrderElement, '${document}')));`,
);
for (const version of ["20.19", "22", "24", "26"]) {
  assert.equal(
    run("npx", "--yes", "-p", `node@${version}`, "node", "--no-warnings", "runtimes/program.cjs"),
    document,
    `require, node ${version}`,
  );
}
console.log("  require from CommonJS: node 20.19, 22, 24, 26");
