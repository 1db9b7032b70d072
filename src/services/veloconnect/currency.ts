/**
 * Currencies as UBL lists them: codes of ISO 4217.
 */
import { CurrencyCodeContentType } from "../../../generated/veloconnect/currency-code-1-0.js";
import { enumeratedTexts } from "../../runtime/simple-text.js";
import type { Currency } from "./messages.js";

const currencies: ReadonlySet<string> = new Set(enumeratedTexts(CurrencyCodeContentType));

/** Tests if messages can carry a code. */
export function isCurrency(code: string): code is Currency {
  return currencies.has(code);
}
