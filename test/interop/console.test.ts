/**
 * The console in a real browser: its flows on the services of the package, for everybody, and with hostile contracts and messages.
 *
 * `console-browser.ts` says what it needs.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { console as createConsole } from "../../src/console/index.js";
import { listen } from "../../src/node/http-server.js";
import type { Server } from "../../src/server/start-server.js";
import { toFetchHandler } from "../../src/service/fetch-adapter.js";
import { findViolations, launchBrowser, takePicture } from "../support/browser.js";
import { Workplace } from "../unit/cli/run-command.js";
import { isPossible, openPage } from "./console-browser.js";
import { startDemonstration } from "./demonstration-server.js";

describe.skipIf(!isPossible)("the console", () => {
  let browser: Browser;
  let server: Server;
  const problems: string[] = [];

  beforeAll(async () => {
    server = await startDemonstration({
      ipam: { port: 0, rolesFile: undefined, securityIds: undefined, tls: undefined, callbackActions: "session" },
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close(0);
  });

  async function open(hash: string, options: BrowserContextOptions = {}, url = `${server.url}/`): Promise<Page> {
    problems.length = 0;
    return (await openPage(browser, `${url}${hash}`, options, problems)).page;
  }

  const valid = (page: Page) => page.locator(".verdict.good").waitFor();

  it("says what there is, in two languages", async () => {
    const page = await open("");
    await page.getByRole("heading", { level: 1, name: "veloconnect" }).waitFor();
    expect(await page.locator(".card").count()).toBeGreaterThan(5);
    await takePicture(page, "overview-light");
    await page.getByLabel("Language").selectOption("de");
    await page.getByText("Wählen Sie eine Operation").waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("de");
    await page.reload();
    await page.getByText("Wählen Sie eine Operation").waitFor();
    await page.close();
    const german = await open("", { locale: "de-DE" });
    await german.getByText("Wählen Sie eine Operation").waitFor();
    expect(problems).toEqual([]);
    await german.close();
  });

  it("finds an operation, and sends a valid sample of it through every binding", async () => {
    const page = await open("");
    await page.getByRole("searchbox").fill("v1_0.getstatus");
    await page.getByRole("link", { name: "GetStatus", exact: true }).first().click();
    for (const binding of ["SOAP 1.1", "SOAP 1.2", "XML POST"]) {
      await page.getByRole("button", { name: binding, exact: true }).click();
      await valid(page);
      await page.locator(".cm-content").waitFor();
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.locator(".answer .status.good").waitFor();
      expect(await page.locator(".answer-body").textContent()).toMatch(/ResponseCode>200</);
    }
    await takePicture(page, "operation-light");
    expect(problems).toEqual([]);
    await page.close();
  });

  it("sends parameters of a URL", async () => {
    const page = await open("#/explore/veloconnect/VeloconnectUrl.GetProfile");
    await valid(page);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    expect(await page.locator(".answer-body").textContent()).toContain("GetProfileResponse");
    // What is not there, or not so, is said at its line.
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("RequestName=Nothing");
    await page.getByText("The parameter BuyersID is missing.").waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  it("keeps form and text in step, and says what is wrong at line and column", async () => {
    const page = await open("#/explore/veloconnect/TransactionV1_0.GetStatus");
    await valid(page);
    await page.locator(".cm-content").waitFor();
    await page.getByRole("button", { name: "Add IsTest" }).click();
    await page.getByRole("combobox", { name: /IsTest/ }).selectOption("true");
    expect(await page.locator(".cm-content").textContent()).toContain("<IsTest>true</IsTest>");
    await page.getByRole("textbox", { name: /BuyersID/ }).fill("4711");
    expect(await page.locator(".cm-content").textContent()).toContain("<BuyersID>4711</BuyersID>");
    await valid(page);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>\n<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID>1</BuyersID><Credential><Password>x</Password></Credential>\n  <IsTest>perhaps</IsTest></GetStatusRequest></soap:Body></soap:Envelope>',
    );
    await page.locator(".verdict.bad").waitFor();
    expect(await page.locator(".verdict .place").first().textContent()).toMatch(/^3:/);
    expect(await page.locator(".verdict .rule").first().textContent()).toContain("cvc-");
    await takePicture(page, "issues-light");
    await page.getByRole("button", { name: "Remove IsTest" }).click();
    await valid(page);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("completes what may stand next, and another operation's message is not this one's", async () => {
    const page = await open("#/explore/veloconnect/TransactionV1_0.GetStatus");
    await valid(page);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID>1</BuyersID><Credential><Password>x</Password></Credential>',
    );
    await page.keyboard.type("<");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    const options = await page.locator(".cm-tooltip-autocomplete .cm-completionLabel").allTextContents();
    expect(options).toContain("TransactionID");
    expect(options).not.toContain("BuyersID");
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><RollbackRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID>1</BuyersID><Credential><Password>x</Password></Credential><TransactionID>T</TransactionID></RollbackRequest></soap:Body></soap:Envelope>',
    );
    await page.getByText("The operation takes <GetStatusRequest>", { exact: false }).waitFor();
    await page.close();
  });

  it("takes faults apart, compares answers, and keeps requests without passwords", async () => {
    const page = await open("#/explore/veloconnect/TransactionV1_0.GetStatus");
    await valid(page);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><No xmlns="urn:x"/></soap:Body></soap:Envelope>',
    );
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".fault").waitFor();
    expect(await page.locator(".fault").textContent()).toMatch(/Client/);
    await page.getByRole("button", { name: "Compare with before" }).click();
    expect(await page.locator(".line.new").count()).toBeGreaterThan(0);
    const kept = (await page.evaluate("localStorage.getItem('soapwright.history')")) as string;
    expect(kept).toContain("GetStatusRequest");
    expect(kept).not.toContain("bicycle");
    await page.locator(".history summary").click();
    expect(await page.locator(".history li").count()).toBe(2);
    await page.close();
  });

  it("shows a contract whose binding browsers do not speak", async () => {
    const page = await open("#/explore/ipam/IIpamOperationWithProgress.StartOperationWithCallback");
    await valid(page);
    await page.getByText("net.tcp, which browsers do not", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Contract", exact: true }).click();
    await page.locator(".tree summary").first().waitFor();
    await takePicture(page, "ipam-light");
    expect(problems).toEqual([]);
    await page.close();
  });

  it("shows requests, machines and instances as they come", async () => {
    const page = await open("#/live");
    await page.getByText("Connected").waitFor();
    const query = "RequestName=CreateTextSearchRequest&BuyersID=demo&Password=bicycle&SearchString=tyre";
    const response = await fetch(`${server.url}/veloconnect?${query}`);
    const transactionId = /TransactionID>([^<]+)</.exec(await response.text())?.[1] ?? "";
    expect(transactionId).not.toBe("");
    await page.getByRole("cell", { name: "CreateTextSearch" }).first().waitFor();
    expect(await page.locator("main").textContent()).not.toContain("bicycle");
    await page.getByRole("link", { name: /^TextSearch/ }).click();
    await page.locator(".tally[visibility=visible]").waitFor();
    expect(await page.locator(".tally[visibility=visible] text").textContent()).toBe("1");
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "live-light");
    await page.getByRole("searchbox").fill(transactionId);
    await page.locator("tbody a").first().click();
    await page.locator(".timeline li").first().waitFor();
    expect(await page.locator(".machine .here").count()).toBe(1);
    // The arrows that it has gone along are marked, with their commands: into the machine, and "find".
    expect(await page.locator(".machine .arrow.taken").count()).toBe(2);
    expect(await page.locator(".machine text.taken").allTextContents()).toEqual(["find"]);
    await takePicture(page, "instance-light");
    expect(problems).toEqual([]);
    await page.close();
  });

  it("stands in a folder without a server: messages are written, checked and copied", async () => {
    const place = new Workplace();
    const wsdl = fileURLToPath(new URL("../../examples/repair-order/repair-order.wsdl", import.meta.url));
    expect(await place.run("docs", wsdl, "--out", "site", "--console")).toMatchObject({ status: 0, stderr: "" });
    // Nobody's file is in the way the second time.
    expect((await place.run("docs", wsdl, "--out", "site", "--console")).stdout).toContain(" 0 changed");
    const page = await open(
      "",
      { permissions: ["clipboard-read", "clipboard-write"] },
      pathToFileURL(join(place.folder, "site/index.html")).href,
    );
    await page.getByRole("link", { name: "Write and check messages" }).click();
    await page.getByRole("link", { name: "BringIn", exact: true }).first().click();
    await valid(page);
    await page.getByRole("textbox", { name: /Bicycle/ }).fill("red");
    expect(await page.locator(".cm-content").textContent()).toContain("red");
    expect(await page.getByRole("button", { name: "Send", exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "curl", exact: true }).click();
    await page.getByText("✓ Copied").waitFor();
    await takePicture(page, "static");
    expect(problems).toEqual([]);
    await page.close();
    place.remove();
  });

  it("is an element of a page of one's own, whose look it leaves alone", async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    // In a folder of its own: other tests compile the examples at the same time.
    execFileSync("npx", ["tsc", "-p", "examples/tsconfig.json", "--incremental", "false", "--outDir", "build/console-example"], {
      cwd: root,
    });
    const example = spawn(process.execPath, [join(root, "build/console-example/own-console/main.js")], {
      cwd: join(root, "examples/own-console"),
      env: { ...process.env, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line]: unknown[] = await once(example.stdout, "data");
    const url = /http:\S+/.exec(String(line))?.[0] ?? "";
    const page = await open("", {}, url);
    await page.getByRole("heading", { level: 1, name: "Exchange office" }).waitFor();
    await page.getByRole("link", { name: "Convert", exact: true }).first().click();
    await valid(page);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")).toMatch(/Times|serif/);
    await takePicture(page, "embedded");
    // Taken out and put back, it is there again.
    await page.evaluate("{ const e = document.querySelector('soapwright-console'); e.remove(); document.body.append(e); }");
    await valid(page);
    expect(problems).toEqual([]);
    await page.close();
    example.kill("SIGTERM");
    expect(await once(example, "exit")).toEqual([0, null]);
  });

  it("is one server with the service that it shows", async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const example = spawn(process.execPath, [join(root, "build/console-example/own-console/served.js")], {
      cwd: join(root, "examples/own-console"),
      env: { ...process.env, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line]: unknown[] = await once(example.stdout, "data");
    const page = await open("", {}, /http:\S+/.exec(String(line))?.[0] ?? "");
    await page.getByRole("link", { name: "Convert", exact: true }).first().click();
    await valid(page);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    expect(problems).toEqual([]);
    await page.close();
    example.kill("SIGTERM");
    expect(await once(example, "exit")).toEqual([0, null]);
  });

  it("sends to a service elsewhere through its relay, though the service lets no other origin read", async () => {
    const asked: string[] = [];
    const service = await listen(
      toFetchHandler(async (request) => {
        asked.push(new TextDecoder().decode(await request.readBody(10_000)));
        return {
          status: 200,
          headers: { "content-type": "text/xml" },
          body: "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'/>",
        };
      }),
      { port: 0 },
    );
    const port = `${service.url}/repairs`;
    const folder = fileURLToPath(new URL("../../examples/repair-order/", import.meta.url));
    const read = (name: string): string => readFileSync(folder + name, "utf8");
    const wsdl = read("repair-order.wsdl").replace(/location="http[^"]*"/, `location="${port}"`);
    const shown = createConsole({
      services: [
        {
          id: "repairs",
          title: "Repairs",
          contract: { main: "repair-order.wsdl", documents: { "repair-order.wsdl": wsdl, "repair-order.xsd": read("repair-order.xsd") } },
        },
      ],
      relay: { found: [port], named: ["http://127.0.0.1:9/else"] },
    });
    const listening = await listen(shown, { port: 0 });
    const page = await open("#/explore/repairs/RepairOrders.GetStatus", {}, `${listening.url}/console/`);
    await valid(page);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    expect(asked).toEqual([expect.stringContaining("<GetStatus")]);
    expect(await page.locator(".answer-body").textContent()).toContain("Envelope");
    // A redirect or a failure of the relay is said in its words.
    await page.getByLabel("Address").selectOption("http://127.0.0.1:9/else");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("ECONNREFUSED", { exact: false }).waitFor();
    expect(problems.filter((problem) => !problem.includes("502"))).toEqual([]);
    await page.close();
    await listening.close(0);
    await service.close(0);
  });

  it("runs nothing of what contracts and messages say", async () => {
    const attack = `&lt;img src=x onerror="document.title='run'">&lt;script>document.title='run'&lt;/script>`;
    const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:t" targetNamespace="urn:t">
<types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">
<element name="Ask"><annotation><documentation>${attack}</documentation></annotation><complexType><sequence><element name="Text" default="${attack.replaceAll('"', "'")}"><simpleType><restriction base="string"><enumeration value="${attack.replaceAll('"', "'")}"/></restriction></simpleType></element></sequence></complexType></element></schema></types>
<message name="Ask"><part name="body" element="tns:Ask"/></message>
<portType name="Asking"><documentation>${attack}</documentation><operation name="ask"><documentation>${attack}</documentation><input message="tns:Ask"/><output message="tns:Ask"/></operation></portType>
<binding name="AskingSoap" type="tns:Asking"><soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
<operation name="ask"><soap:operation soapAction="javascript:document.title='run'"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="Asking"><documentation>${attack}</documentation><port name="Asking" binding="tns:AskingSoap"><soap:address location="javascript:document.title='run'"/></port></service></definitions>`;
    const shown = createConsole({
      base: "/c",
      services: [
        {
          id: "asking",
          title: `<img src=x onerror="document.title='run'">`,
          path: "/asking",
          contract: { main: "t.wsdl", documents: { "t.wsdl": wsdl } },
        },
      ],
    });
    const answer = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>${attack}</faultstring><detail><h:script xmlns:h="http://www.w3.org/1999/xhtml">document.title='run'</h:script></detail></s:Fault></s:Body></s:Envelope>`;
    const handler = toFetchHandler(async (request) =>
      request.path === "/asking" ? { status: 500, headers: { "content-type": "text/xml" }, body: answer } : shown.exchange(request),
    );
    const listening = await listen(handler, { port: 0 });
    const page = await open("#/explore/asking/Asking.ask", {}, `${listening.url}/c/`);
    await valid(page);
    await page.getByRole("button", { name: "Contract", exact: true }).click();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".fault").waitFor();
    expect(await page.locator(".fault").textContent()).toContain("<script>");
    expect(await page.locator("main img, main script").count()).toBe(0);
    await page.locator(".mark").click();
    await page.locator(".card").waitFor();
    expect(await page.title()).toBe("soapwright");
    expect(problems.filter((problem) => !problem.includes("500"))).toEqual([]);
    await page.close();
    await listening.close(0);
  });
});
