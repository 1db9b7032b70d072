/**
 * X.509 certificates, as far as signatures of messages need them. RFC 5280 §4
 *
 * A certificate is SEQUENCE { tbsCertificate, signatureAlgorithm, signature }.
 */
import { type DerValue, readAll, readFirst, readObjectId, readOnly, Tag } from "../../negotiate/der.js";
import { securityFault } from "../security-fault.js";

const utcTime = 0x17;
const booleanTag = 0x01;
const primitiveContext = 0x80;
const version = 0xa0;
const extensions = 0xa3;

const rsa = "1.2.840.113549.1.1.1";
const ellipticCurve = "1.2.840.10045.2.1";
const curves: ReadonlyMap<string, string> = new Map([
  ["1.2.840.10045.3.1.7", "P-256"],
  ["1.3.132.0.34", "P-384"],
  ["1.3.132.0.35", "P-521"],
]);
const Extension = { subjectKeyIdentifier: "2.5.29.14", keyUsage: "2.5.29.15", basicConstraints: "2.5.29.19" } as const;

/** Short names of attributes in distinguished names. RFC 4514 §3 */
const attributeNames: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.9", "STREET"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["0.9.2342.19200300.100.1.1", "UID"],
  ["0.9.2342.19200300.100.1.25", "DC"],
]);

/** What a key is for. */
export type KeyKind = { readonly name: "RSA" } | { readonly name: "EC"; readonly curve: string };

/** A certificate that was read. */
export interface Certificate {
  /** All of its octets. */
  readonly der: Uint8Array<ArrayBuffer>;
  /** What its issuer signed, with which algorithm, and the signature. */
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array<ArrayBuffer>;
  /** Decimal digits. */
  readonly serialNumber: string;
  /** Names as in RFC 4514: "CN=Anna,O=Example". */
  readonly subject: string;
  readonly issuer: string;
  /** The issuer's and the subject's names as octets, which compare. */
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly keyKind: KeyKind;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  /** It may sign certificates. */
  readonly isAuthority: boolean;
  /** Its key may sign messages. */
  readonly maySign: boolean;
  /** Names of extensions that must be understood and are not. */
  readonly unknownCritical: readonly string[];
}

/** Reads a certificate. Throws a SoapFault. */
export function readCertificate(octets: Uint8Array): Certificate {
  try {
    return parse(new Uint8Array(octets));
  } catch (error) {
    throw securityFault("InvalidSecurityToken", "a certificate cannot be read", error);
  }
}

function parse(der: Uint8Array<ArrayBuffer>): Certificate {
  const [signed, algorithm, signature] = valuesIn(readOnly(der, Tag.sequence));
  const fields = valuesIn(signed);
  if (fields[0]?.tag === version) fields.shift();
  const [serial, innerAlgorithm, issuer, validity, subject, publicKey, ...others] = fields;
  const [notBefore, notAfter] = valuesIn(validity);
  const found = readExtensions(others.find(({ tag }) => tag === extensions));
  const signatureAlgorithm = algorithmIn(algorithm);
  if (algorithmIn(innerAlgorithm) !== signatureAlgorithm) throw new Error("two signature algorithms");
  return {
    der,
    signed: copyOf(signed?.whole),
    signatureAlgorithm,
    signature: bitsOf(signature),
    serialNumber: BigInt(`0x${hexOf(expectTag(serial, Tag.integer).content)}`).toString(),
    subject: nameText(subject),
    issuer: nameText(issuer),
    issuerDer: copyOf(issuer?.whole),
    subjectDer: copyOf(subject?.whole),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKey: copyOf(publicKey?.whole),
    keyKind: keyKindOf(publicKey),
    ...found,
  };
}

/** The two numbers that a signature of ECDSA in a certificate is: SEQUENCE { r, s }. RFC 3279 §2.2.3 */
export function signatureNumbers(signature: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const [r, s] = valuesIn(readOnly(signature, Tag.sequence));
  return [expectTag(r, Tag.integer).content, expectTag(s, Tag.integer).content];
}

