/**
 * Names that a revision's schema lists.
 */
import type { SimpleType } from "../../runtime/codec.js";
import { enumeratedTexts } from "../../runtime/simple-text.js";

/** Tests texts for being values of an enumerated type. */
export function isOneOf<Name extends string>(type: SimpleType<Name>): (text: string) => text is Name {
  const texts: ReadonlySet<string> = new Set(enumeratedTexts(type));
  return (text): text is Name => texts.has(text);
}
