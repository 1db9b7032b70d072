/**
 * The tools of the table: how each makes types of a contract, or loads one at run time. Each run is a process of its own with a time limit.
 */
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";

const limit = 90_000;

function run(command, args, cwd) {
  const { status, stderr, stdout, error } = spawnSync(command, args, { cwd, timeout: limit, encoding: "utf8", maxBuffer: 1e8 });
  return { ok: status === 0, message: error?.code === "ETIMEDOUT" ? "takes too long" : `${stderr}\n${stdout}` };
}

const node = process.execPath;

/** A folder of this machine over HTTP on the loopback interface, for a tool that reads nothing else. */
export function serve(folder) {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (!path.startsWith(folder) || !existsSync(path)) response.writeHead(404).end();
    else createReadStream(path).on("error", () => response.destroy()).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

/** Generators: `generate` puts types below `out`. Property names are those that the tool gives the probe's members. */
export const generators = [
  {
    name: "soapwright",
    kinds: ["xsd", "wsdl"],
    generate: ({ entries, out }) => {
      const args = [resolve("dist/src/cli/main.js"), "generate", ...entries, "--out", out];
      const strict = run(node, args, out);
      return strict.ok ? strict : run(node, [...args, "--lenient"], out);
    },
    probe: { module: "probe.js", type: "Order", names: { id: "id", number: "number", price: "price", status: "status", card: "card", iban: "iban", credit: "credit", debit: "debit" } },
  },
  {
    name: "wsdl-tsclient",
    kinds: ["wsdl"],
    generate: ({ entries, out, work }) => run(node, [join(work, "node_modules/wsdl-tsclient/dist/src/cli.js"), ...entries, "-o", out], out),
    probe: { module: "probe/definitions/Order.js", type: "Order", names: { id: "id", number: "Number", price: "Price", status: "Status", card: "Card", iban: "Iban", credit: "Credit", debit: "Debit" } },
  },
  {
    name: "xsd2ts",
    kinds: ["xsd"],
    generate: ({ entries, out, work }) => {
      // It writes to this folder and makes no folders.
      mkdirSync(join(out, "src/generated"), { recursive: true });
      const script = `const { generateTemplateClassesFromXSD } = require(${JSON.stringify(join(work, "node_modules/xsd2ts"))});
        for (const entry of ${JSON.stringify(entries)}) generateTemplateClassesFromXSD(entry);`;
      return run(node, ["-e", script], out);
    },
    probe: { module: "src/generated/probe.js", type: "Order", names: { id: "$id", number: "Number", price: "Price", status: "Status", card: "Card", iban: "Iban", credit: "Credit", debit: "Debit" } },
  },
  {
    name: "cxsd",
    kinds: ["xsd"],
    // Its types are in declaration files, which compilers check only on request.
    declarations: true,
    // In a process beside the server, which answers only while this one is free.
    generate: ({ entries, out, work, url }) => run(node, [join(work, "node_modules/cxsd/cxsd-cli.js"), url(entries[0])], out),
    probe: { module: "xmlns/probe.js", type: "Order", names: { id: "id", number: "Number", price: "Price", status: "Status", card: "Card", iban: "Iban", credit: "Credit", debit: "Debit" } },
  },
];

/** Stacks without types: they load a WSDL document at run time, from the package `module`. */
export const stacks = [
  { name: "node-soap", module: "soap" },
  { name: "strong-soap 5", module: "strong-soap" },
];

/** Loads a WSDL document, and sends a document through the stack and back. */
export function loadStack({ module }, entry, work) {
  const script = `
    const module_ = require(${JSON.stringify(join(work, "node_modules", module))});
    const soap = module_.soap ?? module_;
    soap.createClient(${JSON.stringify(entry)}, {}, (error, client) => {
      if (error) { console.error(String(error.message ?? error)); process.exit(1); }
      if (Object.keys(client.describe()).length === 0) { console.error("no service"); process.exit(1); }
      process.exit(0);
    });`;
  return run(node, ["-e", script], work);
}

/** The TypeScript files below a folder. */
export function listTypes(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(".ts") && !path.includes("node_modules"))
    .map((path) => join(folder, path));
}
