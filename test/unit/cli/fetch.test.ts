/**
 * `soapwright fetch` against servers on the loopback interface, obliging and hostile ones.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchContract } from "../../../codegen/tools/fetch/fetch-contract.js";
import { VendoredNames } from "../../../codegen/tools/fetch/vendored-names.js";
import { Workplace } from "./run-command.js";

const xs = "http://www.w3.org/2001/XMLSchema";

function schema(namespace: string, body: string): string {
  return `<xs:schema xmlns:xs="${xs}" targetNamespace="${namespace}" xmlns:p="urn:party" elementFormDefault="qualified">${body}</xs:schema>`;
}

function wsdl(types: string, rest = ""): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:x="urn:shop"
    xmlns:w="urn:w" targetNamespace="urn:w">${rest}<types>${types}</types>
  <message name="in"><part name="p" element="x:Order"/></message>
  <portType name="Shop"><operation name="Buy"><input message="w:in"/></operation></portType>
  <binding name="B" type="w:Shop"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Buy"><soap:operation soapAction="buy"/><input><soap:body use="literal"/></input></operation></binding>
</definitions>`;
}

const importing = (...imports: readonly (readonly [string, string])[]): string =>
  schema(
    "urn:types",
    imports.map(([namespace, location]) => `<xs:import namespace="${namespace}" schemaLocation="${location}"/>`).join(""),
  );

type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

let place: Workplace;
let server: Server;
let origin: string;
let pages: Map<string, Answer>;
let requests: string[];

beforeEach(async () => {
  place = new Workplace();
  pages = new Map();
  requests = [];
  server = createServer((request, response) => {
    requests.push(request.url ?? "");
    const page = pages.get(request.url ?? "");
    if (page === undefined) response.writeHead(404).end("no such page");
    else if (typeof page === "string") response.end(page);
    else page(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  place.remove();
});

function host(): string {
  return origin.slice("http://".length).replace(":", "_");
}

function files(folder = "c"): readonly string[] {
  if (!existsSync(join(place.folder, folder))) return [];
  return readdirSync(join(place.folder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(place.folder, folder).length + 1))
    .sort();
}

const order = (imports = ""): string => schema("urn:shop", `${imports}<xs:element name="Order" type="xs:string"/>`);

/** A service whose schemas have query strings for names, import each other in a loop, and lie in two folders under one name. */
function serveShop(): void {
  pages.set(
    "/svc/Shop.asmx?wsdl",
    wsdl(importing(["urn:shop", "?xsd=xsd0"], ["urn:a", "a/types.xsd"], ["urn:b", `${origin}/svc/b/types.xsd`])),
  );
  pages.set(
    "/svc/Shop.asmx?xsd=xsd0",
    order(`<xs:import namespace="urn:party" schemaLocation="/common/party.xsd"/><xs:include schemaLocation="Shop.asmx?xsd=xsd1"/>`),
  );
  pages.set("/svc/Shop.asmx?xsd=xsd1", schema("urn:shop", '<xs:element name="Line" type="xs:int"/>'));
  pages.set("/svc/Shop.asmx", "<html/>");
  pages.set("/svc/a/types.xsd", schema("urn:a", '<xs:include schemaLocation="part.xsd"/>'));
  pages.set("/svc/a/part.xsd", schema("urn:a", '<xs:element name="A"/>'));
  pages.set("/svc/b/types.xsd", schema("urn:b", '<xs:include schemaLocation="part.xsd"/>'));
  pages.set("/svc/b/part.xsd", schema("urn:b", '<xs:element name="B"/>'));
  pages.set("/common/party.xsd", (_, response) => void response.writeHead(302, { location: "/v2/party/main.xsd" }).end());
  pages.set(
    "/v2/party/main.xsd",
    schema(
      "urn:party",
      `<xs:import namespace="urn:shop" schemaLocation="../../svc/Shop.asmx?xsd=xsd0"/><xs:include schemaLocation="more.xsd"/>`,
    ),
  );
  pages.set("/v2/party/more.xsd", schema("urn:party", '<xs:element name="Party"/>'));
}

