/**
 * Trying an operation in a real browser: by keyboard alone, with headers and a login, as a form, with a typed answer, and how much work the page is.
 *
 * Needs a Chromium (CHROMIUM names one, else /usr/bin/chromium is tried) and `npm run build`. SCREENSHOTS names a folder for pictures.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { console as createConsole } from "../../src/console/index.js";
import { type Listening, listen } from "../../src/node/http-server.js";
import type { HttpRequest } from "../../src/service/exchange.js";
import { toFetchHandler } from "../../src/service/fetch-adapter.js";
import { findViolations, launchBrowser, takePicture } from "../support/browser.js";
import { isPossible } from "./console-browser.js";

const answer = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Converted xmlns="urn:example:currency"><Amount>1.00</Amount></Converted></e:Body></e:Envelope>`;

/** An operation by form POST. */
const formWsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:f" targetNamespace="urn:f">
<types><xs:schema targetNamespace="urn:f"><xs:element name="Done" type="xs:string"/></xs:schema></types>
<message name="In"><part name="Name" type="xs:string"/><part name="Count" type="xs:int"/></message><message name="Out"><part name="body" element="tns:Done"/></message>
<portType name="Forms"><operation name="Save"><input message="tns:In"/><output message="tns:Out"/></operation></portType>
<binding name="FormsPost" type="tns:Forms"><http:binding verb="POST"/><operation name="Save"><http:operation location="/save"/><input><mime:content type="application/x-www-form-urlencoded"/></input><output><mime:mimeXml part="body"/></output></operation></binding>
<service name="Forms"><port name="FormsPost" binding="tns:FormsPost"><http:address location="http://127.0.0.1/forms"/></port></service></definitions>`;

/** An operation whose message has a choice. */
const choiceWsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:t" targetNamespace="urn:t">
<types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified"><element name="Ask"><complexType><sequence>
<element name="Name" type="string"/><choice><element name="Post" type="string"/><element name="Mail" type="string"/></choice><element name="Note" type="string" minOccurs="0" maxOccurs="unbounded"/>
</sequence></complexType></element></schema></types>
<message name="Ask"><part name="body" element="tns:Ask"/></message>
<portType name="Asking"><operation name="ask"><input message="tns:Ask"/></operation></portType>
<binding name="AskingSoap" type="tns:Asking"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="ask"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding></definitions>`;

