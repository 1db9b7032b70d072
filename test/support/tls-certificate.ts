/** A certificate for tests, made on the spot: self-signed, for localhost and 127.0.0.1. X.509 in DER, RFC 5280 §4.1 */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
}

const sequence = (...content: readonly Uint8Array[]) => der(0x30, ...content);
const identifier = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const time = (date: Date) =>
  der(
    0x17,
    Buffer.from(
      date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, "")
        .slice(2),
    ),
  );
const commonName = (name: string) => sequence(der(0x31, sequence(identifier("550403"), der(0x0c, Buffer.from(name)))));
const extension = (hex: string, value: Uint8Array) => sequence(identifier(hex), der(0x04, value));

const sha256WithRsa = sequence(identifier("2a864886f70d01010b"), der(0x05));

/** A new key with its certificate, as PEM. */
export function makeCertificate(name: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const subjectKey = publicKey.export({ type: "spki", format: "der" });
  const day = 86_400_000;
  const hosts = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.of(127, 0, 0, 1)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    sha256WithRsa,
    commonName(name),
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day))),
    commonName(name),
    subjectKey,
    der(
      0xa3,
      sequence(
        extension("551d0e", der(0x04, createHash("sha1").update(subjectKey).digest())),
        extension("551d13", sequence(der(0x01, Buffer.of(0xff)))),
        extension("551d11", hosts),
      ),
    ),
  );
  const signature = der(0x03, Buffer.of(0), sign("sha256", body, privateKey));
  const lines =
    sequence(body, sha256WithRsa, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

let made: { readonly key: string; readonly cert: string } | undefined;

/** One certificate for all tests of a file. */
export function tlsForTests(): { readonly key: string; readonly cert: string } {
  made ??= makeCertificate("localhost");
  return made;
}
