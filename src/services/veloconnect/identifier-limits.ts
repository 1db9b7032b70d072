/**
 * How long identifiers and passwords may be. The schema has no limits; without any, what came in would be hashed, kept and sent back at any length.
 */
import type { Identifier, ItemIdentification } from "./messages.js";

/** Characters of an identifier, and of each attribute that says which scheme it is in. The longest numbers in use, GS1's, have 34. */
export const maxIdentifierLength = 255;

/** Characters of a password. NIST SP 800-63B §3.1.1.2 asks for 64 at least. */
export const maxPasswordLength = 1000;

/** Tests if an identifier can be looked up and sent back. */
export function isSaneIdentifier(id: Identifier): boolean {
  // The contract's identifiers have more attributes than the rules touch, and all are repeated.
  let part: keyof Identifier;
  for (part in id) if ((id[part]?.length ?? 0) > maxIdentifierLength) return false;
  return true;
}

const nothing: Identifier = { $value: "" };

/** An identifier as an answer repeats it: empty if it is too long. */
export function repeatIdentifier(id: Identifier | undefined): Identifier {
  return id !== undefined && isSaneIdentifier(id) ? id : nothing;
}

/** The number of an item as a refusal repeats it, without what else may stand beside it. */
export function repeatItem(item: ItemIdentification | undefined): ItemIdentification {
  return { id: repeatIdentifier(item?.id) };
}
