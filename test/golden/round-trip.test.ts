/**
 * Values of generated types -> documents -> the same values, with the generated codecs themselves.
 */
import { type Codec, decode, encode } from "soapwright";
import { expect, test } from "vitest";
import { Extended, Payment, Swap } from "./choice-once/expected/shop.js";
import { Ledger } from "./choice-repeated/expected/shop.js";
import { Para } from "./mixed/expected/shop.js";
import { Occurs } from "./occurrence-and-nil/expected/shop.js";
import { Geo } from "./optional-group/expected/shop.js";
import * as values from "./values.js";
import { AnyAddress } from "./xsi-type/expected/shop.js";

/** A codec with one of its values; the pair was checked where it was made. */
function pair<T>(codec: Codec<T, T>, value: T): readonly [Codec<unknown>, unknown] {
  return [codec as unknown as Codec<unknown>, value];
}

test.each([
  ["occurrence and nil", ...pair<Occurs>(Occurs, values.occurs), "<A>1</A>"],
  ["a choice", ...pair<Payment>(Payment, values.payment), "<Amount>2.00</Amount>"],
  ["an extended choice", ...pair<Extended>(Extended, values.extended), "<Extra>e</Extra>"],
  ["keys in the order of the value", ...pair<Swap>(Swap, values.swap), "<Y>1</Y><X>2</X>"],
  ["a repeated choice", ...pair<Ledger>(Ledger, values.ledger), "<Credit>1.00</Credit>"],
  ["an optional group left out", ...pair<Geo>(Geo, values.geo), "<Label>here</Label>"],
  ["mixed content", ...pair<Para>(Para, values.para), "Hi <b>there</b>"],
  ["a derived type", ...pair<AnyAddress>(AnyAddress, values.address), "<Zip>1</Zip>"],
])("%s", (_, codec, value, part) => {
  const written = encode(codec, value);
  const text = new TextDecoder().decode(written);
  expect(text.replace(/ xmlns(:\w+)?="[^"]*"|\b\w+:(?=[A-Za-z])/g, "")).toContain(part);
  expect(decode(codec, written)).toEqual(value);
});
