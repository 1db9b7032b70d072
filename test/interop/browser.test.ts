/**
 * The runtime and generated code in a real browser and in a worker of it.
 *
 * Needs a Chromium: CHROMIUM names one, else /usr/bin/chromium is tried. Everything is served from a data URL; nothing leaves the machine.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, launchBrowser } from "../support/browser.js";
import { esbuildAlias } from "../support/package-exports.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const program = `
  import { decode, encode, tryDecode } from "soapwright";
  import { transaction16 } from "./generated/veloconnect/index.js";
  const { GetStatusResponseElement } = transaction16;
  const value = {
    buyersID: { $value: "Größe & <Wert>" }, responseCode: 200, transactionID: "T-1", statusCode: 199,
    transactionStatus: [{ transactionId: "T-1", statusCode: 199, transaction: "B2XSale" }],
  };
  const bytes = encode(GetStatusResponseElement, value);
  const text = new TextDecoder().decode(bytes);
  const again = decode(GetStatusResponseElement, bytes);
  const refused = tryDecode(GetStatusResponseElement, text.replaceAll("199", "200"));
  globalThis.answer = { text, again, issues: refused.ok ? [] : refused.issues.map(({ id, path }) => id + " " + path) };
  if (typeof importScripts === "function") postMessage(globalThis.answer);
`;

describe.skipIf(!hasChromium)("in Chromium", () => {
  let browser: Browser;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const bundled = await build({
      stdin: { contents: program, resolveDir: root, loader: "ts" },
      bundle: true,
      format: "iife",
      write: false,
      alias: esbuildAlias,
    });
    const code = bundled.outputFiles[0]?.text ?? "";
    // A strict policy: the runtime must do without eval.
    const policy = "default-src 'none'; script-src 'self'; worker-src 'self'";
    server = createServer((request, response) => {
      const isScript = request.url === "/code.js";
      response.setHeader("content-type", isScript ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
      response.setHeader("content-security-policy", policy);
      response.end(isScript ? code : "<!doctype html><title>soapwright</title><script src=/code.js></script>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A listening TCP server's address is an AddressInfo.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const expected = {
    again: {
      buyersID: { $value: "Größe & <Wert>" },
      responseCode: 200,
      transactionID: "T-1",
      statusCode: 199,
      transactionStatus: [{ transactionId: "T-1", statusCode: 199, transaction: "B2XSale" }],
    },
    issues: [
      "cvc-maxInclusive-valid /GetStatusResponse/StatusCode",
      "cvc-maxInclusive-valid /GetStatusResponse/TransactionStatus[1]/StatusCode",
    ],
  };

  it("decodes, encodes and refuses on a page", async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(url);
    expect(await page.evaluate("answer")).toMatchObject(expected);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("does the same in a worker", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const answer = await page.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker("/code.js");
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
    })`);
    expect(answer).toMatchObject(expected);
    await page.close();
  });
});
