/**
 * docs/machines.md: its program compiles and prints what the page says; its pictures are those of the tables.
 *
 * SOAPWRIGHT_WRITE_DOCS=1 rewrites the pictures; look at them before committing.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { drawMachine } from "../../src/machine/draw.js";
import { callbackMachine } from "../../src/services/ipam/callback-machine.js";
import { sessionMachine } from "../../src/services/ipam/machine.js";
import { onlineShopMachine } from "../../src/services/veloconnect/online-shop-machine.js";
import { orderMachine } from "../../src/services/veloconnect/order-machine.js";
import { reportMachine } from "../../src/services/veloconnect/report-machine.js";
import { textSearchMachine } from "../../src/services/veloconnect/text-search-machine.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = join(root, "docs/machines.md");
const pictures = join(root, "docs/machines");

describe("the program", () => {
  it("compiles and prints what the page says", () => {
    const text = readFileSync(page, "utf8");
    const program = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n");
    const printed = /prints:\n\n```\n([\s\S]*?)```/.exec(text)?.[1];
    const folder = mkdtempSync(join(tmpdir(), "soapwright-machines-"));
    try {
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      writeFileSync(join(folder, "program.ts"), program);
      mkdirSync(join(folder, "node_modules"));
      symlinkSync(root, join(folder, "node_modules/soapwright"));
      const flags = [
        "--strict",
        "--exactOptionalPropertyTypes",
        "--noUncheckedIndexedAccess",
        "--module",
        "nodenext",
        "--target",
        "es2022",
      ];
      const libraries = ["--lib", "es2023,dom", "--types", "", "--outDir", "out", "--rootDir", "."];
      const compiled = spawnSync(join(root, "node_modules/.bin/tsc"), [...flags, ...libraries, "program.ts"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(compiled.stdout).toBe("");
      const output = execFileSync(process.execPath, ["out/program.js"], { cwd: folder, encoding: "utf8" });
      expect(output.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")).toBe(printed);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the pictures", () => {
  const drawn = new Map([
    ["order.svg", drawMachine(orderMachine, "svg")],
    ["online-shop.svg", drawMachine(onlineShopMachine, "svg")],
    ["text-search.svg", drawMachine(textSearchMachine, "svg")],
    ["report.svg", drawMachine(reportMachine("B2BStock"), "svg")],
    ["ipam.svg", drawMachine(sessionMachine, "svg")],
    ["ipam-callbacks.svg", drawMachine(callbackMachine, "svg")],
  ]);
  const section = /(<!-- begin order -->\n)([\s\S]*?)(<!-- end order -->)/;
  const mermaid = `\`\`\`mermaid\n${drawMachine(orderMachine, "mermaid")}\`\`\`\n`;

  beforeAll(() => {
    if (process.env.SOAPWRIGHT_WRITE_DOCS !== "1") return;
    for (const [name, svg] of drawn) writeFileSync(join(pictures, name), svg);
    const text = readFileSync(page, "utf8");
    writeFileSync(
      page,
      text.replace(section, (_, begin: string, __: string, end: string) => `${begin}${mermaid}${end}`),
    );
  });

  it("are those of all machines", () => expect(readdirSync(pictures).sort()).toEqual([...drawn.keys()].sort()));

  it.each([...drawn])("%s is drawn from the table as it is", (name, svg) => {
    expect(readFileSync(join(pictures, name), "utf8")).toBe(svg);
  });

  it("the Mermaid source is that of the table", () => {
    expect(section.exec(readFileSync(page, "utf8"))?.[2]).toBe(mermaid);
  });
});
