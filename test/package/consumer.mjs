/**
 * What a user of the packed package does: runs the command, imports every entry, decodes and encodes, calls a service of their own.
 * Run in a folder where the package is installed; the argument is the version of Node that must be running this.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { decode, encode, tryDecode, ValidationError } from "soapwright";
import { generate } from "soapwright/codegen";
import { listen } from "soapwright/node";
import { loadSchema } from "soapwright/schema";
import { startServer } from "soapwright/server";
import { SoapFault } from "soapwright/soap";

assert.equal(process.versions.node.split(".")[0], process.argv[2]);

const document =
  '<Order xmlns="urn:shop"><Line id="9007199254740993"><Sku> A1 </Sku><Quantity>+7</Quantity><Price>1.50</Price></Line></Order>';
const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:orders"
    xmlns:s="urn:shop" targetNamespace="urn:orders">
  <types><schema xmlns="http://www.w3.org/2001/XMLSchema"><import namespace="urn:shop" schemaLocation="order.xsd"/></schema></types>
  <message name="Order"><part name="order" element="s:Order"/></message>
  <portType name="Orders"><operation name="Place"><input message="t:Order"/></operation></portType>
  <binding name="OrdersSoap" type="t:Orders"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Place"><soap:operation soapAction="Place"/><input><soap:body use="literal"/></input></operation></binding>
</definitions>`;
const schema = await loadSchema({ entries: ["order.xsd"] });
assert.equal(schema.ok, true);
assert.deepEqual(schema.validate(document), []);
assert.equal(schema.validate(document.replace("+7", "1001"))[0].id, "cvc-maxInclusive-valid");

const codec = schema.documents["{urn:shop}Order"];
const value = decode(codec, document);
assert.deepEqual(value, { line: [{ sku: "A1", quantity: 7, price: "1.50", id: 9007199254740993n }] });
assert.deepEqual(decode(codec, encode(codec, value)), value);
assert.equal(tryDecode(codec, "<Order/>").ok, false);
assert.throws(() => decode(codec, "<Order"), ValidationError);

const { files, diagnostics } = await generate({ entries: ["order.xsd"] });
assert.deepEqual(diagnostics, []);
assert.ok(files.has("index.ts"));

const soapwright = (...args) => spawnSync("node_modules/.bin/soapwright", args, { encoding: "utf8" });
assert.deepEqual(soapwright("generate", "order.xsd", "--out", "generated").stderr, "");
assert.deepEqual(readdirSync("generated").includes("index.ts"), true);
assert.equal(soapwright("check", "order.xsd", "--out", "generated").status, 0);
writeFileSync("generated/index.ts", `${readFileSync("generated/index.ts", "utf8")}// changed\n`);
assert.equal(soapwright("check", "order.xsd", "--out", "generated").status, 1);
writeFileSync("order.xml", document);
assert.equal(soapwright("validate", "--schema", "order.xsd", "order.xml").stdout, "order.xml: valid\n");

// ts-morph is not installed with the package; the command that needs it says so.
assert.equal(existsSync("node_modules/ts-morph"), false);
writeFileSync("order.wsdl", wsdl);
const scaffold = soapwright("scaffold", "order.wsdl", "--generated", "generated", "--out", "service.ts");
assert.deepEqual([scaffold.status, existsSync("service.ts")], [2, false]);
assert.match(scaffold.stderr, /npm install --save-dev ts-morph/);

const server = await listen(async () => new Response("here"), { port: 0 });
assert.equal(await (await fetch(server.url)).text(), "here");
await server.close();
const shop = await startServer({ port: 0, store: { kind: "memory" }, ipam: undefined, log: { info() {}, warn() {}, error() {} } });
assert.equal(await (await fetch(`${shop.url}/livez`)).text(), "alive\n");
await shop.close();
assert.equal(new SoapFault("Sender", "no").code, "Sender");
for (const service of ["veloconnect", "ipam"]) assert.ok(Object.keys(await import(`soapwright/services/${service}`)).length > 0);

// CommonJS programs can require the package: it has no top-level await.
const viaRequire = createRequire(import.meta.url)("soapwright");
assert.equal(viaRequire.decode, decode);
console.log(`  works on ${process.version}`);
