/**
 * gSOAP's wsseapi calls a server of ours by UsernameToken, and with signatures that both sides verify.
 *
 * Needs Debian's `gsoap`, `libgsoap-dev`, `libssl-dev` and `g++`; skipped where one is absent.
 */
import { execFile } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "../support/tls-certificate.js";
import { gsoapFolder, hasGsoap } from "./gsoap-tools.js";
import { peerIn } from "./interop-row.js";
import { type GeneratedParcels, generateParcels, serversFolder } from "./parcels-client.js";
import { type SecuredParcels, serveSigned, serveWithPasswords } from "./secured-parcels.js";

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
    for (const file of ["parcels.dat", "wsse-client.cpp"]) copyFileSync(join(gsoapFolder, file), join(folder, file));
    await run("wsdl2h", ["-t", "parcels.dat", "-o", "parcels.h", join(serversFolder, "parcels.wsdl")], { cwd: folder });
    appendFileSync(join(folder, "parcels.h"), '#import "wsse.h"\n');
    const include = [gsoap, join(gsoap, "plugin"), join(gsoap, "custom")].map((path) => `-I${path}`);
    await run("soapcpp2", ["-C", "-L", "-x", "-w", `-I${gsoap}/import:${gsoap}`, "parcels.h"], { cwd: folder });
    const sources = ["wsse-client.cpp", "soapC.cpp", "soapClient.cpp", ...plugin];
    const libraries = ["-lgsoapssl++", "-lssl", "-lcrypto", "-lz"];
    await run("g++", ["-O0", "-w", "-DWITH_OPENSSL", "-DWITH_DOM", "-I.", ...include, "-o", "client", ...sources, ...libraries], {
      cwd: folder,
    });
  }, 240_000);
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
});
