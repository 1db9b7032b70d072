/**
 * Assertions of SAML that xmlsec has signed are verified by us, and those that our client has put into an envelope by xmlsec.
 *
 * Needs Debian's `python3-xmlsec`; skipped where it is absent.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireAssertion, sendAssertion, signMessages } from "soapwright/security";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assertionText, holderOfKey } from "../support/saml-assertion.js";
import { makeCertificate } from "../support/tls-certificate.js";
import { peerIn } from "./interop-row.js";

const judge = peerIn("xmlsec", "WS-Security");

const python = "/usr/bin/python3";
const script = fileURLToPath(new URL("zeep/saml.py", import.meta.url));
const exchange = { side: "server", url: "http://a/" } as const;

describe.skipIf(spawnSync(python, ["-c", "import xmlsec, lxml"]).status !== 0)("SAML with xmlsec", () => {
  const provider = makeCertificate("Provider");
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-saml-"));
    writeFileSync(join(folder, "key.pem"), provider.key);
    writeFileSync(join(folder, "certificate.pem"), provider.cert);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const xmlsec = (kind: string, document: string): string => {
    const input = `${kind}\t${Buffer.from(document).toString("base64")}\n`;
    const files = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const { stdout, stderr, status } = spawnSync(python, [script, ...files], { input, encoding: "utf8", timeout: 60_000 });
    if (status !== 0) throw new Error(stderr);
    return stdout.startsWith("!") ? stdout : Buffer.from(stdout, "base64").toString();
  };
  const send = async (assertion: string): Promise<string> => {
    const envelope =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:d" xmlns:u="urn:u"><s:Body><A u:b="c"/></s:Body></s:Envelope>';
    return new TextDecoder().decode(await sendAssertion({ assertion }).send?.(new TextEncoder().encode(envelope), exchange));
  };
  const receive = async (envelope: string): Promise<string> => {
    const gate = requireAssertion({ issuers: { "https://idp.example": { certificates: [provider.cert] } }, audience: "urn:shop" });
    return new TextDecoder().decode(await gate.filter.receive?.(new TextEncoder().encode(envelope), exchange));
  };
  /** With line ends between elements, as many issuers write. */
  const spread = (assertion: string): string => assertion.replaceAll("><", ">\n  <");

  it.each([
    ["2.0", "SHA256"],
    ["2.0", "SHA512"],
    ["1.1", "SHA256"],
    ["1.1", "SHA512"],
  ] as const)("an assertion of SAML %s with %s passes", judge.client("SAML 1.1 and 2.0"), async (version, hash) => {
    for (const text of [assertionText({ version }), spread(assertionText({ version }))]) {
      const envelope = await send(xmlsec(hash, text));
      expect(await receive(envelope)).toContain('<A u:b="c"/>');
      expect(xmlsec("verify", envelope)).toContain("Assertion");
      const altered = envelope.replace("anna@example.com", "root@example.com");
      await expect(receive(altered)).rejects.toThrow("the assertion is not what was signed");
      expect(xmlsec("verify", altered)).toMatch(/^! /);
    }
  });

  it.each(["2.0", "1.1"] as const)(
    "a message signed by the key that an assertion of SAML %s names",
    judge.client("SAML 1.1 and 2.0"),
    async (version) => {
      const assertion = xmlsec("SHA256", assertionText(holderOfKey(provider.cert, version)));
      const gate = requireAssertion({
        issuers: { "https://idp.example": { certificates: [provider.cert] } },
        audience: "urn:shop",
        holderOfKey: {},
      });
      const check = async (envelope: string): Promise<string> =>
        new TextDecoder().decode(await gate.filter.receive?.(new TextEncoder().encode(envelope), exchange));
      const unsigned = await send(assertion);
      const theirs = xmlsec("message", unsigned);
      expect(await check(theirs)).toContain('u:b="c"');
      await expect(check(theirs.replace('u:b="c"', 'u:b="d"'))).rejects.toThrow("a part of the message is not what was signed");
      const signing = signMessages({ key: provider.key, certificate: provider.cert, reference: "assertion" });
      const ours = new TextDecoder().decode(await signing.send?.(new TextEncoder().encode(unsigned), exchange));
      expect(xmlsec("holds", ours)).toContain("Assertion");
      expect(xmlsec("holds", ours.replace('u:b="c"', 'u:b="d"'))).toMatch(/^! /);
    },
  );
});