describe.skipIf(!isPossible)("an operation is tried", () => {
  let browser: Browser;
  let server: Listening;
  let requests: { readonly request: HttpRequest; readonly body: string }[] = [];

  beforeAll(async () => {
    const wsdl = readFileSync(fileURLToPath(new URL("../../examples/currency/currency.wsdl", import.meta.url)), "utf8");
    const shown = createConsole({
      services: [
        { id: "currency", title: "Currency", path: "/currency", contract: { main: "currency.wsdl", documents: { "currency.wsdl": wsdl } } },
        { id: "choices", title: "Choices", contract: { main: "t.wsdl", documents: { "t.wsdl": choiceWsdl } } },
        { id: "forms", title: "Forms", path: "/forms", contract: { main: "f.wsdl", documents: { "f.wsdl": formWsdl } } },
      ],
    });
    const handler = toFetchHandler(async (request) => {
      if (request.path.startsWith("/console")) return shown.exchange(request);
      requests.push({ request, body: new TextDecoder().decode(await request.readBody(100_000)) });
      return { status: 200, headers: { "content-type": "text/xml" }, body: answer };
    });
    server = await listen(handler, { port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close(0);
  });
  beforeEach(() => {
    requests = [];
  });

  async function open(hash: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1360, height: 1000 }, locale: "en-US" });
    await page.goto(`${server.url}/console/${hash}`);
    return page;
  }

  /** The name of what has the focus, in whatever shadow tree. */
  const focused = (page: Page): Promise<string> =>
    page.evaluate(`{ let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
      (e?.getAttribute("aria-label") ?? e?.labels?.[0]?.textContent ?? e?.textContent ?? "").trim(); }`);

  async function tabTo(page: Page, name: RegExp): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if (name.test(await focused(page))) return;
    }
    throw new Error(`Tab does not lead to ${name}`);
  }

  it("by keyboard alone, from the first page to the answer", async () => {
    const page = await open("");
    await page.locator(".card").first().waitFor();
    await tabTo(page, /^Find an operation$/);
    await page.keyboard.type("convert");
    await tabTo(page, /^Convert$/);
    await page.keyboard.press("Enter");
    await page.locator(".verdict.good").waitFor();
    await page.locator(".cm-content").waitFor();
    await tabTo(page, /^Amount/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("12.50");
    await tabTo(page, /^Message$/);
    await page.keyboard.press("Control+Enter");
    await page.locator(".answer .status.good").waitFor();
    expect(requests[0]?.body).toContain("<Amount>12.50</Amount>");
    await tabTo(page, /^Typed$/);
    await page.keyboard.press("Space");
    await page.getByText("Valid by the contract").waitFor();
    expect(await page.locator(".typed").textContent()).toMatch(/Converted.*Amount AmountType 1\.00/);
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "typed-light");
    await page.close();
  });

  it("with who asks, by HTTP and by WS-Security, and headers of one's own, which no history has", async () => {
    const page = await open("#/explore/currency/Currency.Convert");
    await page.locator(".verdict.good").waitFor();
    await page.locator(".credentials summary").click();
    await page.getByLabel("More HTTP headers").fill("X-Api-Key: 4711");
    await page.getByLabel("Authentication", { exact: true }).selectOption("basic");
    await page.getByLabel("User", { exact: true }).fill("eva");
    await page.getByLabel("Password", { exact: true }).fill("g'heim");
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "credentials-light");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    await page.getByLabel("Authentication", { exact: true }).selectOption("token");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("button", { name: "Compare with before" }).waitFor();
    const [basic, token] = requests;
    expect(basic?.request.headers.get("x-api-key")).toBe("4711");
    expect(basic?.request.headers.get("authorization")).toBe(`Basic ${Buffer.from("eva:g'heim").toString("base64")}`);
    expect(token?.request.headers.get("authorization")).toBeNull();
    expect(token?.body).toMatch(/<soap:Header><wsse:Security.*<wsse:Username>eva<.*g'heim<\/wsse:Password>/);
    expect(await page.evaluate("JSON.stringify(localStorage)")).not.toContain("heim");
    await page.close();
  });

  it("whose content model is drawn", async () => {
    const page = await open("#/explore/choices/Asking.ask");
    await page.getByRole("button", { name: "Contract", exact: true }).click();
    const diagram = page.locator(".diagram").first();
    await diagram.waitFor();
    expect(await diagram.locator(".sequence > .box b").allTextContents()).toEqual(["Name", "Note"]);
    expect(await diagram.locator(".choice > .box b").allTextContents()).toEqual(["Post", "Mail"]);
    expect(await diagram.locator(".box.optional.repeated b").allTextContents()).toEqual(["Note"]);
    expect(await diagram.locator(".box small").last().textContent()).toContain("0..∞");
    expect(await findViolations(page)).toEqual([]);
    await takePicture(page, "diagram-light");
    await page.close();
  });

  it("as a form", async () => {
    const page = await open("#/explore/forms/Forms.Save");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("Name=Müller & Söhne\nCount=2");
    await page.locator(".verdict.good").waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".answer .status.good").waitFor();
    const { request, body } = requests[0] ?? {};
    expect([request?.method, request?.path, request?.headers.get("content-type")]).toEqual([
      "POST",
      "/forms/save",
      "application/x-www-form-urlencoded",
    ]);
    expect(body).toBe("Name=M%C3%BCller+%26+S%C3%B6hne&Count=2");
    await page.close();
  });

  it("on a page that is little work: a second on a machine of its own, no more than five anywhere", async () => {
    const page = await open("");
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    await page.goto(`${server.url}/console/#/explore/currency/Currency.Convert`);
    await page.reload();
    await page.locator(".verdict.good").waitFor();
    const { metrics } = await session.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.POSITIVE_INFINITY;
    globalThis.console.info(`console: checked after ${seconds.toFixed(2)} s of work`);
    expect(seconds).toBeLessThan(5);
    await page.close();
  });
});