/** The algorithm and the curve of a SubjectPublicKeyInfo. */
function keyKindOf(publicKey: DerValue | undefined): KeyKind {
  const [algorithm, parameters] = valuesIn(valuesIn(publicKey)[0]);
  const id = readObjectId(expectTag(algorithm, Tag.objectId).whole);
  if (id === rsa) return { name: "RSA" };
  const curve = id === ellipticCurve ? curves.get(readObjectId(expectTag(parameters, Tag.objectId).whole)) : undefined;
  if (curve === undefined) throw new Error(`keys of the kind ${id} are not known`);
  return { name: "EC", curve };
}

type Extensions = Pick<Certificate, "subjectKeyIdentifier" | "isAuthority" | "maySign" | "unknownCritical">;

function readExtensions(field: DerValue | undefined): Extensions {
  let subjectKeyIdentifier: Uint8Array | undefined;
  let isAuthority = false;
  let maySign = true;
  let maySignCertificates = true;
  const unknownCritical: string[] = [];
  for (const extension of field === undefined ? [] : valuesIn(valuesIn(field)[0])) {
    const [name, ...rest] = valuesIn(extension);
    const id = readObjectId(expectTag(name, Tag.objectId).whole);
    const content = expectTag(rest.at(-1), Tag.octetString).content;
    if (id === Extension.subjectKeyIdentifier) subjectKeyIdentifier = readOnly(content, Tag.octetString).content;
    else if (id === Extension.basicConstraints) {
      const [first] = readAll(readOnly(content, Tag.sequence).content);
      isAuthority = first?.tag === booleanTag && first.content[0] === 0xff;
    } else if (id === Extension.keyUsage) {
      // digitalSignature is bit 0 of the string, contentCommitment bit 1, keyCertSign bit 5.
      const bits = readOnly(content, Tag.bitString).content[1] ?? 0;
      maySign = (bits & 0xc0) !== 0;
      maySignCertificates = (bits & 0x04) !== 0;
    } else if (rest[0]?.tag === booleanTag && rest[0].content[0] !== 0) unknownCritical.push(id);
  }
  return { subjectKeyIdentifier, isAuthority: isAuthority && maySignCertificates, maySign, unknownCritical };
}

function valuesIn(value: DerValue | undefined): DerValue[] {
  if (value === undefined || (value.tag & 0x20) === 0) throw new Error("a constructed value is missing");
  return [...readAll(value.content)];
}

function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) throw new Error(`tag ${tag} is missing`);
  return value;
}

function algorithmIn(value: DerValue | undefined): string {
  return readObjectId(readFirst(value?.content ?? new Uint8Array()).whole);
}

function bitsOf(value: DerValue | undefined): Uint8Array<ArrayBuffer> {
  const { content } = expectTag(value, Tag.bitString);
  if (content[0] !== 0) throw new Error("bits that are not whole octets");
  return copyOf(content.subarray(1));
}

function copyOf(octets: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets ?? new Uint8Array());
}

function hexOf(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** UTCTime has years of two digits, GeneralizedTime of four; both are in UTC with seconds. RFC 5280 §4.1.2.5 */
function timeOf(value: DerValue | undefined): Date {
  if (value === undefined) throw new Error("a time is missing");
  const text = new TextDecoder().decode(value.content);
  const digits = value.tag === utcTime ? `${Number(text.slice(0, 2)) >= 50 ? "19" : "20"}${text}` : text;
  const time = new Date(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(time.getTime())) throw new Error("a time is not valid");
  return time;
}

/** RFC 4514 §2: the last attribute comes first. */
function nameText(name: DerValue | undefined): string {
  const parts = valuesIn(name).map((set) =>
    valuesIn(set)
      .map((attribute) => {
        const [type, value] = valuesIn(attribute);
        const id = readObjectId(expectTag(type, Tag.objectId).whole);
        if (value === undefined) throw new Error("an attribute has no value");
        return `${attributeNames.get(id) ?? id}=${escapeValue(textOf(value))}`;
      })
      .join("+"),
  );
  return parts.reverse().join(",");
}

const bmpString = 0x1e;

function textOf({ tag, content }: DerValue): string {
  if ((tag & primitiveContext) !== 0) return `#${hexOf(content)}`;
  return new TextDecoder(tag === bmpString ? "utf-16be" : "utf-8").decode(content);
}

function escapeValue(value: string): string {
  return value.replaceAll(/[,+"\\<>;]|^[ #]| $/g, "\\$&");
}
