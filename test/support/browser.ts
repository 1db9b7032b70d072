/**
 * A real browser for tests: Chromium without a window, which asks nobody for anything.
 * CHROMIUM names one, else /usr/bin/chromium is tried. SCREENSHOTS names a folder for pictures.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const hasChromium = existsSync(chromiumPath);

export function launchBrowser(): Promise<Browser> {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

/** Keeps a picture of the page if a folder for pictures is named. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Height of the pictures on a sheet; half of a page's. */
const sheetHeight = 450;

/** Keeps pictures that were taken before on one sheet, side by side: a page in light, dark and as wide as a phone, for instance. */
export async function takeSheet(browser: Browser, name: string, pictures: readonly string[]): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  const page = await browser.newPage({ viewport: { width: 1600, height: sheetHeight } });
  const images = pictures.map((each) => readFileSync(join(folder, `${each}.png`), "base64"));
  const written = images.map((data) => `<img height="${sheetHeight}" src="data:image/png;base64,${data}">`);
  await page.setContent(`<body style="margin:0;background:#888"><div style="display:inline-flex;gap:8px">${written.join("")}</div>`);
  await page.locator("div").screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

/** What axe finds. It is injected by the debugger, to which the page's policy does not apply. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + " " + html.slice(0, 160) + " " + failureSummary)))`,
  );
}
