/**
 * Tables written by hand, one for each construct, as generated code writes them; checked against their interfaces by the compiler.
 */

import {
  type AnyOf,
  anyOf,
  attribute,
  attributeSet,
  type Codec,
  type ComplexType,
  type ElementCodec,
  element,
  elementSet,
  enumeration,
  type GroupTable,
  head,
  type Item,
  list,
  type Maybe,
  type Nil,
  type OneOf,
  restriction,
  type SimpleType,
  union,
  type XmlAttributes,
  type XmlContent,
  type XmlElement,
  xmlAttributes,
  xmlElement,
  xsAnyType,
  xsBoolean,
  xsDate,
  xsDecimal,
  xsID,
  xsIDREF,
  xsIDREFS,
  xsInt,
  xsLong,
  xsQName,
  xsString,
  xsToken,
} from "soapwright/runtime-v1";
import { checkedComplexType, checkedExtension, checkedGroup } from "../../support/checked-tables.js";

export interface Occurs {
  a: string;
  b: string | null;
  c?: string;
  d?: string | null;
  f: readonly (string | null)[];
  g?: readonly string[];
}
export const Occurs: ComplexType<Occurs> = checkedComplexType<Occurs>("{urn:shop}Occurs", {
  a: ["A", () => xsString],
  b: ["B", () => xsString, "nil"],
  c: ["C", () => xsString, "?"],
  d: ["D", () => xsString, "?nil"],
  f: ["F", () => xsString, "+nil"],
  g: ["G", () => xsString, "*"],
});

export type Currency = "EUR" | "GBP" | "x y";
export const Currency: SimpleType<Currency> = enumeration<Currency, ["EUR", "GBP", "x y"]>("{urn:shop}Currency", () => xsToken, [
  "EUR",
  "GBP",
  "x y",
]);

export interface Price {
  $value: string;
  currency: Currency;
  rate?: string;
  version?: string;
  value?: string;
}
export const Price: ComplexType<Price> = checkedComplexType<Price>("{urn:shop}Price", {
  $value: ["#text", () => xsDecimal],
  currency: ["@currency", () => Currency],
  rate: ["@rate", () => xsDecimal, "?", { default: "1" }],
  version: ["@version", () => xsDecimal, "?", { fixed: "1.0" }],
  value: ["@value", () => xsString, "?"],
});

export interface Priced {
  price: Price | Nil<{ currency: Currency; rate?: string; version?: string; value?: string }>;
  empty?: Empty;
}
export type Empty = Record<never, never>;
export const Empty: ComplexType<Empty> = checkedComplexType<Empty>("{urn:shop}Empty", {});
export const Priced: ComplexType<Priced> = checkedComplexType<Priced>("{urn:shop}Priced", {
  price: ["Price", () => Price, "nil"],
  empty: ["Empty", () => Empty, "?"],
});

export type Geo = { label: string } & Maybe<{ lat: string; lon: string; alt?: string }>;
export const Geo: ComplexType<Geo> = checkedComplexType<Geo>(
  "{urn:shop}Geo",
  {
    label: ["Label", () => xsString],
    lat: ["Lat", () => xsString],
    lon: ["Lon", () => xsString],
    alt: ["Alt", () => xsString, "?"],
  },
  { model: "label (lat lon alt)?" },
);

export interface Party {
  name: string;
}
export const Party: ComplexType<Party> = checkedComplexType<Party>("{urn:shop}Party", { name: ["Name", () => xsString] });

export type Payment = { amount: string } & OneOf<[{ card: Party }, { iban: string; bic?: string }, { voucher: readonly string[] }]>;
export const Payment: ComplexType<Payment> = checkedComplexType<Payment>(
  "{urn:shop}Payment",
  {
    amount: ["Amount", () => xsDecimal],
    card: ["Card", () => Party],
    iban: ["Iban", () => xsString],
    bic: ["Bic", () => xsString, "?"],
    voucher: ["Voucher", () => xsString, "+"],
  },
  { model: "amount (card | (iban bic) | voucher)" },
);

