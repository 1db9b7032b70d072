/**
 * What one alternative of a policy demands of messages, in our words.
 */
import type { MessagePart } from "../signature/verified-envelope.js";
import type { KeyReference } from "../signature/write-key-reference.js";
import type { SharedKeyDemands, TimestampPlace } from "./read-binding.js";
import type { Suite } from "./read-suite.js";
import type { TokenReferences } from "./read-tokens.js";

/** What is demanded of messages in one direction. */
export interface MessageDemands {
  readonly sign: readonly MessagePart[];
  readonly encrypt: readonly MessagePart[];
  /** Parts that have to be there. */
  readonly required: readonly MessagePart[];
}

/** How a message's own signature is signed. */
export interface EndorsementDemands {
  /** How the message tells whose key that is. */
  readonly reference: KeyReference | "assertion";
  /** The message's own signature is over the token. */
  readonly isSigned: boolean;
}

/** How an assertion of SAML is sent. */
export interface AssertionDemands {
  /** Undefined: either. */
  readonly version: "1.1" | "2.0" | undefined;
  /** It is for the holder of a key, who signs. */
  readonly isEndorsing: boolean;
  /** The message's own signature is over it. */
  readonly isSigned: boolean;
}

/** What a policy demands. */
export interface Demands {
  readonly https: boolean;
  /** Each request brings a key, which protects the answer too. */
  readonly sharedKey: SharedKeyDemands | undefined;
  readonly timestamp: boolean;
  /** Answers confirm the signatures of their requests. */
  readonly confirmation: boolean;
  /** How the UsernameToken carries its password; undefined if the policy asks for no UsernameToken. */
  readonly username: "text" | "digest" | undefined;
  /** A second signature, over the message's own one; undefined: the policy asks for no such signature, or for one over the Timestamp under TLS. */
  readonly endorsement: EndorsementDemands | undefined;
  /** Signatures are over the tokens that they are made with. */
  readonly protectTokens: boolean;
  /** Where the Timestamp stands; undefined: anywhere. */
  readonly timestampPlace: TimestampPlace | undefined;
  /** An assertion of SAML that is sent; undefined: none is. */
  readonly saml: AssertionDemands | undefined;
  readonly suite: Suite | undefined;
  /** The caller's certificate and that of the one who serves; undefined: not used. */
  readonly initiator: TokenReferences | undefined;
  readonly recipient: TokenReferences | undefined;
  readonly input: MessageDemands;
  readonly output: MessageDemands;
  /** Clark names of assertions that are not about security. */
  readonly others: readonly string[];
}
