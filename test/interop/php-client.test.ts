/**
 * PHP's SOAP extension calls a service of ours in SOAP 1.1 and 1.2: it reads the contract from `?wsdl` and calls through it.
 *
 * Needs `php` with its SOAP extension; skipped where it is absent.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeFiles } from "../../src/cli/contracts/output-files.js";
import { type Listening, listen } from "../../src/node/http-server.js";
import { bind, createHandler, declaredFault, type SoapBinding } from "../../src/protocols/index.js";
import { peerIn } from "./interop-row.js";

const php = peerIn("PHP", "document/literal");

const root = fileURLToPath(new URL("../..", import.meta.url));
const hasPhp = spawnSync("php", ["-r", "exit(extension_loaded('soap') ? 0 : 1);"]).status === 0;

interface DividerOperations {
  readonly divide: {
    readonly input: { a: number; b: number };
    readonly output: { quotient: number };
    readonly faults: { readonly zero: { dividend: number } };
  };
}

/** What PHP prints. */
interface Outcome {
  readonly operations: number;
  readonly divided: number;
  readonly fault: { readonly code: string; readonly reason: string; readonly detail: string };
  readonly invalid: string;
}

describe.skipIf(!hasPhp)("PHP", () => {
  let folder: string;
  let bindings: Readonly<Record<string, SoapBinding<DividerOperations>>>;
  let listening: Listening;
  let wsdl = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-php-"));
    const path = join(root, "test/interop/php/divider.wsdl");
    const { files, diagnostics } = await generate({ entries: [path] });
    expect(diagnostics).toEqual([]);
    await writeFiles(folder, files);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    bindings = await import(join(folder, "service.ts"));
    wsdl = readFileSync(path, "utf8");
    const service = (name: string) =>
      bind<DividerOperations>(bindings[name] as SoapBinding<DividerOperations>, {
        divide: async ({ a, b }) => {
          if (b === 0) throw declaredFault<DividerOperations["divide"]>({ name: "zero", detail: { dividend: a } }, "division by zero");
          return { quotient: a / b };
        },
      });
    const handlers = ["Soap11", "Soap12"].map((name) => {
      const own = wsdl.replace(
        /<wsdl:port [\s\S]*<\/wsdl:port>/,
        `<wsdl:port name="${name}" binding="tns:${name}">${address(name)}</wsdl:port>`,
      );
      return createHandler({ services: [service(name)], contract: { main: "divider.wsdl", documents: { "divider.wsdl": own } } });
    });
    listening = await listen(
      async (request) => {
        const index = new URL(request.url).pathname === "/divider12" ? 1 : 0;
        return (await handlers[index]?.(request)) ?? new Response(null, { status: 404 });
      },
      { port: 0 },
    );
  });
  afterAll(async () => {
    await listening?.close(0);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["1.1", "1", "/divider11", "Client"],
    ["1.2", "2", "/divider12", "Sender"],
  ])("calls in SOAP %s", php.client("SOAP 1.1 and 1.2, declared faults"), async (_, version, path, sender) => {
    const script = join(root, "test/interop/php/client.php");
    const { stdout } = await promisify(execFile)("php", [script, `${listening.url}${path}?wsdl`, version], { timeout: 20_000 });
    const outcome: Outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({ operations: 1, divided: 42, fault: { reason: "division by zero" } });
    expect(outcome.fault.detail).toBe('{"DivisionByZero":{"dividend":"1"}}');
    expect([outcome.fault.code, outcome.invalid].map((code) => code.replace(/^.*:/, ""))).toEqual([
      sender.replace(/^.*:/, ""),
      sender.replace(/^.*:/, ""),
    ]);
  });
});

function address(name: string): string {
  return name === "Soap12"
    ? '<soap12:address location="http://localhost/divider12"/>'
    : '<soap:address location="http://localhost/divider11"/>';
}
