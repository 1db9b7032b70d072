/**
 * The assertions in a Security header, by what their start tags say. SAML Token Profile 1.1 §3.3
 */
import { childElements, type LocatedElement } from "../envelope/located-element.js";
import type { Outline } from "../envelope/outline.js";
import { assertionNames, Name } from "../names.js";

/** The assertions of a message. */
export function assertionsIn({ security }: Outline): readonly LocatedElement[] {
  return (security === undefined ? [] : childElements(security)).filter(({ name }) => assertionNames.includes(name));
}

/** The version and the identifier of an assertion. */
export function identifierOf({ name, attributes }: LocatedElement): { readonly version: "1.1" | "2.0"; readonly id: string } {
  const version = name === Name.assertion20 ? "2.0" : "1.1";
  return { version, id: attributes[version === "2.0" ? "ID" : "AssertionID"] ?? "" };
}
