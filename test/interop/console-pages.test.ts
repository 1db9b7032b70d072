/**
 * Every page of the console, in light and dark and as wide as a phone: axe finds nothing, and nothing is wider than the page.
 *
 * On a phone the pages are German, so each text is seen in both languages. `SCREENSHOTS` names a folder for the pictures of docs/console-pictures.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "../../src/server/passwords.js";
import type { Server } from "../../src/server/start-server.js";
import { findViolations, launchBrowser, takePicture, takeSheet } from "../support/browser.js";
import { Workplace } from "../unit/cli/run-command.js";
import { isPossible, openPage } from "./console-browser.js";
import { startDemonstration } from "./demonstration-server.js";

/** A page: where it is, what is done on it, and what must be there before it is looked at. */
interface ShownPage {
  readonly name: string;
  readonly address: (transaction: string) => string;
  readonly prepare?: (page: Page, language: Language) => Promise<void>;
  readonly awaited: string;
}

type Language = "en" | "de";

/** Buttons and fields by their names in both languages. */
const named = {
  contract: { en: "Contract", de: "Vertrag" },
  send: { en: "Send", de: "Senden" },
  expire: { en: "Expire…", de: "Ablaufen lassen…" },
} as const;

const getStatus = "#/explore/veloconnect/TransactionV1_0.GetStatus";

const invalidMessage = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Body>
    <GetStatusRequest xmlns="urn:veloconnect:transaction-1.0">
      <BuyersID>4711</BuyersID>
      <Credential>
        <Password>wonderland</Password>
        <Comment>none</Comment>
      </Credential>
      <IsTest>perhaps</IsTest>
    </GetStatusRequest>
  </soap:Body>
</soap:Envelope>`;

const pages: readonly ShownPage[] = [
  { name: "services", address: () => "#/explore/veloconnect", awaited: ".card" },
  { name: "operation", address: () => "#/explore/veloconnect/OrderV1_1.CreateOrder", awaited: ".verdict.good" },
  {
    name: "answer",
    address: () => getStatus,
    prepare: async (page, language) => {
      await page.locator(".verdict.good").waitFor();
      await page.getByRole("button", { name: named.send[language], exact: true }).click();
      await page.locator(".answer .status").waitFor();
      await page.locator(".answer").scrollIntoViewIfNeeded();
    },
    awaited: ".answer .status",
  },
  {
    name: "issues",
    address: () => getStatus,
    prepare: async (page) => {
      await page.locator(".verdict.good").waitFor();
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(invalidMessage);
    },
    awaited: ".verdict.bad li:nth-child(2)",
  },
  {
    name: "content-model",
    address: () => "#/explore/veloconnect/OrderV1_1.CreateOrder",
    prepare: async (page, language) => {
      await page.getByRole("button", { name: named.contract[language], exact: true }).click();
    },
    awaited: ".contract-pane .tree",
  },
  {
    name: "ipam-operation",
    address: () => "#/explore/ipam/IIpamOperationWithProgress.StartOperationWithCallback",
    awaited: ".verdict.good",
  },
  { name: "live", address: () => "#/live", awaited: ".runs > li" },
  { name: "machine", address: () => "#/live/TextSearch", awaited: "tbody tr" },
  { name: "instance", address: (transaction) => `#/live/TextSearch/${transaction}`, awaited: ".timeline li" },
  {
    name: "act",
    address: (transaction) => `#/live/TextSearch/${transaction}`,
    prepare: (page, language) => page.getByRole("button", { name: named.expire[language] }).click(),
    awaited: "dialog[open]",
  },
  { name: "outbox", address: () => "#/outbox", awaited: "h1" },
  { name: "buyers", address: () => "#/buyers", awaited: "tbody tr" },
  { name: "acts", address: () => "#/acts", awaited: "h1" },
];

describe.skipIf(!isPossible)("every page of the console", () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-pages-"));
  const place = new Workplace();
  let browser: Browser;
  let server: Server;
  let transaction = "";

  beforeAll(async () => {
    const passwordHash = await hashPassword("wonderland");
    const [accountsFile, buyersFile] = [join(folder, "accounts.json"), join(folder, "buyers.json")];
    writeFileSync(accountsFile, JSON.stringify([{ name: "alice", role: "operator", passwordHash }]));
    writeFileSync(buyersFile, JSON.stringify(["4711", "4712"].map((buyersId) => ({ buyersId, passwordHash }))));
    server = await startDemonstration({
      buyersFile,
      trustForwarded: true,
      ipam: { port: 0, rolesFile: undefined, securityIds: undefined, tls: undefined, callbackActions: "session" },
      console: { accountsFile, actsFile: join(folder, "acts.jsonl"), proxy: undefined },
    });
    browser = await launchBrowser();
    const ask = async (query: string): Promise<string> =>
      (await fetch(`${server.url}/veloconnect?BuyersID=4711&Password=wonderland&RequestName=${query}`)).text();
    for (const word of ["tyre", "bell", "tube"]) {
      const created = await ask(`CreateTextSearchRequest&SearchString=${word}`);
      transaction = /TransactionID>([^<]+)</.exec(created)?.[1] ?? "";
    }
    await ask(`SearchResultRequest&TransactionID=${transaction}&StartIndex=0&Count=1&ResultFormat=ITEM_ID_LIST`);
    await ask("GetStatusRequest&Nothing=1");
    const parameters = fileURLToPath(new URL("../../schemas/ipam/demonstration-parameters.xml", import.meta.url));
    await place.run("ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", server.ipamUrl ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close(0);
    place.remove();
    rmSync(folder, { recursive: true });
  });

  async function look(page: Page, name: string): Promise<void> {
    expect(await findViolations(page), name).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${name} is as wide as the page`).toBe(true);
    await takePicture(page, name);
  }

  const looks: readonly (readonly [string, Language, BrowserContextOptions])[] = [
    ["light", "en", {}],
    ["dark", "en", { colorScheme: "dark" }],
    ["phone", "de", { viewport: { width: 390, height: 844 }, locale: "de-DE" }],
  ];

  it.each(looks)("%s", async (as, language, options) => {
    const { page, problems } = await openPage(browser, `${server.url}/#/login`, options);
    await page.locator("h1").waitFor();
    await look(page, `login-${as}`);
    await page.getByRole("textbox", { name: "Name" }).fill("alice");
    await page.locator("input[type=password]").fill("wonderland");
    await page.keyboard.press("Enter");
    await page.locator(".runs > li").first().waitFor();
    for (const { name, address, prepare, awaited } of pages) {
      // Another address behind "#" loads nothing anew, so what a page before has left open would stay.
      await page.goto("about:blank");
      await page.goto(`${server.url}/${address(transaction)}`);
      await prepare?.(page, language);
      await page.locator(awaited).first().waitFor();
      if (name === "issues" && language === "de") await page.getByText("steht an dieser Stelle nicht").waitFor();
      await look(page, `${name}-${as}`);
    }
    expect(problems.filter((problem) => !/401|about:blank/.test(problem))).toEqual([]);
    await page.close();
  });

  afterAll(async () => {
    for (const name of ["login", ...pages.map((page) => page.name)])
      await takeSheet(
        browser,
        name,
        looks.map(([as]) => `${name}-${as}`),
      );
  });
});
