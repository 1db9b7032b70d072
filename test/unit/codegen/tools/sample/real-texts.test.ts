/** Values by the names of what holds them: codes that exist, addresses whose parts belong together. */
import { describe, expect, it } from "vitest";
import { placeFor } from "../../../../../codegen/tools/sample/places.js";
import { Random } from "../../../../../codegen/tools/sample/random.js";
import { RealTexts } from "../../../../../codegen/tools/sample/real-texts.js";
import { Sampler } from "../../../../../codegen/tools/sample/sampler.js";
import { openShop } from "../../../../support/contracts.js";

const place = placeFor(1);
const textOf = (name: string, parent = "", type = ""): string | undefined =>
  new RealTexts().of({ name, parent, type, place }, new Random(1))[0];

describe("texts by name", () => {
  it.each([
    ["Country", "", "", "DE"],
    ["countryCode", "", "", "DE"],
    ["IdentificationCode", "Country", "", "DE"],
    ["Name", "Country", "", "Germany"],
    ["CountrySubentityCode", "", "", "DE-HH"],
    ["Ctry", "", "", "DE"],
    ["land", "", "CountryCodeType", "DE"],
    ["currencyID", "", "", "EUR"],
    ["Ccy", "", "", "EUR"],
    ["languageID", "", "", "de"],
    ["ElectronicMail", "", "", "anna.petersen@example.com"],
    ["PostalZone", "", "", "20095"],
    ["zip-code", "", "", "20095"],
    ["TwnNm", "", "", "Hamburg"],
    ["StreetName", "", "", "Lange Reihe"],
    ["IBAN", "", "", "DE89370400440532013000"],
    ["BICFI", "", "", "COBADEFFXXX"],
    ["Name", "Person", "", "Anna Petersen"],
    ["Name", "PartyName", "", "Alster Handel GmbH"],
    ["EANCode", "", "", "4006381333931"],
    ["Description", "", "", "Please deliver to the rear entrance."],
    ["Sku", "", "", undefined],
    ["Discount", "", "", undefined],
  ])("%s in %s of type %s", (name, parent, type, want) => {
    expect(textOf(name, parent, type)).toBe(want);
  });

  it("numbers are those of what they belong to", () => expect(textOf("ID", "Order")).toMatch(/^ORD-\d{4}$/));
});

describe("samples", () => {
  const code = (pattern: string) =>
    `<xs:simpleType><xs:restriction base="xs:token"><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType>`;
  const { schema, validate } = openShop(`<xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Country">${code("[A-Z]{2}")}</xs:element><xs:element name="CountryOfOrigin">${code("[A-Z]{3}")}</xs:element>
    <xs:element name="City" type="xs:string"/><xs:element name="Currency">${code("[A-Z]{3}")}</xs:element>
    <xs:element name="Language"><xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="sv"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="Phone">${code("x[0-9]{3}")}</xs:element></xs:sequence></xs:complexType></xs:element>`);
  const element = schema.elements.get("{urn:shop}Order");
  const sampled = (seed: number): string => {
    if (element === undefined) throw new Error("no element");
    const made = new Sampler(schema, validate).sample(element, { seed, fullness: 1 });
    return made.ok ? made.xml.replaceAll(/\s*\n\s*/g, "") : made.reason;
  };

  it("have what the types allow, and what belongs together", () => {
    expect(sampled(1)).toContain("<Country>DE</Country><CountryOfOrigin>DEU</CountryOfOrigin><City>Hamburg</City><Currency>EUR</Currency>");
    expect(sampled(2)).toContain("<Country>GB</Country><CountryOfOrigin>GBR</CountryOfOrigin><City>Bristol</City><Currency>GBP</Currency>");
  });

  it("have other values where the type allows none of them", () => {
    expect(sampled(1)).toContain("<Language>sv</Language>");
    expect(sampled(1)).toMatch(/<Phone>x\d{3}<\/Phone>/);
  });
});

describe("check digits", () => {
  it.each([1, 2, 3, 4])("of the account number of place %d", (seed) => {
    const { iban } = placeFor(seed);
    const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
    expect(BigInt(digits) % 97n).toBe(1n);
  });
});
