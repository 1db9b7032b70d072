/**
 * Pages of a real browser for tests of the console. They need a Chromium and `npm run build`.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromiumPath, hasChromium } from "../support/browser.js";

const isBuilt = existsSync(fileURLToPath(new URL("../../dist/console/page/manifest.json", import.meta.url)));

/** Is there a browser, and a page to look at? */
export const isPossible = hasChromium && isBuilt;
if (!isPossible) globalThis.console.warn(`console: skipped, there is no ${isBuilt ? chromiumPath : "build of it"}`);

/** A page, and what went wrong in it: messages of the browser, exceptions, requests to elsewhere. */
export interface OpenedPage {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens a page. What goes wrong in it is added to `problems`. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  problems: string[] = [],
): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: "en-US", ...options });
  page.on("console", (message) => {
    // Text that a debugger inserts is styled by the browser itself, which the policy forbids, and reports.
    const isEditing = message.text().startsWith("Applying inline style");
    if ((message.type() === "error" || message.type() === "warning") && !isEditing) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    const own = url.startsWith("file:") ? new URL(".", url).href : new URL(url).origin;
    if (!request.url().startsWith(own) && !request.url().startsWith("data:")) problems.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return { page, problems };
}