describe("a contract with imports", () => {
  beforeEach(serveShop);

  it("is copied unchanged, with lock and catalogue, and generates without the network", async () => {
    const url = `${origin}/svc/Shop.asmx?wsdl`;
    expect(await place.run("fetch", url, "--out", "c")).toMatchObject({ status: 0, stdout: "c: 9 documents\n" });
    expect(files()).toEqual([
      `${host()}/svc/Shop.asmx-xsd-xsd0.xsd`,
      `${host()}/svc/Shop.asmx-xsd-xsd1.xsd`,
      `${host()}/svc/Shop.asmx.wsdl`,
      `${host()}/svc/a/part.xsd`,
      `${host()}/svc/a/types.xsd`,
      `${host()}/svc/b/part.xsd`,
      `${host()}/svc/b/types.xsd`,
      `${host()}/v2/party/main.xsd`,
      `${host()}/v2/party/more.xsd`,
      "catalog.json",
      "soapwright.lock.json",
    ]);
    expect(place.read(`c/${host()}/svc/Shop.asmx.wsdl`)).toBe(pages.get("/svc/Shop.asmx?wsdl"));
    const lock = JSON.parse(place.read("c/soapwright.lock.json"));
    expect(lock).toMatchObject({ lockfileVersion: 1, entries: [url], missing: [] });
    expect(lock.documents[0]).toEqual({
      url,
      file: `${host()}/svc/Shop.asmx.wsdl`,
      hash: expect.stringMatching(/^sha256-[0-9a-f]{64}$/),
    });

    const asked = requests.length;
    for (const entry of [url, `c/${host()}/svc/Shop.asmx.wsdl`]) {
      expect(await place.run("generate", entry, "--catalog", "c/catalog.json", "--out", "out")).toMatchObject({ status: 0, stderr: "" });
      for (const name of ["A", "B", "Line", "Order", "Party"]) expect(place.read("out/index.ts")).toContain(`}${name}"`);
      rmSync(join(place.folder, "out"), { recursive: true });
    }
    expect(requests).toHaveLength(asked);
  });

  it("asks for each document once", async () => {
    await place.run("fetch", `${origin}/svc/Shop.asmx?wsdl`, "--out", "c");
    expect([...requests].sort()).toEqual([...new Set(requests)].sort());
  });

  it("is the same when nothing has changed, and refused when something has", async () => {
    const url = `${origin}/svc/Shop.asmx?wsdl`;
    await place.run("fetch", url, "--out", "c");
    const lock = place.read("c/soapwright.lock.json");
    expect((await place.run("fetch", url, "--out", "c")).status).toBe(0);
    expect(await place.run("fetch", "--check", "--out", "c")).toMatchObject({ status: 0, stdout: "" });
    expect(place.read("c/soapwright.lock.json")).toBe(lock);

    pages.set("/svc/a/types.xsd", schema("urn:a", '<xs:include schemaLocation="other.xsd"/>'));
    pages.set("/svc/a/other.xsd", schema("urn:a", ""));
    const said = [
      `c/${host()}/svc/a/part.xsd: no longer part of the contract (${origin}/svc/a/part.xsd)`,
      `c/${host()}/svc/a/types.xsd: changed at its server (${origin}/svc/a/types.xsd)`,
      `c/${host()}/svc/a/other.xsd: new (${origin}/svc/a/other.xsd)`,
    ];
    for (const flags of [[url], ["--check"]]) {
      const { status, stdout, stderr } = await place.run("fetch", ...flags, "--out", "c");
      expect({ status, lines: stdout.trim().split("\n") }).toEqual({ status: 1, lines: said });
      expect(stderr).toContain("--update");
    }
    expect(place.read("c/soapwright.lock.json")).toBe(lock);
    expect(files()).toContain(`${host()}/svc/a/part.xsd`);

    expect((await place.run("fetch", "--update", "--out", "c")).status).toBe(0);
    expect(files()).toContain(`${host()}/svc/a/other.xsd`);
    expect(files()).not.toContain(`${host()}/svc/a/part.xsd`);
    expect((await place.run("fetch", "--check", "--out", "c")).status).toBe(0);
  });

  it("notices edits and deletions in the folder, offline too", async () => {
    const url = `${origin}/svc/Shop.asmx?wsdl`;
    await place.run("fetch", url, "--out", "c");
    expect(await place.run("fetch", "--check", "--offline", "--out", "c")).toMatchObject({ status: 0, stdout: "" });
    const edited = `c/${host()}/svc/a/part.xsd`;
    place.write(edited, "mine");
    rmSync(join(place.folder, `c/${host()}/svc/b/part.xsd`));
    const asked = requests.length;
    const { status, stdout } = await place.run("fetch", "--check", "--offline", "--out", "c");
    expect(status).toBe(1);
    expect(stdout).toContain(`${edited}: edited in this folder`);
    expect(stdout).toContain("deleted in this folder");
    expect(requests).toHaveLength(asked);
    expect((await place.run("fetch", "--out", "c")).status).toBe(1);
    expect(place.read(edited)).toBe("mine");
    expect((await place.run("fetch", "--update", "--out", "c")).status).toBe(0);
    expect((await place.run("fetch", "--check", "--out", "c")).status).toBe(0);
  });

  it("brings a deleted file back", async () => {
    await place.run("fetch", `${origin}/svc/Shop.asmx?wsdl`, "--out", "c");
    rmSync(join(place.folder, `c/${host()}`), { recursive: true });
    expect((await place.run("fetch", "--out", "c")).status).toBe(0);
    expect(files()).toHaveLength(11);
  });

  it("takes another contract into the same folder", async () => {
    await place.run("fetch", `${origin}/svc/a/types.xsd`, "--out", "c");
    expect(files()).toHaveLength(4);
    expect((await place.run("fetch", `${origin}/svc/b/types.xsd`, "--out", "c")).status).toBe(0);
    expect(files()).toHaveLength(6);
    expect(JSON.parse(place.read("c/soapwright.lock.json")).entries).toHaveLength(2);
  });

  it("writes JSON", async () => {
    const { stdout } = await place.run("fetch", `${origin}/svc/a/types.xsd`, "--out", "c", "--format", "json");
    expect(JSON.parse(stdout)).toEqual({ out: "c", ok: true, written: true, documents: 2, changes: [], failures: [] });
  });

  it("writes over nothing that it did not write", async () => {
    place.write(`c/${host()}/svc/a/types.xsd`, "mine");
    expect(await place.run("fetch", `${origin}/svc/a/types.xsd`, "--out", "c")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("in the way"),
    });
    expect(files()).toEqual([`${host()}/svc/a/types.xsd`]);
    place.write("d/catalog.json", "{}");
    expect((await place.run("fetch", `${origin}/svc/a/types.xsd`, "--out", "d")).status).toBe(2);
    expect(files("d")).toEqual(["catalog.json"]);
  });
});

