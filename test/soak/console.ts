/**
 * `npm run soak:console -- --minutes 120 --transactions 10000`: the console's live view, open all day in a real browser while buyers work.
 *
 * An operator logs in and goes round the views while transactions come at an even pace. Exits with 1 unless each transaction is answered right, the page
 * is connected at the end and has seen the last request, and neither page nor server has grown from the middle of the time to its end: what is live
 * after full collections, and the page's nodes and listeners.
 *
 * Needs a Chromium: CHROMIUM names one, else /usr/bin/chromium is tried.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { CDPSession, Page } from "playwright-core";
import { hashPassword } from "../../src/server/passwords.js";
import { launchBrowser } from "../support/browser.js";
import { type LogReader, startWatched } from "./watched-server.js";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "120" }, transactions: { type: "string", default: "10000" } },
});
const milliseconds = Number(values.minutes) * 60_000;
const count = Number(values.transactions);
const parts = 4;
/** How much more there may be at the end than in the middle. Short runs have less time to settle. */
const mostGrowth = Number(values.minutes) < 10 ? 1.25 : 1.1;
/** Bytes, nodes and listeners below which growth says nothing. */
const least: Measured = { server: 2e6, page: 1e6, nodes: 500, listeners: 200 };

/** What there is after full collections. */
interface Measured {
  readonly server: number;
  readonly page: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** What an operator looks at, over and over. */
const views = ["live", "live/Order", "live/TextSearch", "outbox", "buyers", "acts"];

async function ask(url: string, query: string): Promise<string> {
  return (await fetch(`${url}/veloconnect?BuyersID=4711&Password=secret&RequestName=${query}`)).text();
}

/** One transaction, begun and ended. Returns what went wrong. */
async function runTransaction(url: string, index: number): Promise<string | undefined> {
  const created = await ask(
    url,
    index % 2 === 0 ? "CreateTextSearchRequest&SearchString=tyre" : "CreateOrderRequest&Quantity.tyre=1&quantityUnitCode.tyre=EA",
  );
  const id = /TransactionID>([^<]+)</.exec(created)?.[1];
  if (id === undefined) return `not created: ${created.slice(0, 300)}`;
  const ended = await ask(url, `RollbackRequest&TransactionID=${id}`);
  return ended.includes("ResponseCode>200<") ? undefined : `not rolled back: ${ended.slice(0, 300)}`;
}

/** Transactions at an even pace, and an operator who goes round. */
async function runPart(page: Page, url: string, time: number, part: number): Promise<readonly string[]> {
  const problems: string[] = [];
  const own = Math.ceil(count / parts);
  const start = performance.now();
  let isOver = false;
  const looking = (async () => {
    for (let round = 0; !isOver; round++) {
      await page.goto(`${url}/#/${views[round % views.length]}`);
      await page.locator("h1").waitFor();
      await pause(Math.min(3000, time / 20));
    }
  })();
  for (let index = 0; index < own; index++) {
    const problem = await runTransaction(url, index);
    if (problem !== undefined) problems.push(problem);
    const ahead = start + ((index + 1) * time) / own - performance.now();
    if (ahead > 0) await pause(ahead);
  }
  isOver = true;
  await looking;
  console.log(
    `part ${part}: ${own} transactions in ${((performance.now() - start) / 1000).toFixed(0)} s, ${problems.length} of them wrong`,
  );
  return problems;
}

/** The least of three readings: what comes from the server while the page is read, and code that the page's engine will drop, are not kept. */
async function measure(page: Page, devtools: CDPSession, url: string, log: LogReader): Promise<Measured> {
  await page.goto(`${url}/#/live`);
  await page.locator("h1").waitFor();
  const readings = [await readOnce(devtools, log), await readOnce(devtools, log), await readOnce(devtools, log)];
  const lowest = (name: keyof Measured): number => Math.min(...readings.map((reading) => reading[name]));
  const measured = { server: lowest("server"), page: lowest("page"), nodes: lowest("nodes"), listeners: lowest("listeners") };
  const pages = readings.map((reading) => (reading.page / 1e6).toFixed(1)).join(", ");
  console.log(
    `  server ${(measured.server / 1e6).toFixed(1)} MB, page ${pages} MB, ${measured.nodes} nodes, ${measured.listeners} listeners`,
  );
  return measured;
}

async function readOnce(devtools: CDPSession, log: LogReader): Promise<Measured> {
  await pause(2000);
  for (let times = 0; times < 3; times++) await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return { server: await log.measureLive(), page: metric("JSHeapUsedSize"), nodes: metric("Nodes"), listeners: metric("JSEventListeners") };
}

async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/#/login`);
  await page.getByRole("textbox", { name: "Name" }).fill("alice");
  await page.getByLabel("Password").fill("secret");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Connected").waitFor();
}

const folder = mkdtempSync(join(tmpdir(), "soapwright-console-soak-"));
const processes: ChildProcess[] = [];
const browser = await launchBrowser();
try {
  const passwordHash = await hashPassword("secret");
  const [buyers, accounts] = [join(folder, "buyers.json"), join(folder, "accounts.json")];
  writeFileSync(buyers, JSON.stringify([{ buyersId: "4711", passwordHash }]));
  writeFileSync(accounts, JSON.stringify([{ name: "alice", role: "operator", passwordHash }]));
  const flags = ["--data", join(folder, "data"), "--buyers", buyers, "--console-accounts", accounts, "--no-ipam"];
  const { server, log } = await startWatched(processes, ...flags);
  const page = await browser.newPage({ locale: "en-US" });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`the page: ${error.message}`));
  await logIn(page, server.url);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const measured: Measured[] = [];
  for (let part = 1; part <= parts; part++) {
    problems.push(...(await runPart(page, server.url, milliseconds / parts, part)));
    log.read();
    measured.push(await measure(page, devtools, server.url, log));
  }
  if (!(await page.getByText("Connected").isVisible())) problems.push("the page is not connected");
  await ask(server.url, "GetProfileRequest");
  await page
    .getByRole("cell", { name: "GetProfile" })
    .first()
    .waitFor()
    .catch(() => problems.push("the page has not seen the last request"));
  const [middle, end] = [measured[parts / 2 - 1], measured[parts - 1]];
  for (const name of ["server", "page", "nodes", "listeners"] as const) {
    const [before, after] = [Math.max(middle?.[name] ?? Number.NaN, least[name]), end?.[name] ?? Number.NaN];
    console.log(`${name}: end / middle ${(after / before).toFixed(3)}`);
    if (!(after <= before * mostGrowth)) problems.push(`${name} has grown to ${(after / before).toFixed(3)} of what it was in the middle`);
  }
  problems.push(...log.problems);
  for (const problem of problems.slice(0, 50)) console.log(problem);
  console.log(`${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await browser.close();
  for (const each of processes) each.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