export type Shared = OneOf<[{ id: string; note?: string }, { name: string; note?: string }]>;
export const Shared: ComplexType<Shared> = checkedComplexType<Shared>(
  "{urn:shop}Shared",
  { id: ["Id", () => xsString], name: ["Name", () => xsString], note: ["Note", () => xsString, "?"] },
  { model: "((id note) | (name note))" },
);

export interface Swap {
  x: string;
  y: string;
}
export const Swap: ComplexType<Swap> = checkedComplexType<Swap>(
  "{urn:shop}Swap",
  { x: ["X", () => xsString], y: ["Y", () => xsString] },
  { model: "((x y) | (y x))" },
);

export const NoteElement: ElementCodec<Party> = element<Party>("{urn:ext}Note", () => Party);

export interface Ledger {
  $choice?: readonly Item<{ Credit: string; Debit: string; "{urn:ext}Note": Party }>[];
}
export const Ledger: ComplexType<Ledger> = checkedComplexType<Ledger>("{urn:shop}Ledger", {
  $choice: ["|", { Credit: () => xsDecimal, Debit: () => xsDecimal, "{urn:ext}Note": () => Party }, "*"],
});

export interface EntriesSequence {
  key: string;
  val?: string;
}
export const EntriesSequence: GroupTable<EntriesSequence> = checkedGroup<EntriesSequence>("{urn:shop}EntriesSequence", {
  key: ["Key", () => xsString],
  val: ["Val", () => xsString, "?"],
});
export interface Entries {
  $sequence: readonly EntriesSequence[];
}
export const Entries: ComplexType<Entries> = checkedComplexType<Entries>("{urn:shop}Entries", {
  $sequence: ["()", () => EntriesSequence, "+"],
});

export interface Twice {
  a: string;
  b?: string;
  a2: string;
}
export const Twice: ComplexType<Twice> = checkedComplexType<Twice>("{urn:shop}Twice", {
  a: ["A", () => xsString],
  b: ["B", () => xsString, "?"],
  a2: ["A", () => xsString],
});

export interface Card {
  first: string;
  last: string;
  nick?: string;
}
export const Card: ComplexType<Card> = checkedComplexType<Card>(
  "{urn:shop}Card",
  { first: ["First", () => xsString], last: ["Last", () => xsString], nick: ["Nick", () => xsString, "?"] },
  { model: "(first & last & nick)" },
);

export interface Link {
  $value: string;
  href: string;
}
export const Link: ComplexType<Link> = checkedComplexType<Link>("{urn:shop}Link", {
  $value: ["#text", () => xsString],
  href: ["@href", () => xsString],
});
export interface Para {
  $content?: readonly (string | Item<{ b: Para; link: Link }>)[];
  lang?: string;
}
export const Para: ComplexType<Para> = checkedComplexType<Para>("{urn:shop}Para", {
  $content: ["mixed", { b: () => Para, link: () => Link }, "*"],
  lang: ["@lang", () => xsToken, "?"],
});

export const extElements = elementSet(() => [NoteElement]);
export const extAttributes = attributeSet(() => [attribute<number>("{urn:ext}rank", () => xsInt)]);
export interface Open {
  id: string;
  data?: XmlContent;
  $any?: readonly XmlElement[];
  $attributes?: XmlAttributes;
}
export const Open: ComplexType<Open> = checkedComplexType<Open>("{urn:shop}Open", {
  id: ["Id", () => xsString],
  data: ["Data", () => xsAnyType, "?"],
  $any: ["any ##other lax", () => xmlElement, "*", () => [extElements]],
  $attributes: ["@any ##any lax", () => xmlAttributes, "?", () => [extAttributes]],
});