describe("local contracts", () => {
  it("are copied with what they import", async () => {
    place.write("theirs/a.xsd", schema("urn:a", '<xs:include schemaLocation="sub/b%20c.xsd"/><xs:include schemaLocation="../up.xsd"/>'));
    place.write("theirs/sub/b c.xsd", schema("urn:a", '<xs:element name="B"/>'));
    place.write("up.xsd", schema("urn:a", '<xs:element name="Up"/>'));
    expect(await place.run("fetch", "theirs/a.xsd", "--out", "c")).toMatchObject({ status: 0 });
    expect(files()).toEqual(["a.xsd", "catalog.json", "outside/up.xsd", "soapwright.lock.json", "sub/b-c.xsd"]);
    rmSync(join(place.folder, "theirs"), { recursive: true });
    rmSync(join(place.folder, "up.xsd"));
    expect(await place.run("generate", "c/a.xsd", "--catalog", "c/catalog.json", "--out", "out")).toMatchObject({ status: 0, stderr: "" });
    expect(place.read("out/index.ts")).toContain('}Up"');
  });
});

const silent: Answer = () => undefined;

describe("what cannot be fetched", () => {
  it.each<readonly [string, Answer | undefined, string]>([
    ["a page that is not there", undefined, "404"],
    ["a login page", "<html><body/></html>", 'the root element is "html"'],
    ["what is not well-formed", "<a><b></a>", "line 1: "],
    ["a redirect loop", (_, response) => void response.writeHead(302, { location: "/x" }).end(), "redirects"],
    [
      "a redirect to a local file",
      (_, response) => void response.writeHead(302, { location: "file:///etc/passwd" }).end(),
      "a redirect to",
    ],
    ["a redirect to no URL", (_, response) => void response.writeHead(302, { location: "http://[" }).end(), "not a URL"],
    ["a connection that breaks", (request) => void request.socket.destroy(), ""],
    [
      "a body that breaks",
      (_, response) => void response.writeHead(200, { "content-length": "99" }).write("<a", () => response.destroy()),
      "",
    ],
    ["a body that never ends", endless, "more than 100000 bytes"],
    ["a small body that unpacks to a large one", zipBomb, "more than 100000 bytes"],
    ["a server that says nothing", silent, "no answer in 1 seconds"],
  ])("%s", async (_, page, said) => {
    if (page !== undefined) pages.set("/x", page);
    pages.set("/main.xsd", schema("urn:a", `<xs:include schemaLocation="x"/>`));
    // Only the silent server is waited for; all others answer, on a busy machine later.
    const timeout = page === silent ? 1000 : 60_000;
    const limits = { maxDocuments: 10, maxDepth: 10, maxBytes: 100_000, maxTotalBytes: 1_000_000, maxRedirects: 5, timeout };
    const options = { limits, headers: new Map(), names: new Map(), allowPrivate: false };
    const fetched = (path: string) => fetchContract([`${origin}${path}`], options);
    const failure = { url: `${origin}/x`, reason: expect.stringContaining(said) };
    expect(await fetched("/x")).toMatchObject({ documents: [], failures: [{ ...failure, from: undefined }] });
    const from = { url: `${origin}/main.xsd`, line: 1, element: "xs:include" };
    expect((await fetched("/main.xsd")).failures).toMatchObject([{ ...failure, from }]);
  });

  it.each([
    ["the entry", "/x", ""],
    ["what it includes", "/main.xsd", ", xs:include in "],
  ])("%s: nothing is written, exit 3", async (_, path, where) => {
    pages.set("/x", endless);
    pages.set("/main.xsd", schema("urn:a", `<xs:include schemaLocation="x"/>`));
    const { status, stdout, stderr } = await place.run("fetch", `${origin}${path}`, "--out", "c", "--max-bytes", "100000");
    expect({ status, stdout, files: files() }).toEqual({ status: 3, stdout: "", files: [] });
    expect(stderr).toContain(`error: "${origin}/x" cannot be fetched: the document has more than 100000 bytes${where}`);
  });

  it("is a warning with --allow-missing, but for the entry", async () => {
    pages.set("/main.xsd", schema("urn:a", '<xs:import namespace="urn:gone" schemaLocation="gone.xsd"/>'));
    expect(await place.run("fetch", `${origin}/main.xsd`, "--out", "c", "--allow-missing")).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("warning: "),
    });
    expect(JSON.parse(place.read("c/soapwright.lock.json")).missing).toEqual([`${origin}/gone.xsd`]);
    expect((await place.run("fetch", `${origin}/gone.xsd`, "--out", "d", "--allow-missing")).status).toBe(3);
  });

  it("a document of the network that refers to a local file", async () => {
    place.write("secret.xsd", schema("urn:secret", ""));
    const secret = `file://${join(place.folder, "secret.xsd")}`;
    pages.set("/main.xsd", importing(["urn:secret", secret]));
    expect(await place.run("fetch", `${origin}/main.xsd`, "--out", "c")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("local file"),
    });
    expect(files()).toEqual([]);
  });

  it("more documents than the limit", async () => {
    let count = 0;
    server.removeAllListeners("request");
    server.on("request", (_, response: ServerResponse) => {
      count += 10;
      const includes = Array.from({ length: 10 }, (__, index) => `<xs:include schemaLocation="${count + index}.xsd"/>`);
      response.end(schema("urn:a", includes.join("")));
    });
    expect(await place.run("fetch", `${origin}/main.xsd`, "--out", "c", "--max-documents", "50")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("more than 50 documents"),
    });
    expect(files()).toEqual([]);
    expect(count).toBeLessThan(10 * 60);
  });

  it("more bytes in all than the limit", async () => {
    const padding = `<!--${"x".repeat(90_000)}-->`;
    const includes = Array.from({ length: 12 }, (_, index) => `<xs:include schemaLocation="${index}.xsd"/>`).join("");
    pages.set("/main.xsd", schema("urn:a", includes));
    for (let index = 0; index < 12; index++) pages.set(`/${index}.xsd`, schema("urn:a", padding));
    expect(await place.run("fetch", `${origin}/main.xsd`, "--out", "c", "--max-total-bytes", "800000")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("more than 800000 bytes"),
    });
  });

  it("a chain of documents that is deeper than the limit", async () => {
    server.removeAllListeners("request");
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const depth = Number(/\d+/.exec(request.url ?? "")?.[0]);
      requests.push(request.url ?? "");
      response.end(schema("urn:a", `<xs:include schemaLocation="${depth + 1}.xsd"/>`));
    });
    expect(await place.run("fetch", `${origin}/0.xsd`, "--out", "c", "--max-depth", "20")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("more than 20 deep"),
    });
    expect(requests).toHaveLength(21);
    expect(files()).toEqual([]);
  });
});

