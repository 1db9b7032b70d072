/**
 * The README's claims, run: its commands give its output, its code compiles and works.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = join(root, "dist/src/cli/main.js");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The code block that follows the first occurrence of a text. */
function blockAfter(text: string): string {
  const start = readme.indexOf(text);
  expect(start, `the README says "${text}"`).toBeGreaterThanOrEqual(0);
  const block = /```\w*\n([\s\S]*?)```/.exec(readme.slice(start + text.length));
  return block?.[1] ?? "";
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-readme-"));
  cpSync(join(root, "examples/order/order.xsd"), join(folder, "order.xsd"));
  cpSync(join(root, "examples/currency/currency.wsdl"), join(folder, "currency.wsdl"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/soapwright"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): string => execFileSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8" });

/** Compiles a program as strictly as users may. */
function compile(file: string, types = ""): void {
  const options =
    "--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --module nodenext --target es2022 --lib es2023,dom --outDir out --rootDir .";
  const { stdout } = spawnSync(
    join(root, "node_modules/.bin/tsc"),
    [...options.split(" "), "--types", types, "--typeRoots", join(root, "node_modules/@types"), file],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  expect(stdout).toBe("");
}

describe("the README", () => {
  it("shows what generate prints and writes", () => {
    expect(run("generate", "order.xsd", "--out", "generated")).toBe(blockAfter("--out generated\n```"));
    expect(readFileSync(join(folder, "generated/shop.ts"), "utf8")).toContain(blockAfter("`generated/shop.ts` has"));
    expect(run("check", "order.xsd", "--out", "generated")).toBe("");
  });

  it("shows the issue of an invalid document", () => {
    const document = `<Order xmlns="urn:shop">\n  <Line id="1">\n    <Sku>A</Sku>\n    <Quantity>2000</Quantity>\n    <Price>1</Price>\n  </Line>\n</Order>`;
    writeFileSync(join(folder, "bad.xml"), document);
    const { stdout, status } = spawnSync(process.execPath, [command, "validate", "--schema", "order.xsd", "bad.xml"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ stdout, status }).toEqual({ stdout: blockAfter("validate --schema order.xsd bad.xml\n```"), status: 1 });
  });

  it("has code for the generated types that compiles and works", () => {
    const code = blockAfter("## Use the generated types");
    const program = `const bytes = new TextEncoder().encode('<Order xmlns="urn:shop"><Line id="9007199254740993"><Sku>A</Sku><Quantity>2</Quantity><Price>1.50</Price></Line></Order>');\n${code}\nconsole.log(order.line[0]?.id);\nconst stream = [bytes];\n${blockAfter("[memory for one item]")}`;
    writeFileSync(join(folder, "program.ts"), program);
    compile("program.ts");
    const output = execFileSync(process.execPath, ["out/program.js"], { cwd: folder, encoding: "utf8" });
    expect(output).toContain("9007199254740993n");
    expect(output).toContain("cvc-elt.1");
    expect(output).toMatch(/^A$/m);
  });

  it("has code for a server and its client that compiles and works", () => {
    run("generate", "currency.wsdl", "--out", "currency");
    const code = blockAfter("A server implements the interface")
      .replace("port: 9000", "port: 0")
      .replace("await listen(", "const listening = await listen(");
    const program = `${code.replace('"http://127.0.0.1:9000/"', "listening.url")}\nawait listening.close();\n`;
    writeFileSync(
      join(folder, "server.ts"),
      `${program}\n${blockAfter("Any WSDL can be used at run time")}\nconsole.log(typeof binding);\n`,
    );
    compile("server.ts", "node");
    const output = execFileSync(process.execPath, ["out/server.js"], { cwd: folder, encoding: "utf8" });
    expect(output).toBe("{ amount: '1.50' }\nobject\n");
  });

  it("has commands for the server that work", async () => {
    const server = spawn(process.execPath, [command, "serve", "--port", "0", "--data", join(folder, "data")], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let output = "";
        const listen = (chunk: Buffer): void => {
          output += chunk.toString();
          const found = /http:\/\/127\.0\.0\.1:\d+(?=\/veloconnect)/.exec(output);
          if (found !== null) resolve(found[0]);
        };
        server.stdout.on("data", listen);
        server.stderr.on("data", listen);
        server.once("exit", () => reject(new Error(`the server ended: ${output}`)));
      });
      const statusUrl = /curl '(http[^']*)'/.exec(blockAfter("In another terminal:"))?.[1]?.replace("http://127.0.0.1:8080", url) ?? "";
      expect(await (await fetch(statusUrl)).text()).toBe(blockAfter("GetStatusRequest&BuyersID=demo&Password=bicycle'\n```").trimEnd());
      const parameters = [...blockAfter("Order two tyres").matchAll(/-d (\S+)/g)].map((match) => match[1]).join("&");
      const created = await fetch(`${url}/veloconnect`, {
        method: "POST",
        body: parameters,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      expect(await created.text()).toMatch(/StatusCode[^>]*>2</);
      expect(await (await fetch(statusUrl)).text()).toContain("TransactionStatus");
      expect((await fetch(`${url}/soap/veloconnect?wsdl`)).status).toBe(200);
    } finally {
      server.kill();
    }
  });
});
