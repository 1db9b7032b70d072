/**
 * Operators at the console, in a real browser and by keyboard alone: logging in, acting, and reading what was done.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCatalogue } from "../../src/merchandise/catalogue/memory-catalogue.js";
import { readCatalogueFile } from "../../src/merchandise/file/catalogue-file.js";
import { defaultOptions } from "../../src/server/options.js";
import { packageFile } from "../../src/server/package-files.js";
import { hashPassword } from "../../src/server/passwords.js";
import type { Server } from "../../src/server/start-server.js";
import { BackendUnavailable } from "../../src/services/veloconnect/index.js";
import { findViolations, launchBrowser, takePicture } from "../support/browser.js";
import { Workplace } from "../unit/cli/run-command.js";
import { isPossible, openPage } from "./console-browser.js";
import { startDemonstration } from "./demonstration-server.js";

describe.skipIf(!isPossible)("operators at the console", () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-console-"));
  let isOutOfReach = false;
  const place = async (): Promise<string> => {
    if (isOutOfReach) throw new BackendUnavailable("the merchandise system");
    return "A-1";
  };
  const workplace = new Workplace();
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    const passwordHash = await hashPassword("wonderland");
    const [accountsFile, buyersFile] = [join(folder, "accounts.json"), join(folder, "buyers.json")];
    writeFileSync(
      accountsFile,
      JSON.stringify([
        { name: "alice", role: "operator", passwordHash },
        { name: "bob", role: "viewer", passwordHash },
      ]),
    );
    writeFileSync(
      buyersFile,
      JSON.stringify([
        { buyersId: "4711", passwordHash },
        { buyersId: "4712", passwordHash },
      ]),
    );
    const { content } = await readCatalogueFile(packageFile("schemas/veloconnect/demonstration-catalogue.json"));
    // Behind a proxy, so nothing is open to this machine.
    server = await startDemonstration({
      buyersFile,
      merchandise: { catalogue: createCatalogue(content).catalogue, orders: { place } },
      trustForwarded: true,
      passwordLimits: { ...defaultOptions.passwordLimits, wrongPerAddress: 4 },
      ipam: { port: 0, rolesFile: undefined, securityIds: undefined, tls: undefined, callbackActions: "session" },
      console: { accountsFile, actsFile: join(folder, "acts.jsonl"), proxy: undefined },
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close(0);
    workplace.remove();
    rmSync(folder, { recursive: true });
  });

  async function createSearch(): Promise<string> {
    const query = "RequestName=CreateTextSearchRequest&BuyersID=4711&Password=wonderland&SearchString=tyre";
    const text = await (await fetch(`${server.url}/veloconnect?${query}`)).text();
    return /TransactionID>([^<]+)</.exec(text)?.[1] ?? "";
  }

  /** Presses Tab until something is focused, as somebody without a mouse does. */
  async function tabTo(page: Page, role: string, name: string | RegExp): Promise<void> {
    const wanted = page.getByRole(role as "button", { name, exact: typeof name === "string" }).first();
    await wanted.waitFor();
    for (let presses = 0; presses < 80; presses++) {
      if (await wanted.evaluate((element) => element === (element.getRootNode() as Document | ShadowRoot).activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${role} "${name}" is not reached by Tab`);
  }

  async function logIn(page: Page, name: string, password = "wonderland"): Promise<void> {
    await tabTo(page, "textbox", "Name");
    await page.keyboard.type(name);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
  }

  it("log in, expire a transaction and read what was done, by keyboard alone", async () => {
    const id = await createSearch();
    const { page, problems } = await openPage(browser, `${server.url}/#/live`);
    await page.getByRole("heading", { name: "Log in" }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "login-light");
    await logIn(page, "alice");
    await page.getByText("Connected").waitFor();
    await tabTo(page, "link", /^TextSearch/);
    await page.keyboard.press("Enter");
    await tabTo(page, "searchbox", "Owner, ID");
    await page.keyboard.type(id);
    await tabTo(page, "link", id);
    await page.keyboard.press("Enter");
    await tabTo(page, "button", "Expire…");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This cannot be undone", { exact: false }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "act-light");
    // Escape does nothing but close.
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await tabTo(page, "button", "Expire…");
    await page.keyboard.press("Enter");
    await tabTo(page, "button", "Expire");
    await page.keyboard.press("Enter");
    await dialog.getByText("Done.", { exact: true }).waitFor();
    await tabTo(page, "button", "Close");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("operator alice").waitFor();
    await tabTo(page, "link", "Operators’ acts");
    await page.keyboard.press("Enter");
    await page.getByRole("cell", { name: "Done." }).waitFor();
    expect(await page.locator("tbody tr").count()).toBe(1);
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "acts-light");
    expect(problems.filter((problem) => !problem.includes("401"))).toEqual([]);
    await tabTo(page, "button", "Log out");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Log in" }).waitFor();
    await page.close();
  });

  it("lock a buyer out, and let it in again", async () => {
    const { page } = await openPage(browser, `${server.url}/#/login`);
    await logIn(page, "alice");
    await page.getByText("Connected").waitFor();
    await page.goto(`${server.url}/#/buyers`);
    for (const [button, confirm, state] of [
      ["Lock buyer out…", "Lock buyer out", "locked out"],
      ["Let buyer in…", "Let buyer in", "may call"],
    ] as const) {
      const row = page.getByRole("row", { name: /4712/ });
      await row.getByRole("button", { name: button }).click();
      await page.getByRole("dialog").getByRole("button", { name: confirm, exact: true }).click();
      await page.getByText("Done.", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Close" }).click();
      await row.getByRole("cell", { name: state }).waitFor();
    }
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "buyers-light");
    await page.close();
  });

  it("send an order again that waits since nobody could take it, and that is noted", async () => {
    const ask = async (query: string): Promise<string> =>
      (await fetch(`${server.url}/veloconnect?BuyersID=4711&Password=wonderland&RequestName=${query}`)).text();
    const created = await ask("CreateOrderRequest&Quantity.20020=2&quantityUnitCode.20020=EA");
    const id = /TransactionID>([^<]+)</.exec(created)?.[1] ?? "";
    isOutOfReach = true;
    expect(await ask(`FinishOrderRequest&TransactionID=${id}`)).toContain("ResponseCode>500<");
    const { page, problems } = await openPage(browser, `${server.url}/#/login`);
    await logIn(page, "alice");
    await page.getByText("Connected").waitFor();
    await page.goto(`${server.url}/#/outbox`);
    const row = page.getByRole("row", { name: new RegExp(id) });
    await row.waitFor();
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "outbox-waiting-light");
    isOutOfReach = false;
    await row.getByRole("button", { name: "Replay…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replay", exact: true }).click();
    await page.getByText("Done.", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await row.waitFor({ state: "detached" });
    expect(await ask(`GetStatusRequest&TransactionID=${id}`)).toContain("StatusCode>100<");
    await page.goto(`${server.url}/#/acts`);
    const noted = page.getByRole("row", { name: new RegExp(`alice.*Replay.*${id}`) });
    await noted.getByRole("cell", { name: "Done." }).waitFor();
    const lines = readFileSync(join(folder, "acts.jsonl"), "utf8").trim().split("\n");
    const acts = lines.map((line) => JSON.parse(line)).filter(({ act }) => act === "replay");
    expect(acts.map(({ by, outcome }) => [by, outcome])).toEqual([
      ["alice", "begun"],
      ["alice", "done"],
    ]);
    expect(problems.filter((problem) => !problem.includes("401"))).toEqual([]);
    await page.close();
  });

  it("see operations of IPAM with their subtasks, what was refused and why, and how long requests took", async () => {
    const { page, problems } = await openPage(browser, `${server.url}/#/login`, { viewport: { width: 1360, height: 1400 } });
    await logIn(page, "alice");
    await page.getByText("Connected").waitFor();
    const parameters = fileURLToPath(new URL("../../schemas/ipam/demonstration-parameters.xml", import.meta.url));
    const running = workplace.run("ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", server.ipamUrl ?? "");
    const run = page.locator(".runs > li").first();
    await run.getByText("Read the configuration").waitFor();
    await run.getByRole("progressbar", { name: "RenameSuperscope" }).waitFor();
    expect((await running).stdout).toContain("RenameSuperscope: CompletedWithSuccess");
    await run.getByText("succeeded").waitFor();
    expect(await run.locator(".sub progress").count()).toBeGreaterThan(1);
    for (let times = 0; times < 20; times++) await createSearch();
    const envelope = (body: string): string =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
    for (const body of [envelope('<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"/>'), envelope("<Nothing/>"), "<"]) {
      await fetch(`${server.url}/soap/veloconnect`, { method: "POST", headers: { "content-type": "text/xml", soapaction: '""' }, body });
    }
    await fetch(`${server.url}/veloconnect?RequestName=GetStatusRequest&TransactionID=none&BuyersID=4711&Password=wonderland`);
    await page.getByRole("cell", { name: "cvc-complex-type.2.4.b" }).waitFor();
    await page.getByRole("cell", { name: "ResponseCode 420" }).waitFor();
    expect(await page.getByRole("img", { name: /How long requests took/ }).getAttribute("aria-label")).toMatch(/: [1-9]/);
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "busy-light");
    await page.getByLabel("Appearance").selectOption("dark");
    await takePicture(page, "busy-dark");
    expect(problems.filter((problem) => !problem.includes("401"))).toEqual([]);
    await page.close();
  });

  it("only look if they are viewers", async () => {
    const id = await createSearch();
    const { page } = await openPage(browser, `${server.url}/#/login`);
    await logIn(page, "bob");
    await page.getByText("Connected").waitFor();
    await page.goto(`${server.url}/#/live/TextSearch/${id}`);
    await page.getByText("You may look.", { exact: false }).waitFor();
    expect(await page.getByRole("button", { name: "Expire…" }).count()).toBe(0);
    await page.close();
  });

  it("are told in German when a password is wrong, and when there were too many", async () => {
    const { page } = await openPage(browser, `${server.url}/#/login`, { locale: "de-DE" });
    for (const want of ["Name oder Passwort ist falsch.", "Name oder Passwort ist falsch.", "Zu viele Passwörter"]) {
      for (let attempt = 0; attempt < 2; attempt++) {
        await page.getByRole("textbox", { name: "Name" }).fill("mallory");
        await page.getByLabel("Passwort").fill("x");
        const answered = page.waitForResponse((response) => response.request().method() === "POST");
        await page.getByRole("button", { name: "Anmelden" }).click();
        await answered;
      }
      await page.getByRole("alert").getByText(want, { exact: false }).waitFor();
    }
    await page.close();
  });
});
