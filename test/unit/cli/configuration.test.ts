/**
 * The configuration: languages, where it is looked for, what is refused; and what is proposed where there is none.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command, Workplace } from "./run-command.js";

const schema =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop"><xs:element name="Order" type="xs:int"/></xs:schema>\n';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write("contracts/order.xsd", schema);
});
afterEach(() => place.remove());

/** Runs in a folder below the place. */
function runIn(folder: string, ...args: string[]) {
  mkdirSync(join(place.folder, folder), { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: join(place.folder, folder), encoding: "utf8" });
  return { status, stdout, stderr };
}

const contract = '{ entries: ["contracts/order.xsd"], out: "src/order" }';
const json = contract.replace("entries", '"entries"').replace("out:", '"out":');

describe("a configuration", () => {
  it.each([
    [
      "soapwright.config.ts",
      `import { defineConfig } from "soapwright/codegen";\nexport default defineConfig({ contracts: [${contract}] });`,
    ],
    ["soapwright.config.mts", `const contracts: object[] = [${contract}];\nexport default { contracts };`],
    ["soapwright.config.cts", `const contracts: object[] = [${contract}];\nexport = { contracts };`],
    ["soapwright.config.js", `export default { contracts: [${contract}] };`],
    ["soapwright.config.js", `module.exports = { contracts: [${contract}] };`],
    [
      "soapwright.config.mjs",
      `import { defineConfig } from "soapwright/codegen";\nexport default defineConfig({ contracts: [${contract}] });`,
    ],
    [
      "soapwright.config.cjs",
      `const { defineConfig } = require("soapwright/codegen");\nmodule.exports = defineConfig({ contracts: [${contract}] });`,
    ],
    ["soapwright.config.json", `\uFEFF{ "contracts": [${json}] }`],
    ["package.json", `{ "name": "shop", "soapwright": { "contracts": [${json}] } }`],
  ])("%s", async (file, text) => {
    place.write(file, text);
    expect(await place.run("generate")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^src\/order: (\d+) files, \1 changed\n$/),
      stderr: "",
    });
  });

  it("is found from every folder below it, and gives the same files", async () => {
    place.write("soapwright.config.ts", `export default { contracts: [${contract}] };`);
    place.write("src/package.json", '{ "name": "inner" }');
    expect(runIn("src/deep", "generate")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\.\.\/order: (\d+) files, \1 changed\n$/),
    });
    for (const folder of [".", "src", "contracts", "src/order"])
      expect(runIn(folder, "check")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(runIn("..", "check", "--config", join(place.folder, "soapwright.config.ts"))).toMatchObject({ status: 0 });
    // Without the configuration, too.
    expect(runIn("src", "check", "../contracts/order.xsd", "--out", "order")).toMatchObject({ status: 0 });
    expect(
      runIn("/", "check", join(place.folder, "contracts/../contracts/order.xsd"), "--out", join(place.folder, "src/order")),
    ).toMatchObject({
      status: 0,
    });
    place.write("contracts/order.xsd", schema.replace("xs:int", "xs:long"));
    for (const folder of [".", "src", "contracts"]) expect(runIn(folder, "check")).toMatchObject({ status: 1 });
  });

  it.each([
    [
      "two contracts with one folder",
      { "soapwright.config.json": `{ "contracts": [${json}, ${json.replace("src/order", "./src//order/")}] }` },
      'contracts[0] and contracts[1] have one "out", "src/order"; give each a folder of its own',
    ],
    [
      "two files",
      { "soapwright.config.ts": "export default {}", "package.json": '{ "soapwright": {} }' },
      'there are two configurations, "soapwright.config.ts" and "package.json"; remove one',
    ],
    ["JSON that is none", { "soapwright.config.json": "{" }, 'the configuration cannot be loaded: "soapwright.config.json": '],
    ["a module that is missing", { "soapwright.config.ts": 'import "./none.js"' }, "Cannot find module './none.js'"],
    ["a member that is misspelled", { "package.json": '{ "soapwright": { "contract": [] } }' }, "it must export"],
  ])("is refused with %s", async (_, files, message) => {
    for (const [file, text] of Object.entries(files)) place.write(file, text);
    const { status, stderr } = await place.run("generate");
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toContain("Require stack");
  });

  it("may not be a folder", async () => {
    expect(await place.run("generate", "--config", "contracts")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is a folder"),
    });
  });

  it.each([
    ["generate --out x", "--out goes with documents that are named"],
    ["check --lenient", "--lenient goes with documents"],
    ["generate --element Order", "--element goes with documents"],
    ["generate contracts/order.xsd --out x --config soapwright.config.json", "--config goes without documents"],
  ])("does not go with %s", async (line, message) => {
    place.write("soapwright.config.json", `{ "contracts": [${json}] }`);
    expect(await place.run(...line.split(" "))).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });
});

describe("without a configuration, generate", () => {
  it("proposes init for the WSDLs that are there", async () => {
    for (const name of ["a", "b", "c", "d"]) place.write(`${name}.wsdl`, "");
    expect(await place.run("generate")).toMatchObject({
      status: 2,
      stderr: 'soapwright: there is no configuration; "soapwright init a.wsdl b.wsdl c.wsdl" (and 1 more) writes one\n',
    });
  });

  it("proposes init for schemas in the folders", async () => {
    expect((await place.run("check")).stderr).toContain('"soapwright init contracts/order.xsd" writes one');
  });

  it("proposes a folder for a document", async () => {
    const { status, stderr } = await place.run("generate", "contracts/order.xsd");
    expect([status, stderr]).toEqual([2, expect.stringContaining("soapwright generate contracts/order.xsd --out src/generated/order")]);
  });
});
