/**
 * The documentation site in a real browser, opened from a folder: it reads well, links lead somewhere, search finds, the policy holds.
 *
 * Needs a Chromium: CHROMIUM names one, else /usr/bin/chromium is tried. Nothing leaves the machine. SCREENSHOTS names a folder for pictures.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openContract } from "../../codegen/open-contract.js";
import { renderSite } from "../../codegen/tools/docs/site.js";
import { Sampler } from "../../codegen/tools/sample/sampler.js";
import { chromiumPath, hasChromium, launchBrowser } from "../support/browser.js";

if (!hasChromium) console.warn(`documentation site: skipped, there is no ${chromiumPath}`);

describe.skipIf(!hasChromium)("the documentation site", () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-docs-"));
  let browser: Browser;
  let page: Page;
  let files: ReadonlyMap<string, string>;
  const problems: string[] = [];
  const addressOf = (path: string): string => pathToFileURL(join(folder, path)).href;

  beforeAll(async () => {
    const { contract } = openContract({ entries: ["schemas/veloconnect/veloconnect.wsdl"] });
    if (contract === undefined) throw new Error("the contract does not load");
    const sampler = new Sampler(contract.schema, contract.validate);
    files = renderSite({ title: 'veloconnect <&> "quotes"', sampler, ...contract });
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(error.message));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function picture(name: string): Promise<void> {
    const pictures = process.env.SCREENSHOTS;
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  it("has a style sheet that the policy lets in", async () => {
    await page.goto(addressOf("index.html"));
    await picture("index-light");
    expect(await page.title()).toBe('veloconnect <&> "quotes"');
    expect(await page.evaluate("getComputedStyle(document.querySelector('body')).display")).toBe("grid");
    expect(problems).toEqual([]);
  });

  it("finds names as they are typed, and takes what other pages ask for", async () => {
    await page.goto(addressOf("index.html"));
    await page.keyboard.press("/");
    await page.keyboard.type("getstatusresp");
    expect(await page.locator("#results a").first().textContent()).toBe("GetStatusResponse");
    await picture("search");
    await page.keyboard.press("Enter");
    await page.waitForURL(/GetStatusResponse/);
    // Search works on every page, and keeps what is typed.
    expect(await page.inputValue("input[name=q]")).toBe("getstatusresp");
    await page.fill("input[name=q]", "order");
    expect(await page.locator("#results a").count()).toBeGreaterThan(0);
    await page.goto(`${addressOf("index.html")}?q=textsearch`);
    expect(await page.locator("#results a").first().textContent()).toMatch(/TextSearch/);
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    expect(await page.locator("#results a").count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it("shows content, samples and users of an element", async () => {
    const path = [...files.keys()].find((each) => each.startsWith("element/GetStatusResponse")) ?? "";
    await page.goto(addressOf(path));
    await picture("element-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture("element-dark");
    await page.setViewportSize({ width: 390, height: 800 });
    await picture("element-narrow");
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBe(390);
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    const text = (await page.textContent("main")) ?? "";
    for (const heading of ["Sample", "Used by"]) expect(text).toContain(heading);
    expect(problems).toEqual([]);
  });

  it("has a navigation that stays: open lists, place, and where one is", async () => {
    await page.goto(addressOf("index.html"));
    await page.locator("#tree summary", { hasText: "Types" }).first().click();
    const lists = page.locator("#tree details[open] > summary");
    expect(await lists.count()).toBeGreaterThan(0);
    const link = page.locator("#tree li a[href*='type/']").first();
    while (!(await link.isVisible())) await page.locator("#tree details details:not([open]) > summary").first().click();
    const name = await link.textContent();
    await link.click();
    await page.waitForURL(/type\//);
    expect(await page.locator("#tree a[aria-current]").textContent()).toBe(name);
    expect(await page.locator("#tree details[open] > summary", { hasText: "Types" }).count()).toBe(1);
    await picture("navigation");
    expect(await page.evaluate("document.getElementById('navigation').getBoundingClientRect().top")).toBe(0);
    await page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
    expect(await page.evaluate("document.getElementById('navigation').getBoundingClientRect().top")).toBe(0);
    expect(problems).toEqual([]);
  });

  it("draws content models whose boxes lead to what they show", async () => {
    const path = [...files].find(([each, text]) => each.startsWith("type/") && /<a href="[^"]*"><rect/.test(text))?.[0] ?? "";
    await page.goto(addressOf(path));
    const box = page.locator("svg.diagram a").first();
    const label = await box.locator("text.label").textContent();
    const { width, height } = (await page.locator("svg.diagram").first().boundingBox()) ?? { width: 0, height: 0 };
    expect(Math.min(width, height)).toBeGreaterThan(30);
    // Each text is inside its box.
    const overflow = await page.evaluate(`[...document.querySelectorAll("svg.diagram .label")].filter((text) => {
      const box = text.parentNode.querySelector("rect.box") ?? text.previousElementSibling;
      return text.getBBox().width > box.getBBox().width;
    }).length`);
    expect(overflow).toBe(0);
    await box.click();
    await page.waitForURL((url) => !url.href.endsWith(path));
    expect(label === null || (await page.textContent("main"))?.includes(label) || (await page.title()) !== "").toBe(true);
    expect(problems).toEqual([]);
  });

  it("shows operations with their messages", async () => {
    const path = [...files.keys()].find((each) => each.startsWith("operation/")) ?? "";
    await page.goto(addressOf(path));
    await picture("operation");
    expect(await page.textContent("main")).toContain("soap:Envelope");
  });

  it("shows types with their facets", async () => {
    const path = [...files.keys()].find((each) => /^type\/.*Code/.test(each)) ?? "";
    await page.goto(addressOf(path));
    await picture("type");
    expect(problems).toEqual([]);
  });

  it("has no link that leads nowhere", () => {
    const dead: string[] = [];
    for (const [path, text] of files) {
      for (const [, href = ""] of text.matchAll(/(?:href|src)="([^"#]+)"/g)) {
        const target = join(dirname(path), href);
        if (!files.has(target)) dead.push(`${path}: ${href}`);
      }
    }
    expect(dead).toEqual([]);
  });
});