function endless(_: IncomingMessage, response: ServerResponse): void {
  response.write("<a>");
  const chunk = "x".repeat(50_000);
  const go = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", go);
  go();
}

function zipBomb(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-encoding": "gzip" });
  response.end(gzipSync(Buffer.alloc(50_000_000, 0x20)));
}

describe("names", () => {
  it("of hostile URLs stay in the folder", async () => {
    const locations = [
      "..%2f..%2f..%2fescaped.xsd",
      "%2e%2e/%2e%2e/up.xsd",
      "a%00b.xsd",
      "con.xsd",
      "%5c..%5cx.xsd",
      `${"long".repeat(100)}.xsd`,
    ];
    for (const location of locations) pages.set(new URL(location, `${origin}/d/`).href.slice(origin.length), schema("urn:a", ""));
    pages.set("/d/main.xsd", schema("urn:a", locations.map((each) => `<xs:include schemaLocation="${each}"/>`).join("")));
    expect(await place.run("fetch", `${origin}/d/main.xsd`, "--out", "deep/c")).toMatchObject({ status: 0 });
    expect(files("deep/c")).toHaveLength(locations.length + 3);
    expect(files("").filter((file) => !file.startsWith("deep/c/"))).toEqual([]);
    expect((await place.run("generate", `deep/c/${host()}/d/main.xsd`, "--catalog", "deep/c/catalog.json", "--out", "out")).stderr).toBe(
      "",
    );
  });

  it("do not lead through symbolic links", async () => {
    pages.set("/a/x.xsd", schema("urn:a", ""));
    place.write("elsewhere/keep", "");
    mkdirSync(join(place.folder, `c/${host()}`), { recursive: true });
    symlinkSync(join(place.folder, "elsewhere"), join(place.folder, `c/${host()}/a`));
    expect(await place.run("fetch", `${origin}/a/x.xsd`, "--out", "c")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("in the way"),
    });
    expect(files("elsewhere")).toEqual(["keep"]);
    mkdirSync(join(place.folder, "d"));
    symlinkSync(join(place.folder, "elsewhere/catalog"), join(place.folder, "d/catalog.json"));
    expect((await place.run("fetch", `${origin}/a/x.xsd`, "--out", "d")).status).toBe(2);
    expect(files("elsewhere")).toEqual(["keep"]);
  });

  it("in a lock file stay in the folder", async () => {
    const hash = `sha256-${"0".repeat(64)}`;
    for (const file of ["../x.xsd", "/x.xsd", "a//b", "a\\..\\b", "C:x"]) {
      place.write(
        "c/soapwright.lock.json",
        JSON.stringify({ lockfileVersion: 1, entries: [], documents: [{ url: "http://h/x", file, hash }], missing: [] }),
      );
      expect(await place.run("fetch", "--check", "--offline", "--out", "c")).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("lock file"),
      });
    }
  });

  it.each([
    ["http://h/svc?wsdl", "wsdl", "h/svc.wsdl"],
    ["https://h:8443/a/Svc.asmx?WSDL", "wsdl", "h_8443/a/Svc.asmx.wsdl"],
    ["http://h/svc?xsd=xsd0", "xsd", "h/svc-xsd-xsd0.xsd"],
    ["http://h/", "wsdl", "h/index.wsdl"],
    ["http://h/a/b.xsd", "xsd", "h/a/b.xsd"],
    ["http://h/a/.hidden/b.XSD", "xsd", "h/a/hidden/b.XSD"],
    ["http://[::1]:80/a.xsd", "xsd", "__1/a.xsd"],
    ["http://h/gr%C3%BC%C3%9Fe.xsd", "xsd", "h/grüße.xsd"],
  ] as const)("%s is %s %s", (url, kind, want) => {
    expect(new VendoredNames("file:///", []).name(url, kind)).toBe(want);
  });

  it("never meet", () => {
    const names = new VendoredNames("file:///", ["h/taken.xsd"]);
    const urls = [
      "http://h/taken.xsd",
      "http://h/A.xsd",
      "http://h/a.xsd",
      "http://h/a.xsd/b.xsd",
      "http://h/c/d.xsd",
      "http://h/c",
      "http://h/a%2e.xsd",
    ];
    const given = urls.map((url) => names.name(url, "xsd").toLowerCase());
    expect(new Set(given).size).toBe(urls.length);
    for (const name of given) expect(given.filter((other) => other.startsWith(`${name}/`))).toEqual([]);
  });
});

