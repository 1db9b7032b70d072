/** Every construct: document -> value -> document -> value, as the mapping says. */
import { type Codec, decode, encode } from "soapwright";
import { describe, expect, test } from "vitest";
import * as t from "./constructs.js";

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

interface Case {
  readonly codec: Codec;
  readonly given: string;
  readonly want: unknown;
  /** The document written, where it differs from the given one beyond prefixes. */
  readonly written?: string;
}

const cases: readonly [string, Case][] = [
  [
    "absent, nil and empty are three things",
    {
      codec: t.Occurs,
      given: `<Occurs xmlns="urn:shop" ${xsi}><A>1</A><B xsi:nil="true"/><F xsi:nil="1"/><F>2</F><G/></Occurs>`,
      want: { a: "1", b: null, f: [null, "2"], g: [""] },
      written: `<Occurs xmlns="urn:shop" ${xsi}><A>1</A><B xsi:nil="true"/><F xsi:nil="true"/><F>2</F><G/></Occurs>`,
    },
  ],
  [
    "simple content with attributes",
    {
      codec: t.Price,
      given: '<Price xmlns="urn:shop" currency="x y" version="1">1.50</Price>',
      want: { $value: "1.50", currency: "x y", version: "1" },
    },
  ],
  [
    "nil with attributes; empty type",
    {
      codec: t.Priced,
      given: `<Priced xmlns="urn:shop" ${xsi}><Price xsi:nil="true" currency="EUR"/><Empty/></Priced>`,
      want: { price: { $nil: true, currency: "EUR" }, empty: {} },
      written: `<Priced xmlns="urn:shop" ${xsi}><Price xsi:nil="true" currency="EUR"/><Empty/></Priced>`,
    },
  ],
  ["optional group", { codec: t.Geo, given: '<Geo xmlns="urn:shop"><Label>a</Label></Geo>', want: { label: "a" } }],
  [
    "optional group, present",
    {
      codec: t.Geo,
      given: '<Geo xmlns="urn:shop"><Label>a</Label><Lat>1</Lat><Lon>2</Lon></Geo>',
      want: { label: "a", lat: "1", lon: "2" },
    },
  ],
  [
    "choice, first branch",
    {
      codec: t.Payment,
      given: '<Payment xmlns="urn:shop"><Amount>2.00</Amount><Card><Name>n</Name></Card></Payment>',
      want: { amount: "2.00", card: { name: "n" } },
    },
  ],
  [
    "choice, second branch",
    {
      codec: t.Payment,
      given: '<Payment xmlns="urn:shop"><Amount>2.00</Amount><Iban>DE12</Iban><Bic>B</Bic></Payment>',
      want: { amount: "2.00", iban: "DE12", bic: "B" },
    },
  ],
  [
    "choice, repeated member",
    {
      codec: t.Payment,
      given: '<Payment xmlns="urn:shop"><Amount>2.00</Amount><Voucher>a</Voucher><Voucher>b</Voucher></Payment>',
      want: { amount: "2.00", voucher: ["a", "b"] },
    },
  ],
  [
    "element shared by branches",
    { codec: t.Shared, given: '<Shared xmlns="urn:shop"><Name>n</Name><Note>x</Note></Shared>', want: { name: "n", note: "x" } },
  ],
  ["permutation", { codec: t.Swap, given: '<Swap xmlns="urn:shop"><Y>y</Y><X>x</X></Swap>', want: { y: "y", x: "x" } }],
  [
    "repeated choice",
    {
      codec: t.Ledger,
      given:
        '<Ledger xmlns="urn:shop" xmlns:e="urn:ext"><Credit>1.00</Credit><Debit>2.00</Debit><e:Note><Name>n</Name></e:Note><Credit>3</Credit></Ledger>',
      want: {
        $choice: [
          { name: "Credit", value: "1.00" },
          { name: "Debit", value: "2.00" },
          { name: "{urn:ext}Note", value: { name: "n" } },
          { name: "Credit", value: "3" },
        ],
      },
    },
  ],
  ["repeated choice, empty", { codec: t.Ledger, given: '<Ledger xmlns="urn:shop"/>', want: {} }],
  [
    "repeated sequence",
    {
      codec: t.Entries,
      given: '<Entries xmlns="urn:shop"><Key>1</Key><Val>2</Val><Key>3</Key><Key>4</Key><Val>5</Val></Entries>',
      want: { $sequence: [{ key: "1", val: "2" }, { key: "3" }, { key: "4", val: "5" }] },
    },
  ],
  [
    "one name twice",
    { codec: t.Twice, given: '<Twice xmlns="urn:shop"><A>1</A><B>2</B><A>3</A></Twice>', want: { a: "1", b: "2", a2: "3" } },
  ],
  [
    "all",
    {
      codec: t.Card,
      given: '<Card xmlns="urn:shop"><Nick>n</Nick><Last>l</Last><First>f</First></Card>',
      want: { nick: "n", last: "l", first: "f" },
    },
  ],
  [
    "mixed content",
    {
      codec: t.Para,
      given: '<Para xmlns="urn:shop" lang="en">Hi <b>there <link href="x">y</link></b> &amp; <b/>!</Para>',
      want: {
        lang: "en",
        $content: [
          "Hi ",
          { name: "b", value: { $content: ["there ", { name: "link", value: { href: "x", $value: "y" } }] } },
          " & ",
          { name: "b", value: {} },
          "!",
        ],
      },
    },
  ],
  [
    "substitution group",
    {
      codec: t.Drawing,
      given: '<Drawing xmlns="urn:shop"><Square><Side>2</Side></Square><Circle><R>1</R></Circle><Square><Side>3</Side></Square></Drawing>',
      want: {
        shape: { name: "Square", value: { side: 2 } },
        more: [
          { name: "Circle", value: { r: 1 } },
          { name: "Square", value: { side: 3 } },
        ],
      },
    },
  ],
  [
    "xsi:type",
    {
      codec: t.Shipment,
      given: `<Shipment xmlns="urn:shop" ${xsi} xmlns:x="urn:express"><To xsi:type="UsAddress"><Street>s</Street><Zip>1</Zip></To><Stops><Street>a</Street></Stops><Stops xsi:type="Address"><Street>b</Street></Stops><Stops xsi:type="x:ExpressAddress"><Street>c</Street><x:Order><Credit>1</Credit></x:Order></Stops></Shipment>`,
      want: {
        to: { $type: "UsAddress", street: "s", zip: "1" },
        stops: [
          { street: "a" },
          { $type: "Address", street: "b" },
          { $type: "{urn:express}ExpressAddress", street: "c", order: { $choice: [{ name: "Credit", value: "1" }] } },
        ],
      },
    },
  ],
  [
    "simple types",
    {
      codec: t.Simple,
      given:
        '<Simple xmlns="urn:shop" xmlns:q="urn:q"><Level>high</Level><Levels>1 low 2</Levels><Status>7</Status><Long>9007199254740993</Long><Flag>true</Flag><When>2020-02-29Z</When><Kind>q:k</Kind></Simple>',
      want: {
        level: "high",
        levels: [1, "low", 2],
        status: 7,
        long: 9007199254740993n,
        flag: true,
        when: "2020-02-29Z",
        kind: "{urn:q}k",
      },
    },
  ],
  [
    "wildcards and anyType",
    {
      codec: t.Open,
      given: `<Open xmlns="urn:shop" xmlns:e="urn:ext" e:rank="1" plain="p"><Id>1</Id><Data a="b">x<y>z</y></Data><e:Note><Name>n</Name></e:Note><e:Other f="g"/></Open>`,
      want: {
        id: "1",
        $attributes: { "{urn:ext}rank": "1", plain: "p" },
        data: {
          attributes: { a: "b" },
          namespaces: { "": "urn:shop", e: "urn:ext" },
          children: ["x", { name: "{urn:shop}y", attributes: {}, namespaces: { "": "urn:shop", e: "urn:ext" }, children: ["z"] }],
        },
        $any: [
          {
            name: "{urn:ext}Note",
            attributes: {},
            namespaces: { "": "urn:shop", e: "urn:ext" },
            children: [{ name: "{urn:shop}Name", attributes: {}, namespaces: { "": "urn:shop", e: "urn:ext" }, children: ["n"] }],
          },
          { name: "{urn:ext}Other", attributes: { f: "g" }, namespaces: { "": "urn:shop", e: "urn:ext" }, children: [] },
        ],
      },
    },
  ],
  [
    "ID and IDREF",
    {
      codec: t.Node,
      given: '<Node xmlns="urn:shop" id="a" next="b"><Child id="b" others="a b"/><Child id="c"><Child id="d" next="c"/></Child></Node>',
      want: {
        id: "a",
        next: "b",
        child: [
          { id: "b", others: ["a", "b"] },
          { id: "c", child: [{ id: "d", next: "c" }] },
        ],
      },
    },
  ],
];

describe("round trip", () => {
  test.each(cases)("%s", (_, { codec, given, want, written }) => {
    const value = decode(codec, given);
    expect(value).toEqual(want);
    // A codec of whatever type takes no value that the compiler could check.
    const bytes = encode(codec, value as never, { prefixes: { "urn:shop": "" } });
    const text = new TextDecoder().decode(bytes);
    expect(decode(codec, text)).toEqual(want);
    if (written !== undefined) expect(text).toBe(written);
  });
});
