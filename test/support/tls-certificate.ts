/** Certificates for tests, made on the spot, for localhost and 127.0.0.1. X.509 in DER, RFC 5280 §4.1 */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

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

const sha256WithEcdsa = sequence(identifier("2a8648ce3d040302"));

/** A certificate as PEM, with its key. */
export interface CertificateWithKey {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  readonly name: string;
  /** Who signs it; itself when left out. */
  readonly issuer?: { readonly name: string; readonly key: string };
  /** "rsa" when left out. */
  readonly kind?: "rsa" | "ec";
  readonly isAuthority?: boolean;
  /** Days from now on; a day before and after when left out. */
  readonly days?: readonly [from: number, to: number];
  /** The first octet of keyUsage. */
  readonly keyUsage?: number;
}

/** Makes a key with its certificate. */
export function issueCertificate({
  name,
  issuer,
  kind = "rsa",
  isAuthority = false,
  days = [-1, 1],
  keyUsage,
}: CertificateOptions): CertificateWithKey {
  const { publicKey, privateKey } =
    kind === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signingKey = issuer === undefined ? privateKey : createPrivateKey(issuer.key);
  const algorithm = signingKey.asymmetricKeyType === "rsa" ? sha256WithRsa : sha256WithEcdsa;
  const subjectKey = publicKey.export({ type: "spki", format: "der" });
  const day = 86_400_000;
  const hosts = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.of(127, 0, 0, 1)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    commonName(issuer?.name ?? name),
    sequence(...days.map((each) => time(new Date(Date.now() + each * day)))),
    commonName(name),
    subjectKey,
    der(
      0xa3,
      sequence(
        extension("551d0e", der(0x04, createHash("sha1").update(subjectKey).digest())),
        ...(isAuthority ? [extension("551d13", sequence(der(0x01, Buffer.of(0xff))))] : []),
        ...(keyUsage === undefined ? [] : [extension("551d0f", der(0x03, Buffer.of(0, keyUsage)))]),
        extension("551d11", hosts),
      ),
    ),
  );
  const signature = der(0x03, Buffer.of(0), sign("sha256", body, signingKey));
  const lines =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

/** A new key with its own certificate, which is an authority too. */
export function makeCertificate(name: string): CertificateWithKey {
  return issueCertificate({ name, isAuthority: true });
}

let made: CertificateWithKey | undefined;

/** One certificate for all tests of a file. */
export function tlsForTests(): CertificateWithKey {
  made ??= makeCertificate("localhost");
  return made;
}
