/**
 * Values that the generated types must allow, as a person would write and read them.
 */
import type { Extended, Payment, Swap } from "./choice-once/expected/shop.js";
import type { Ledger } from "./choice-repeated/expected/shop.js";
import type { Para } from "./mixed/expected/shop.js";
import type { Occurs } from "./occurrence-and-nil/expected/shop.js";
import type { Geo } from "./optional-group/expected/shop.js";
import type { Drawing } from "./substitution-groups/expected/shop.js";
import type { AnyAddress } from "./xsi-type/expected/shop.js";

export type { Extended, Payment };

export const occurs: Occurs = { a: "1", b: null, e: ["1", "2"], f: [null, "2"], price: { $nil: true, currency: "EUR" } };
export const payment: Payment = { amount: "2.00", iban: "DE12" };
export const extended: Extended = { amount: "2.00", card: { name: "N" }, extra: "e" };
export const swap: Swap = { y: "1", x: "2" };
export const ledger: Ledger = {
  $choice: [
    { name: "Credit", value: "1.00" },
    { name: "{urn:ext}Note", value: {} },
  ],
};
export const address: AnyAddress = { $type: "UsAddress", street: "Main", zip: "1" };
export const geo: Geo = { label: "here" };
export const para: Para = { $content: ["Hi ", { name: "b", value: { $content: ["there"] } }] };

export function route(payment: Payment): string {
  if (payment.card) return payment.card.name;
  if (payment.iban !== undefined) return payment.iban + (payment.bic ?? "");
  return payment.voucher.join();
}

export function sum(ledger: Ledger): readonly string[] {
  return (ledger.$choice ?? []).map((item) => {
    switch (item.name) {
      case "Credit":
        return item.value;
      case "Debit":
        return item.value ?? "nil";
      case "{urn:ext}Note":
        return item.value.by ?? "";
      case "local":
        return String(item.value);
      case "$any":
        return item.value.name;
      default:
        return item satisfies never;
    }
  });
}

export function plain(para: Para): string {
  return (para.$content ?? [])
    .map((item) => (typeof item === "string" ? item : item.name === "b" ? plain(item.value) : item.value.$value))
    .join("");
}

export function area({ shape }: Drawing): number {
  return shape.name === "Square" ? shape.value.side : shape.value.r;
}

export function streetAndZip(address: AnyAddress): string {
  switch (address.$type) {
    case "UsAddress":
      return `${address.street} ${address.zip}`;
    default:
      return address.street;
  }
}
