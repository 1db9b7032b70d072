/**
 * A Signature element -> what it says was signed, and how. XML Signature 1.1 §4, SOAP Message Security 1.1 §8
 *
 * The profile is small: one SignedInfo, references to identifiers in the message, canonical forms without comments, no other transforms.
 */
import type { CanonicalForm } from "../../xml/canonical/canonicalizer.js";
import { fromBase64 } from "../base64.js";
import { childElements, type LocatedElement, requiredAttribute, requiredChild, wholeText } from "../envelope/located-element.js";
import { Algorithm, Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { digestNamed, type Hash, type SignatureAlgorithm } from "./algorithms.js";

/** A Signature. */
export interface SignatureElement {
  readonly signedInfo: LocatedElement;
  readonly signedInfoForm: CanonicalForm;
  readonly value: Uint8Array<ArrayBuffer>;
  readonly keyInfo: LocatedElement;
}

/** What SignedInfo says. */
export interface SignedInfo<Algorithm = SignatureAlgorithm> {
  readonly algorithm: Algorithm;
  readonly references: readonly SignedReference[];
}

/** A part that was signed. */
export interface SignedReference {
  readonly id: string;
  readonly form: CanonicalForm;
  /** The reference is to a SecurityTokenReference, and the token that it refers to was signed. SOAP Message Security 1.1 §8.3 */
  readonly dereferences: boolean;
  readonly hash: Hash;
  readonly digest: Uint8Array<ArrayBuffer>;
}

/** References of a signature, each of which costs a digest. */
const mostReferences = 64;

/** Prefixes in a list, which each element of what is canonicalized looks through: before anybody knows who has sent it. */
const mostPrefixes = 100;

/** Reads a Signature. Throws a SoapFault. */
export function readSignature(signature: LocatedElement): SignatureElement {
  const known: readonly string[] = [Name.signedInfo, Name.signatureValue, Name.keyInfo];
  for (const { name } of childElements(signature)) {
    if (!known.includes(name)) throw securityFault("InvalidSecurity", `"${name}" is not accepted in a Signature`);
  }
  const signedInfo = requiredChild(signature, Name.signedInfo);
  return {
    signedInfo,
    signedInfoForm: readForm(requiredChild(signedInfo, Name.canonicalizationMethod)),
    value: fromBase64(wholeText(requiredChild(signature, Name.signatureValue))),
    keyInfo: requiredChild(signature, Name.keyInfo),
  };
}

/** The algorithm with a URI. Throws a SoapFault for one that is not accepted. */
export type AlgorithmNamed<Algorithm> = (uri: string, allowOld: boolean) => Algorithm;

/** Reads SignedInfo. `allowOld`: SHA-1 is accepted. Throws a SoapFault. */
export function readSignedInfo<Algorithm>(
  signedInfo: LocatedElement,
  algorithmNamed: AlgorithmNamed<Algorithm>,
  allowOld: boolean,
): SignedInfo<Algorithm> {
  const [canonicalization, method, ...references] = childElements(signedInfo);
  if (canonicalization?.name !== Name.canonicalizationMethod || method?.name !== Name.signatureMethod) {
    throw securityFault("InvalidSecurity", "SignedInfo does not begin with its methods");
  }
  if (childElements(method).length > 0) throw securityFault("UnsupportedAlgorithm", "parameters of signature algorithms are not accepted");
  if (references.length === 0 || references.length > mostReferences) {
    throw securityFault("InvalidSecurity", `a signature has 1 to ${mostReferences} references`);
  }
  return {
    algorithm: algorithmNamed(requiredAttribute(method, "Algorithm"), allowOld),
    references: references.map((reference) => readReference(reference, allowOld)),
  };
}

function readReference(reference: LocatedElement, allowOld: boolean): SignedReference {
  if (reference.name !== Name.reference) throw securityFault("InvalidSecurity", `"${reference.name}" is not accepted in SignedInfo`);
  const uri = requiredAttribute(reference, "URI");
  if (!/^#[^#()/\s]+$/.test(uri))
    throw securityFault("InvalidSecurity", `the reference "${uri.slice(0, 200)}" is not to a part of the message`);
  const digestMethod = requiredChild(reference, Name.digestMethod);
  return {
    id: uri.slice(1),
    ...readTransforms(requiredChild(reference, Name.transforms)),
    hash: digestNamed(requiredAttribute(digestMethod, "Algorithm"), allowOld),
    digest: fromBase64(wholeText(requiredChild(reference, Name.digestValue))),
  };
}

function readTransforms(transforms: LocatedElement): Pick<SignedReference, "form" | "dereferences"> {
  const all = childElements(transforms);
  // The signature is in none of the parts that a reference may be to, so there is nothing to take out: node-soap says it all the same.
  const [transform, ...others] = all.length === 2 && all[0]?.attributes.Algorithm === Algorithm.enveloped ? all.slice(1) : all;
  if (transform?.name !== Name.transform || others.length > 0) throw securityFault("InvalidSecurity", "a reference has one transform");
  if (transform.attributes.Algorithm !== Algorithm.tokenReferenceTransform) return { form: readForm(transform), dereferences: false };
  const parameters = requiredChild(transform, Name.transformationParameters);
  return { form: readForm(requiredChild(parameters, Name.canonicalizationMethod)), dereferences: true };
}

/** The canonical form that a CanonicalizationMethod or Transform names. */
function readForm(method: LocatedElement): CanonicalForm {
  const algorithm = requiredAttribute(method, "Algorithm");
  const [list, ...others] = childElements(method);
  if (others.length > 0 || (list !== undefined && list.name !== Name.inclusiveNamespaces)) {
    throw securityFault("UnsupportedAlgorithm", "a canonicalization has other parameters than a list of prefixes");
  }
  if (algorithm === Algorithm.exclusive) {
    const prefixes = (list?.attributes.PrefixList ?? "").split(/\s+/).filter((prefix) => prefix !== "");
    if (prefixes.length > mostPrefixes) throw securityFault("InvalidSecurity", `a list has more than ${mostPrefixes} prefixes`);
    return { exclusive: true, comments: false, prefixes: prefixes.map((prefix) => (prefix === "#default" ? "" : prefix)) };
  }
  if (algorithm === Algorithm.inclusive && list === undefined) return { exclusive: false, comments: false };
  throw securityFault("UnsupportedAlgorithm", `the transform "${algorithm.slice(0, 200)}" is not accepted`);
}
