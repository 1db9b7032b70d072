/**
 * Token assertions -> how the tokens are sent. WS-SecurityPolicy 1.3 §5
 */
import type { PolicyAssertion } from "../../service/policy.js";
import type { KeyReference } from "../signature/write-key-reference.js";
import type { Derivation, DerivedKeys } from "../symmetric/derive-keys.js";
import { insideOf } from "./alternatives.js";
import { httpAuthenticationName, policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";

/** What TLS has to prove beside the server's name. */
export type TransportProof = "clientCertificate" | "basic" | "digest";

/** How a certificate is named in messages to the one who serves, and to the one who calls. */
export interface TokenReferences {
  readonly toServer: KeyReference;
  readonly toClient: KeyReference;
}

/** What can be done instead of what is not supported. */
const instead: ReadonlyMap<string | undefined, string> = new Map([
  [
    "EncryptBeforeSigning",
    "a signature over encrypted content does not say that its sender knows the content: ask for SignBeforeEncrypting",
  ],
  ["KeyValueToken", "nobody vouches for a bare key, so it does not show who sent the message: use an X509Token"],
  ...["WssX509PkiPathV1Token10", "WssX509PkiPathV1Token11", "WssX509Pkcs7Token10", "WssX509Pkcs7Token11"].map((local): [string, string] => [
    local,
    "paths of certificates are not sent: ask for WssX509V3Token10, and have the receiver trust the authority that issued the certificate",
  ]),
  [
    "KerberosToken",
    "tickets are not sent in messages: use HTTP authentication by Negotiate, as the recipes for clients show it, or an X.509 token",
  ],
  ["SpnegoContextToken", "contexts are not negotiated in messages: use HTTP authentication by Negotiate, or an X.509 token"],
  [
    "SecurityContextToken",
    "sessions of WS-SecureConversation are not established: ask for a binding without one (`establishSecurityContext` of .NET)",
  ],
  [
    "SecureConversationToken",
    "sessions of WS-SecureConversation are not established: ask for a binding without one (`establishSecurityContext` of .NET)",
  ],
]);

/** An assertion that no reader knows. */
export function unsupported({ name }: PolicyAssertion): never {
  const advice = instead.get(policyName(name));
  throw new PolicyError(name, advice === undefined ? "not supported" : `not supported: ${advice}`);
}

/** The only token of an assertion such as InitiatorToken, read. */
export function readToken<Read>(assertion: PolicyAssertion, local: string, read: (token: PolicyAssertion) => Read): Read {
  return insideOf(assertion, ([token, another]) => {
    if (token === undefined) throw new PolicyError(assertion.name, "it names no token");
    if (policyName(token.name) !== local) return unsupported(token);
    if (another !== undefined) return unsupported(another);
    return read(token);
  });
}

const proofs: ReadonlyMap<string | undefined, TransportProof> = new Map([
  ["RequireClientCertificate", "clientCertificate"],
  ["HttpBasicAuthentication", "basic"],
  ["HttpDigestAuthentication", "digest"],
]);

/** HttpsToken. §5.4.10 */
export function readHttpsToken(token: PolicyAssertion, given: readonly TransportProof[]): void {
  if (token.attributes?.RequireClientCertificate === "true") checkProof("clientCertificate", token.name, given);
  insideOf(token, (assertions) => {
    for (const each of assertions) {
      const proof = proofs.get(policyName(each.name));
      if (proof === undefined) unsupported(each);
      else checkProof(proof, each.name, given);
    }
  });
}

/** HTTP authentication as .NET asks for it. */
export function readHttpAuthentication(assertion: PolicyAssertion, given: readonly TransportProof[]): void {
  const proof = proofs.get(`Http${httpAuthenticationName(assertion.name)}`);
  if (proof === undefined) unsupported(assertion);
  else checkProof(proof, assertion.name, given);
}

function checkProof(proof: TransportProof, name: string, given: readonly TransportProof[]): void {
  if (!given.includes(proof)) throw new PolicyError(name, `the transport has to bring it: say so with \`transport: ["${proof}"]\``);
}

/** UsernameToken. §5.4.1 */
export function readUsername(token: PolicyAssertion): "text" | "digest" {
  checkNoParameters(token);
  return insideOf(token, (assertions) => {
    const isDigest = assertions.some(({ name }) => policyName(name) === "HashPassword");
    for (const assertion of assertions) {
      const local = policyName(assertion.name) ?? "";
      if (["WssUsernameToken10", "WssUsernameToken11", "HashPassword"].includes(local)) continue;
      // A digest has both.
      if (!isDigest || !["Created", "Nonce"].includes(local)) unsupported(assertion);
    }
    return isDigest ? "digest" : "text";
  });
}

const references: ReadonlyMap<string | undefined, KeyReference> = new Map([
  ["RequireKeyIdentifierReference", "keyIdentifier"],
  ["RequireIssuerSerialReference", "issuerSerial"],
  ["RequireThumbprintReference", "thumbprint"],
]);

/** X509Token. §5.4.3 */
export function readX509Token(token: PolicyAssertion): TokenReferences {
  checkNoParameters(token);
  return referencesOf(
    token,
    insideOf(token, (assertions) => readX509(assertions)),
  );
}

/** The token of a SymmetricBinding: it may ask for keys that are derived from the shared one. §5.4.3, §7.4 */
export function readProtectionToken(
  token: PolicyAssertion,
): TokenReferences & { readonly derivedKeys: DerivedKeys | undefined; readonly derivation: Derivation } {
  checkNoParameters(token);
  return insideOf(token, (assertions) => {
    const isDerived = ({ name }: PolicyAssertion): boolean => /^Require(Explicit|Implied)?DerivedKeys$/.test(policyName(name) ?? "");
    const ways = new Set(assertions.filter(isDerived).map(({ name }) => policyName(name)));
    const isImplied = ways.has("RequireImpliedDerivedKeys");
    if (isImplied && ways.has("RequireExplicitDerivedKeys")) throw new PolicyError(token.name, "it derives keys in two ways");
    const outside = readX509(assertions.filter((each) => !isDerived(each)));
    // Policies in the namespace of 2005/07 mean derived keys of 2005/02.
    const version = token.name.startsWith("{http://schemas.xmlsoap.org/") ? "2005/02" : "1.3";
    return {
      ...referencesOf(token, outside),
      derivedKeys: ways.size > 0 ? version : undefined,
      derivation: isImplied ? "implied" : "explicit",
    };
  });
}

/** How the certificate is named where it does not go with the message. */
function readX509(assertions: readonly PolicyAssertion[]): KeyReference {
  // Every receiver knows this one.
  let reference: KeyReference = "issuerSerial";
  for (const assertion of assertions) {
    const local = policyName(assertion.name);
    reference = references.get(local) ?? reference;
    if (!references.has(local) && local !== "WssX509V3Token10" && local !== "WssX509V3Token11") unsupported(assertion);
  }
  return reference;
}

/** IncludeToken: whether the certificate goes with messages. §5.1.1 */
function referencesOf(token: PolicyAssertion, outside: KeyReference): TokenReferences {
  const [, inclusion = "/IncludeToken/Always"] =
    Object.entries(token.attributes ?? {}).find(([name]) => policyName(name) === "IncludeToken") ?? [];
  return {
    toServer: /\/(Always|AlwaysToRecipient|Once)$/.test(inclusion) ? "token" : outside,
    toClient: /\/(Always|AlwaysToInitiator)$/.test(inclusion) ? "token" : outside,
  };
}

/** SamlToken. §5.4.8 */
export function readSamlToken(token: PolicyAssertion): "1.1" | "2.0" {
  checkNoParameters(token);
  return insideOf(token, (assertions) => {
    const versions = new Set<"1.1" | "2.0">();
    for (const assertion of assertions) {
      const [, digit] = /^WssSamlV([12])[01]Token1[01]$/.exec(policyName(assertion.name) ?? "") ?? unsupported(assertion);
      versions.add(digit === "2" ? "2.0" : "1.1");
    }
    const [version, another] = versions;
    if (version === undefined || another !== undefined) throw new PolicyError(token.name, "it names no version of SAML, or two");
    return version;
  });
}

/**
 * IssuedToken: an assertion that the program has fetched itself. Who may issue it and what it has to say is said by our own lists, so its Issuer and Claims are not
 * looked at. Gives the version of SAML, if it names one. §5.4.2
 */
export function readIssuedToken(token: PolicyAssertion, isEndorsing: boolean): "1.1" | "2.0" | undefined {
  insideOf(token, (assertions) => {
    for (const each of assertions) if (!/^Require(In|Ex)ternalReference$/.test(policyName(each.name) ?? "")) unsupported(each);
  });
  const template = (token.parameters ?? []).find(({ name }) => policyName(name) === "RequestSecurityTokenTemplate");
  const asked = (local: string): string | undefined => template?.parameters?.find(({ name }) => name.endsWith(`}${local}`))?.text?.trim();
  const type = asked("TokenType");
  const [, saml11, saml20] = /(SAMLV1\.1$|SAML:1\.[01]:assertion$)|(SAMLV2\.0$|SAML:2\.0:assertion$)/.exec(type ?? "") ?? [];
  if (type !== undefined && saml11 === undefined && saml20 === undefined)
    throw new PolicyError(token.name, `tokens of the type "${type.slice(0, 200)}" are not assertions of SAML`);
  checkKeyType(token, asked("KeyType"), isEndorsing);
  return saml20 !== undefined ? "2.0" : saml11 !== undefined ? "1.1" : undefined;
}

/** A secret that the issuer has put into the assertion would have to be known to us, too. WS-Trust 1.3 §9.2 */
function checkKeyType({ name }: PolicyAssertion, keyType: string | undefined, isEndorsing: boolean): void {
  const isPublic = keyType?.endsWith("/PublicKey") === true;
  if (isEndorsing && !isPublic)
    throw new PolicyError(
      name,
      "a token that endorses needs the KeyType PublicKey: no signature is made by a secret that an issuer gives out",
    );
  if (!isEndorsing && isPublic) throw new PolicyError(name, "its key signs nothing: use EndorsingSupportingTokens, or the KeyType Bearer");
}

/** An issuer, claims: who may issue a token is said by our own lists. */
function checkNoParameters({ name, parameters = [] }: PolicyAssertion): void {
  const [first] = parameters;
  if (first !== undefined) throw new PolicyError(name, `"${first.name}" is not supported in it`);
}
