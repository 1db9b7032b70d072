/**
 * What a user of the packed package does: runs the command, imports every entry, decodes and encodes, calls a service of their own.
 * Run in a folder where the package is installed; the argument is the version of Node that must be running this.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { decode, encode, tryDecode, ValidationError } from "soapwright";
import { generate } from "soapwright/codegen";
import { listen } from "soapwright/node";
import { loadSchema } from "soapwright/schema";
import { SoapFault } from "soapwright/soap";

assert.equal(process.versions.node.split(".")[0], process.argv[2]);

const document =
  '<Order xmlns="urn:shop"><Line id="9007199254740993"><Sku> A1 </Sku><Quantity>+7</Quantity><Price>1.50</Price></Line></Order>';
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

const server = await listen(async () => new Response("here"), { port: 0 });
assert.equal(await (await fetch(server.url)).text(), "here");
await server.close();
assert.equal(new SoapFault("Sender", "no").code, "Sender");
for (const service of ["veloconnect", "ipam"]) assert.ok(Object.keys(await import(`soapwright/services/${service}`)).length > 0);

// CommonJS programs can require the package: it has no top-level await.
const viaRequire = createRequire(import.meta.url)("soapwright");
assert.equal(viaRequire.decode, decode);
console.log(`  works on ${process.version}`);