describe("headers", () => {
  it("go to the servers of the entries only", async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end(schema("urn:a", ""));
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    pages.set("/main.xsd", (request, response) => {
      seen.push(request.headers.authorization);
      response.end(
        schema("urn:a", `<xs:include schemaLocation="http://127.0.0.1:${address.port}/b.xsd"/><xs:include schemaLocation="moved"/>`),
      );
    });
    pages.set("/moved", (_, response) => void response.writeHead(301, { location: `http://127.0.0.1:${address.port}/c.xsd` }).end());
    const flags = ["--header", "Authorization: Basic abc", "--header=X-Other: 1", "--allow-private"];
    expect(await place.run("fetch", `${origin}/main.xsd`, "--out", "c", ...flags)).toMatchObject({ status: 0 });
    expect(seen).toEqual(["Basic abc", undefined, undefined]);
    await new Promise((resolve) => other.close(resolve));
  });
});

it.each([
  ["no folder", ["http://h/x"]],
  ["no URL", ["--out", "c"]],
  ["another scheme", ["ftp://h/x", "--out", "c"]],
  ["a password in the URL", ["http://user:secret@h/x", "--out", "c"]],
  ["a malformed header", ["http://h/x", "--out", "c", "--header", "nothing"]],
  ["an invalid limit", ["http://h/x", "--out", "c", "--max-bytes", "0"]],
  ["check and update", ["--check", "--update", "--out", "c"]],
  ["a check without lock file", ["--check", "--offline", "--out", "c"]],
])("exits with 2 for %s", async (_, flags) => {
  const { status, stderr, stdout } = await place.run("fetch", ...flags);
  expect(status).toBe(2);
  expect(stdout + stderr).not.toContain("internal");
  expect(stdout + stderr).not.toContain("secret");
});
