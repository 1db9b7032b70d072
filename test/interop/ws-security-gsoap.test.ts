/**
 * WS-Security with gSOAP's wsseapi, its client at a server of ours and our client at its server: by UsernameToken, and with signatures that both sides
 * verify.
 *
 * Needs Debian's `gsoap`, `libgsoap-dev`, `libssl-dev` and `g++`; skipped where one is absent.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { requireSignature, signMessages, timestampMessages, usernameToken } from "soapwright/security";
import { type ClientOptions, createClient, type EnvelopeFilter } from "soapwright/soap";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "../support/tls-certificate.js";
import { portOf } from "./free-port.js";
import { gsoapFolder, hasGsoap } from "./gsoap-tools.js";
import { peerIn } from "./interop-row.js";
import { type GeneratedParcels, generateParcels, serversFolder } from "./parcels-client.js";
import { type SecuredParcels, serveSigned, serveWithPasswords } from "./secured-parcels.js";

type Version = "1.1" | "1.2";

const ofGsoap = peerIn("gSOAP", "WS-Security");

const run = promisify(execFile);
const gsoap = "/usr/share/gsoap";
const plugin = ["plugin/wsseapi.cpp", "plugin/smdevp.c", "plugin/mecevp.c", "custom/struct_timeval.c"].map((file) => join(gsoap, file));
const hasPlugin = hasGsoap && plugin.every(existsSync) && existsSync("/usr/include/openssl/pem.h");

describe.skipIf(!hasPlugin)("gSOAP's wsseapi", () => {
  const anna = makeCertificate("Anna");
  const shop = makeCertificate("Shop");
  let folder: string;
  let generated: GeneratedParcels;
  let passwords: SecuredParcels;
  let signed: SecuredParcels;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-gsoap-"));
    generated = await generateParcels();
    passwords = await serveWithPasswords(generated);
    signed = await serveSigned(generated, shop, anna.cert);
    for (const [name, { key, cert }] of Object.entries({ anna, shop })) {
      writeFileSync(join(folder, `${name}.key`), key);
      writeFileSync(join(folder, `${name}.crt`), cert);
    }
    for (const file of ["parcels.dat", "wsse-client.cpp", "wsse-server.cpp"]) copyFileSync(join(gsoapFolder, file), join(folder, file));
    await run("wsdl2h", ["-t", "parcels.dat", "-o", "parcels.h", join(serversFolder, "parcels.wsdl")], { cwd: folder });
    appendFileSync(join(folder, "parcels.h"), '#import "wsse.h"\n');
    const include = [gsoap, join(gsoap, "plugin"), join(gsoap, "custom")].map((path) => `-I${path}`);
    await run("soapcpp2", ["-L", "-x", "-w", `-I${gsoap}/import:${gsoap}`, "parcels.h"], { cwd: folder });
    const compile = (...args: readonly string[]) =>
      run("g++", ["-O0", "-w", "-DWITH_OPENSSL", "-DWITH_DOM", "-I.", ...include, ...args], { cwd: folder });
    await compile("-c", "soapC.cpp", ...plugin);
    const objects = readdirSync(folder).filter((name) => name.endsWith(".o"));
    const libraries = ["-lgsoapssl++", "-lssl", "-lcrypto", "-lz"];
    await compile("-o", "client", "wsse-client.cpp", "soapClient.cpp", ...objects, ...libraries);
    await compile("-o", "server", "wsse-server.cpp", "soapServer.cpp", ...objects, ...libraries);
  }, 240_000);
  const servers: ChildProcess[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.kill();
  });
  afterAll(async () => {
    await passwords?.listening.close(0);
    await signed?.listening.close(0);
    generated?.remove();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  let weight = 0;
  const call = async ({ listening }: SecuredParcels, ...args: readonly string[]): Promise<string> => {
    // Within a second gSOAP signs the same message in the same way, and the second one is taken for the first one sent again.
    weight += 1;
    const { stdout } = await run(join(folder, "client"), [listening.url, String(weight), ...args], { cwd: folder, timeout: 20_000 });
    return stdout.trim();
  };

  it.each(["text", "digest"])("comes in by UsernameToken: %s", ofGsoap.client("UsernameToken"), async (type) => {
    passwords.callers.length = 0;
    expect(await call(passwords, type, "secret")).toBe("Number 10");
    expect(await call(passwords, type, "wrong")).toContain("could not be authenticated");
    expect(passwords.callers).toEqual(["anna"]);
  });

  it("signs, and verifies what we sign", ofGsoap.client("signatures"), async () => {
    expect(await call(signed, "signed", "anna.key", "anna.crt", "shop.crt")).toBe("Number 10");
    expect(await call(signed, "signed", "anna.key", "anna.crt", "anna.crt")).toMatch(/signature|digest/i);
    expect(await call(signed, "signed", "shop.key", "shop.crt", "shop.crt")).toContain("fault");
    expect(signed.callers).toEqual(["CN=Anna", "CN=Anna"]);
  });

  /** Starts its server, and gives what calls it and answers the number of letters in the name. */
  async function startServer(version: Version, ...args: readonly string[]): Promise<(options: Partial<ClientOptions>) => Promise<number>> {
    const server = spawn(join(folder, "server"), args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    servers.push(server);
    const url = `http://127.0.0.1:${await portOf(server)}/`;
    const binding = generated.bindings[version === "1.1" ? "Soap11" : "Soap12"];
    if (binding === undefined) throw new Error(`no binding of SOAP ${version} was generated`);
    return async (options) =>
      (await createClient(binding, { url, timeout: 20_000, ...options }).send({ to: "Anna & Zoë", weight: "1" })).number;
  }

  it.each([
    ["text", "1.1"],
    ["text", "1.2"],
    ["digest", "1.1"],
    ["digest", "1.2"],
  ] as const)("lets our UsernameToken in: %s, SOAP %s", ofGsoap.server("UsernameToken"), async (passwordType, version) => {
    const call = await startServer(version, "password", "secret");
    const asUser = (username: string, password: string) =>
      call({ filters: [timestampMessages()], headerBlocks: usernameToken({ username, password, passwordType, lifetime: 0 }) });
    expect(await asUser("anna", "secret")).toBe(11);
    await expect(asUser("anna", "wrong")).rejects.toThrow("could not be authenticated");
    await expect(asUser("bert", "secret")).rejects.toThrow("could not be authenticated");
    await expect(call({})).rejects.toThrow("could not be authenticated");
  });

  it.each(["1.1", "1.2"] as const)("verifies what we sign, and signs: SOAP %s", ofGsoap.server("signatures"), async (version) => {
    const call = await startServer(version, "signed", "shop.key", "shop.crt", "anna.crt");
    const gate = requireSignature({ trust: { certificates: [shop.cert] } });
    const signing = signMessages({ key: anna.key, certificate: anna.cert });
    const altering: EnvelopeFilter = { send: (bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes).replace("Zoë", "Eva")) };
    expect(await call({ filters: [gate.filter, signing] })).toBe(11);
    const invalid = "The signature or decryption was invalid";
    await expect(call({ filters: [signing, altering] })).rejects.toThrow(invalid);
    await expect(call({ filters: [signMessages({ key: shop.key, certificate: shop.cert })] })).rejects.toThrow(invalid);
    await expect(call({})).rejects.toThrow(invalid);
    const strict = requireSignature({ trust: { certificates: [anna.cert] } });
    await expect(call({ filters: [strict.filter, signing] })).rejects.toMatchObject({ name: "SecurityError" });
  });
});
