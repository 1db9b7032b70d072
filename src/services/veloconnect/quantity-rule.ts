/**
 * Which quantities of a request are looked at any further.
 */

import { parseDecimal } from "./decimal.js";
import type { ItemIdentification, Quantity } from "./messages.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";

/** xs:decimal has no end; arithmetic on a million digits would hold the server up. */
const mostCharacters = 40;

/** Refuses with 400 a quantity that is negative, or has more digits than any real one. */
export function checkQuantity(item: ItemIdentification, { $value }: Quantity): void {
  const number = item.id.$value.slice(0, 100);
  if ($value.length > mostCharacters) throw new Refused(ResponseCode.generalError, texts.tooManyDigits(number));
  if (parseDecimal($value).unscaled < 0n) throw new Refused(ResponseCode.generalError, texts.negativeQuantity(number));
}
