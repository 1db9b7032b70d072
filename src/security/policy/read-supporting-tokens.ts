/**
 * Assertions about supporting tokens -> the tokens that requests carry beside those of the binding. WS-SecurityPolicy 1.3 §8
 */
import type { PolicyAssertion } from "../../service/policy.js";
import type { MessagePart } from "../signature/verified-envelope.js";
import { insideOf } from "./alternatives.js";
import { policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";
import type { BindingKind } from "./read-binding.js";
import { readRequiredParts } from "./read-parts.js";
import { readIssuedToken, readSamlToken, readUsername, readX509Token, type TokenReferences, unsupported } from "./read-tokens.js";

/** What a token is. */
export type TokenContent =
  | { readonly kind: "username"; readonly password: "text" | "digest" }
  | { readonly kind: "saml"; readonly version: "1.1" | "2.0" | undefined }
  | { readonly kind: "x509"; readonly references: TokenReferences };

/** A token beside those of the binding. */
export interface SupportingToken<Content extends TokenContent = TokenContent> {
  /** The Clark name of its assertion. */
  readonly name: string;
  readonly content: Content;
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
  /** Its key signs the message's own signature, or the Timestamp under TLS. */
  readonly isEndorsing: boolean;
  /** Parts that its key signs, too. */
  readonly parts: readonly MessagePart[];
}

/** The tokens of one kind, of which a message has one at most. Throws a PolicyError for more. */
export function onlyToken<Kind extends TokenContent["kind"]>(
  tokens: readonly SupportingToken[],
  kind: Kind,
  reason: string,
): SupportingToken<Extract<TokenContent, { kind: Kind }>> | undefined {
  const isOfKind = (token: SupportingToken): token is SupportingToken<Extract<TokenContent, { kind: Kind }>> => token.content.kind === kind;
  const [token, second] = tokens.filter(isOfKind);
  if (second !== undefined) throw new PolicyError(second.name, reason);
  return token;
}

/** The tokens of one assertion about them; none for another assertion. Throws a PolicyError. */
export function readSupportingTokens(assertion: PolicyAssertion, binding: BindingKind): readonly SupportingToken[] {
  const local = policyName(assertion.name) ?? "";
  if (!local.endsWith("SupportingTokens")) return [];
  const [, signed, endorsing, encrypted] = /^(Signed)?(Endorsing)?(Encrypted)?SupportingTokens$/.exec(local) ?? unsupported(assertion);
  const use = { isSigned: signed !== undefined, isEncrypted: encrypted !== undefined, isEndorsing: endorsing !== undefined };
  if (binding === "none" && Object.values(use).some((each) => each))
    throw new PolicyError(assertion.name, "there is no binding that signs or encrypts");
  return insideOf(assertion, (inside) => {
    const isParts = ({ name }: PolicyAssertion): boolean => /^Signed(Parts|Elements)$/.test(policyName(name) ?? "");
    const [first] = inside.filter(isParts);
    // Such a signature would have to be told from the message's own one by more than what it is over.
    if (first !== undefined && (binding !== "transport" || endorsing === undefined)) return unsupported(first);
    const parts = inside.filter(isParts).flatMap(readRequiredParts);
    return inside.filter((each) => !isParts(each)).map((token) => ({ name: token.name, ...use, parts, content: readContent(token, use) }));
  });
}

type TokenUse = Pick<SupportingToken, "isSigned" | "isEncrypted" | "isEndorsing">;

function readContent(token: PolicyAssertion, { isEndorsing }: TokenUse): TokenContent {
  switch (policyName(token.name)) {
    case "UsernameToken":
      if (isEndorsing) throw new PolicyError(token.name, endorsingPassword);
      return { kind: "username", password: readUsername(token) };
    case "SamlToken":
      return { kind: "saml", version: readSamlToken(token) };
    case "IssuedToken":
      return { kind: "saml", version: readIssuedToken(token, isEndorsing) };
    case "X509Token":
      if (!isEndorsing)
        throw new PolicyError(token.name, "a certificate that signs nothing does not show who sent it: use EndorsingSupportingTokens");
      return { kind: "x509", references: readX509Token(token) };
    default:
      return unsupported(token);
  }
}

const endorsingPassword =
  "no key is made of a password, which anyone who reads the signature could find by trying: send the UsernameToken by SignedEncryptedSupportingTokens, or endorse by an X509Token";
