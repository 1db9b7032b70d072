/**
 * The playground of the documentation site in a real browser: it compiles, checks, shares by link, and runs nothing of what it is given.
 *
 * Needs a Chromium: CHROMIUM names one, else /usr/bin/chromium is tried. SCREENSHOTS names a folder for pictures.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { styleSheet } from "../../codegen/tools/docs/style.js";
import { writeFragment } from "../../site/playground/link.js";
import { playgroundPage } from "../../site/playground/page.js";
import { type Listening, listen } from "../../src/node/http-server.js";
import { toFetchHandler } from "../../src/service/fetch-adapter.js";
import { chromiumPath, findViolations, hasChromium, launchBrowser, takePicture, takeSheet } from "../support/browser.js";

if (!hasChromium) console.warn(`playground: skipped, there is no ${chromiumPath}`);
const root = fileURLToPath(new URL("../..", import.meta.url));
const bundle = join(root, "build/playground");

describe.skipIf(!hasChromium)("the playground", () => {
  let browser: Browser;
  let server: Listening;
  const problems: string[] = [];

  beforeAll(async () => {
    execFileSync("npx", ["vite", "build", "--config", "site/vite.config.ts"], { cwd: root });
    const files = new Map([
      ["/playground/index.html", playgroundPage()],
      ["/playground/playground.css", readFileSync(join(root, "site/playground/playground.css"), "utf8")],
      ["/style.css", styleSheet],
      ["/names.js", ""],
      ["/site.js", ""],
      ...readdirSync(bundle).map((name) => [`/playground/${name}`, readFileSync(join(bundle, name), "utf8")] as const),
    ]);
    const types = [
      ["html", "text/html; charset=utf-8"],
      ["js", "text/javascript; charset=utf-8"],
      ["css", "text/css"],
    ] as const;
    const handler = toFetchHandler(async ({ path }) => {
      const body = files.get(path);
      const type = types.find(([ending]) => path.endsWith(ending))?.[1] ?? "text/plain";
      return body === undefined ? { status: 204 } : { status: 200, headers: { "content-type": type }, body };
    });
    server = await listen(handler, { port: 0 });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await takeSheet(browser, "playground", ["playground-light", "playground-dark", "playground-phone"]);
    await browser?.close();
    await server?.close(0);
  });

  async function open(address = "", options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1360, height: 1000 }, locale: "en-US", ...options });
    problems.length = 0;
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url)) problems.push(`asked ${request.url()}`);
    });
    await page.goto(`${server.url}/playground/index.html${address}`);
    return page;
  }

  const linkOf = async (schema: string, xml = ""): Promise<string> => `#${await writeFragment({ documents: { "a.xsd": schema }, xml })}`;

  it.each<[string, BrowserContextOptions]>([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 844 } }],
  ])("says what is wrong, at which place, and prints the code: %s", async (name, options) => {
    const page = await open("", options);
    await page.getByText("1 issue", { exact: true }).waitFor();
    expect(await page.locator("#findings li").textContent()).toMatch(/^document:5:5 .*not an integer.* cvc-/);
    expect(await page.locator("#code").textContent()).toContain("export interface LineType");
    expect(await findViolations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await takePicture(page, `playground-${name}`);
    const xml = page.getByLabel("Document to check");
    await xml.fill((await xml.inputValue()).replace("none", "2"));
    await page.getByText("the document is valid", { exact: false }).waitFor();
    await page.getByLabel("generated file").selectOption("index.ts");
    expect(await page.locator("#code").textContent()).toContain("export");
    expect(problems).toEqual([]);
    await page.close();
  });

  it("speaks German to those who do, and to those who choose it", async () => {
    const page = await open("", { locale: "de-DE", viewport: { width: 390, height: 844 } });
    await page.getByText("1 Befund", { exact: true }).waitFor();
    await page.getByLabel("Zu prüfendes Dokument").waitFor();
    expect(await page.locator("#findings .place").textContent()).toBe("Dokument:5:5");
    expect(await page.locator("#findings .message").textContent()).toContain("hat nicht die Form seines Typs");
    expect(await page.locator("#content").getAttribute("lang")).toBe("de");
    expect(await findViolations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.getByLabel("Sprache").selectOption("en");
    await page.getByText("1 issue", { exact: true }).waitFor();
    await page.getByLabel("Language").selectOption("de");
    await page.getByText("1 Befund", { exact: true }).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  it("stops what takes too long, and says so", async () => {
    // Within a millisecond not even the compiler is loaded.
    const page = await open("?limit=1");
    await page.getByText("Not compiled: it takes too long and was stopped", { exact: true }).waitFor();
    await page.close();
    for (const address of ["?limit=0", "?limit=x", "?limit=999999999"]) {
      const other = await open(address);
      await other.getByText("1 issue", { exact: true }).waitFor();
      await other.close();
    }
    expect(problems).toEqual([]);
  });

  it("says what is wrong with a schema, and leads to its place", async () => {
    const page = await open();
    await page
      .getByLabel("Contract", { exact: true })
      .fill('<schema xmlns="http://www.w3.org/2001/XMLSchema">\n  <element name="a" type="missing"/></schema>');
    // Until the schema is compiled, what was wrong before is still shown.
    await page.locator("#findings button", { hasText: "missing" }).first().click();
    expect(await page.locator("#findings li").first().textContent()).toMatch(/order.xsd:2:\d+ .*missing/);
    expect(await page.evaluate("document.activeElement.id")).toBe("contract");
    await page.close();
  });

  it("takes files that are dropped, WSDL and imports among them, and shares all of it by a link", async () => {
    const page = await open("", { permissions: ["clipboard-read", "clipboard-write"] });
    const texts = Object.fromEntries(
      ["repair-order.wsdl", "repair-order.xsd"].map((name) => [name, readFileSync(join(root, "examples/repair-order", name), "utf8")]),
    );
    await page.evaluate(
      `{ const data = new DataTransfer();
         for (const [name, text] of Object.entries(${JSON.stringify(texts)})) data.items.add(new File([text], name));
         document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); }`,
    );
    await page.getByLabel("generated file").locator("option", { hasText: "service.ts" }).waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("Link copied").waitFor();
    const link = String(await page.evaluate("navigator.clipboard.readText()"));
    expect(link).toContain("/playground/index.html#");
    const other = await open(new URL(link).hash);
    await other.getByLabel("generated file").locator("option", { hasText: "service.ts" }).waitFor({ state: "attached" });
    expect(await other.getByLabel("document of the contract").locator("option").allTextContents()).toEqual([
      "repair-order.wsdl",
      "repair-order.xsd",
    ]);
    expect(problems).toEqual([]);
    await page.close();
    await other.close();
  });

  it("runs nothing of what it is given", async () => {
    const attack = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
    const escaped = attack.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
    const schema = `<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="a"><annotation><documentation>*/${escaped}</documentation></annotation><simpleType><restriction base="string"><enumeration value="${escaped}"/></restriction></simpleType></element></schema>`;
    const page = await open(await linkOf(schema, `<a>${escaped}!</a>`));
    await page.getByText("1 issue", { exact: true }).waitFor();
    expect(await page.locator("#playground img, #playground script").count()).toBe(0);
    expect(await page.title()).toBe("Playground - soapwright");
    // Links that are not ours, or that hold more than there may be, give the sample.
    for (const fragment of ["#x", "#%", `#${"A".repeat(50_000)}`, await linkOf("x".repeat(3_000_000))]) {
      const other = await open(fragment);
      await other.getByText("1 issue", { exact: true }).waitFor();
      expect(await other.getByLabel("Contract", { exact: true }).inputValue()).toContain("urn:example:order");
      await other.close();
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  it("loads no more than it says", () => {
    const sizes = Object.fromEntries(
      readdirSync(bundle).map((name) => [name, gzipSync(readFileSync(join(bundle, name)), { level: 9 }).length]),
    );
    expect(Object.keys(sizes).sort()).toEqual(["compiler.js", "playground.js"]);
    expect(sizes["playground.js"]).toBeLessThanOrEqual(10 * 1024);
    expect(sizes["compiler.js"]).toBeLessThanOrEqual(300 * 1024);
  });
});
