/**
 * SignedParts, EncryptedParts and their like -> parts of messages. WS-SecurityPolicy 1.3 §4
 */
import type { PolicyAssertion, PolicyElement } from "../../service/policy.js";
import { addressingNamespaces, Name } from "../names.js";
import type { MessagePart } from "../signature/verified-envelope.js";
import { policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";

/** The parts that an assertion names. Throws a PolicyError. */
export function readParts(assertion: PolicyAssertion): readonly MessagePart[] {
  const { name, parameters = [] } = assertion;
  if (parameters.length === 0) throw new PolicyError(name, "all header blocks at once are not supported: they must be named");
  return [...new Set(parameters.map((parameter) => partOf(parameter, name)))];
}

/** The parts whose content is encrypted, while their tags stay as they are: the Body. Throws a PolicyError. §4.2.3 */
export function readContents(assertion: PolicyAssertion): readonly MessagePart[] {
  const parts = readParts(assertion);
  const other = parts.find((part) => part !== "body");
  if (other !== undefined)
    throw new PolicyError(assertion.name, `the content of "${other}" cannot be encrypted alone: ask for EncryptedElements`);
  return parts;
}

/** The header blocks, and parts that paths lead to, that messages have to have. Unlike for signatures, each header block counts by itself. Throws a PolicyError. */
export function readRequiredParts({ name, parameters = [] }: PolicyAssertion): readonly MessagePart[] {
  return parameters.map((parameter): MessagePart => {
    const { Namespace, Name: local } = parameter.attributes ?? {};
    return policyName(parameter.name) === "Header" && local !== undefined ? `{${Namespace ?? ""}}${local}` : partOf(parameter, name);
  });
}

function partOf({ name, attributes = {}, text = "" }: PolicyElement, assertion: string): MessagePart {
  const local = policyName(name);
  if (local === "Body") return "body";
  if (local === "Header") return headerNamed(attributes.Namespace ?? "", attributes.Name, assertion);
  if (local === "XPath") return partAt(text, assertion);
  throw new PolicyError(assertion, `"${name}" is not supported in it`);
}

function headerNamed(namespace: string, local: string | undefined, assertion: string): MessagePart {
  if (addressingNamespaces.includes(namespace)) return "addressing";
  if (local === undefined) throw new PolicyError(assertion, `header blocks of "${namespace}" must be named one by one`);
  return `{${namespace}}${local}`;
}

const soap = String.raw`Q\{http://(?:schemas\.xmlsoap\.org/soap/envelope/|www\.w3\.org/2003/05/soap-envelope)\}`;
const bodyPath = new RegExp(`^(?:/${soap}Envelope/|//)${soap}Body$`);
const headerPath = new RegExp(`^(?:/${soap}Envelope/|//)${soap}Header/Q(\\{[^}]*\\}[^/[\\]*]+)$`);
const tokenPath = new RegExp(
  `^(?:/${soap}Envelope/${soap}Header/Q\\{[^}]*\\}Security/|//(?:Q\\{[^}]*\\}Security/)?)Q(\\{[^}]*\\}[^/[\\]*]+)$`,
);

/** The part that a path leads to: paths to the Body, to a header block, to the Timestamp and to the UsernameToken. */
function partAt(path: string, assertion: string): MessagePart {
  if (bodyPath.test(path)) return "body";
  const token = tokenPath.exec(path)?.[1];
  if (token === Name.timestamp) return "timestamp";
  if (token === Name.usernameToken) return "usernameToken";
  const header = headerPath.exec(path)?.[1] ?? "";
  const end = header.indexOf("}");
  if (end > 0) return headerNamed(header.slice(1, end), header.slice(end + 1), assertion);
  throw new PolicyError(assertion, `the path "${path.slice(0, 200)}" is not supported`);
}