export interface Circle {
  r: number;
}
export const Circle: ComplexType<Circle> = checkedComplexType<Circle>("{urn:shop}Circle", { r: ["R", () => xsInt] });
export interface Square {
  side: number;
}
export const Square: ComplexType<Square> = checkedComplexType<Square>("{urn:shop}Square", { side: ["Side", () => xsInt] });
export const CircleElement: ElementCodec<Circle> = element<Circle>("{urn:shop}Circle", () => Circle);
export const SquareElement: ElementCodec<Square> = element<Square>("{urn:shop}Square", () => Square);
export type AnyShapeElement = Item<{ Circle: Circle; Square: Square }>;
export const AnyShapeElement: ElementCodec<AnyShapeElement> = head<{ Circle: Circle; Square: Square }>({
  Circle: () => CircleElement,
  Square: () => SquareElement,
});
export interface Drawing {
  shape: AnyShapeElement;
  more?: readonly AnyShapeElement[];
}
export const Drawing: ComplexType<Drawing> = checkedComplexType<Drawing>("{urn:shop}Drawing", {
  shape: ["&", () => AnyShapeElement],
  more: ["&", () => AnyShapeElement, "*"],
});

export interface Address {
  street: string;
}
export const Address: ComplexType<Address> = checkedComplexType<Address>("{urn:shop}Address", { street: ["Street", () => xsString] });
export interface UsAddress extends Address {
  zip: string;
}
export const UsAddress: ComplexType<UsAddress> = checkedExtension<UsAddress, Address>("{urn:shop}UsAddress", () => Address, {
  zip: ["Zip", () => xsString],
});
export interface ExpressAddress extends Address {
  order?: Ledger;
}
export const ExpressAddress: ComplexType<ExpressAddress> = checkedExtension<ExpressAddress, Address>(
  "{urn:express}ExpressAddress",
  () => Address,
  { order: ["Order", () => Ledger, "?"] },
);
export interface AddressTypes {
  Address: Address;
  UsAddress: UsAddress;
  "{urn:express}ExpressAddress": ExpressAddress;
}
export type AnyAddress = AnyOf<AddressTypes, "Address">;
export const AnyAddress: Codec<AnyAddress> = anyOf<AddressTypes, "Address">("Address", {
  Address: () => Address,
  UsAddress: () => UsAddress,
  "{urn:express}ExpressAddress": () => ExpressAddress,
});
export interface Shipment {
  to: AnyAddress;
  stops?: readonly AnyAddress[];
}
export const Shipment: ComplexType<Shipment> = checkedComplexType<Shipment>("{urn:shop}Shipment", {
  to: ["To", () => AnyAddress],
  stops: ["Stops", () => AnyAddress, "*"],
});

export type LevelWord = "low" | "high";
export const LevelWord: SimpleType<LevelWord> = enumeration<LevelWord, ["low", "high"]>("{urn:shop}LevelWord", () => xsToken, [
  "low",
  "high",
]);
export type Level = number | LevelWord;
export const Level: SimpleType<Level> = union<Level>("{urn:shop}Level", () => [xsInt, LevelWord]);
export type Status = number;
export const Status: SimpleType<Status> = restriction<Status>("{urn:shop}Status", () => xsInt, { minInclusive: "1", maxInclusive: "199" });
export interface Simple {
  level: Level;
  levels: readonly Level[];
  status: Status;
  long: bigint;
  flag: boolean;
  when?: string;
  kind?: string;
}
export const Levels: SimpleType<readonly Level[]> = list<readonly Level[]>("{urn:shop}Levels", () => Level);
export const Simple: ComplexType<Simple> = checkedComplexType<Simple>("{urn:shop}Simple", {
  level: ["Level", () => Level],
  levels: ["Levels", () => Levels],
  status: ["Status", () => Status],
  long: ["Long", () => xsLong],
  flag: ["Flag", () => xsBoolean],
  when: ["When", () => xsDate, "?"],
  kind: ["Kind", () => xsQName, "?"],
});

export interface Node {
  id: string;
  next?: string;
  others?: readonly string[];
  child?: readonly Node[];
}
export const Node: ComplexType<Node> = checkedComplexType<Node>("{urn:shop}Node", {
  child: ["Child", () => Node, "*"],
  id: ["@id", () => xsID],
  next: ["@next", () => xsIDREF, "?"],
  others: ["@others", () => xsIDREFS, "?"],
});
