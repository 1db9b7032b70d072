/**
 * A real browser for tests of the console. Needs a Chromium (CHROMIUM names one, else /usr/bin/chromium is tried) and `npm run build`.
 * SCREENSHOTS names a folder for pictures.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const isBuilt = existsSync(fileURLToPath(new URL("../../dist/console/page/manifest.json", import.meta.url)));

/** Is there a browser, and a page to look at? */
export const isPossible = existsSync(executablePath) && isBuilt;
if (!isPossible) globalThis.console.warn(`console: skipped, there is no ${isBuilt ? executablePath : "build of it"}`);

export function launchBrowser(): Promise<Browser> {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

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

export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** What axe finds. It is injected by the debugger, to which the page's policy does not apply. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + " " + html.slice(0, 160) + " " + failureSummary)))`,
  );
}
