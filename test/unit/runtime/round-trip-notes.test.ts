import { decode, encode } from "soapwright";
import { complexType, element, restriction, schemaSet, xsAnySimpleType, xsAnyType, xsDecimal, xsString } from "soapwright/runtime-v1";
import { describe, expect, it } from "vitest";
import { expectIssues } from "../../support/issues.js";

interface Person {
  name: string;
}
interface Order {
  note: string | null;
  price: readonly string[];
  person: Person;
}
const Person = complexType<Person>("{urn:a}Person", { name: ["name", () => xsString] });
const Order = complexType<Order>("{urn:a}Order", {
  note: ["note", () => xsString, "nil"],
  price: ["price", () => xsDecimal, "+"],
  person: ["person", () => Person],
});
const OrderElement = element<Order>("{urn:a}order", () => Order);

const namespaces = 'xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"';

function order(note: string, prices: string, person = "<person><name>N</name></person>"): string {
  return `<order ${namespaces}>${note}${prices}${person}</order>`;
}

const written = (value: Order): string => new TextDecoder().decode(encode(OrderElement, value));

describe("an xsi:type that no property shows", () => {
  it.each([
    ["of a simple child", order('<note xsi:type="xs:token">n</note>', "<price>1</price>")],
    ["of a nil child", order('<note xsi:type="xs:string" xsi:nil="true"/>', "<price>1</price>")],
    ["of one of several children", order("<note>n</note>", '<price>1</price><price xsi:type="xs:int">2</price><price>3</price>')],
    ["that names the declared type", order("<note>n</note>", "<price>1</price>", '<person xsi:type="Person"><name>N</name></person>')],
  ])("%s is written again", (_, document) => {
    expect(written(decode(OrderElement, document))).toBe(document);
  });

  it("goes with the value that it was said of", () => {
    const value: Order = { ...decode(OrderElement, order('<note xsi:type="xs:token">n</note>', '<price xsi:type="xs:int">1</price>')) };
    expect(written(value)).not.toContain("xsi:type");
    const changed = decode(OrderElement, order('<note xsi:type="xs:token">n</note>', '<price xsi:type="xs:int">1</price>'));
    changed.note = "another";
    expect(written(changed)).toBe(order("<note>another</note>", '<price xsi:type="xs:int">1</price>'));
  });
});

describe("an xsi:type that no codec knows", () => {
  interface Box {
    any: unknown;
    simple: string;
    text: string;
  }
  const Box = complexType<Box>("{urn:a}Box", {
    any: ["any", () => xsAnyType],
    simple: ["simple", () => xsAnySimpleType],
    text: ["text", () => xsString],
  });
  const BoxElement = element<Box>("{urn:a}box", () => Box);
  const Code = restriction<string>("{urn:a}Code", () => xsString, { maxLength: "1" });
  const schema = schemaSet({ elements: { "{urn:a}box": BoxElement }, types: { "{urn:a}Code": Code } });
  const box = (any: string, simple = "<simple>s</simple>", text = "<text>t</text>"): string =>
    `<box ${namespaces}>${any}${simple}${text}</box>`;

  it.each([
    ["on any content", box('<any xsi:type="Person"><name>N</name></any>')],
    ["inside any content", box('<any><person xsi:type="Person"/></any>')],
    ["on any simple content", box("<any/>", '<simple xsi:type="Code">long</simple>')],
  ])("%s is taken as it is", (_, document) => {
    const value = decode(BoxElement, document);
    const again = new TextDecoder().decode(encode(BoxElement, value));
    expect(again.match(/xsi:type="(\w+:)?(Person|Code)"/)).not.toBeNull();
    expect(decode(BoxElement, again)).toEqual(value);
  });

  it.each([
    ["on any content", box('<any xsi:type="Person"/>'), ["cvc-elt.4.2 /box/any"]],
    ["inside any content", box('<any><person xsi:type="Person"/></any>'), ["cvc-elt.4.2 /box/any/person"]],
    ["with a known type", box("<any/>", '<simple xsi:type="Code">long</simple>'), ["cvc-maxLength-valid /box/simple"]],
  ])("%s is checked with a schema", (_, document, issues) => {
    expectIssues(BoxElement, document, issues, { schema });
  });

  it("is refused where a certain type is declared, and checked with a schema", () => {
    const document = (text: string): string => box("<any/>", "<simple>s</simple>", `<text xsi:type="Code">${text}</text>`);
    expectIssues(BoxElement, document("t"), ["cvc-elt.4.2 /box/text"]);
    expectIssues(BoxElement, document("t"), [], { schema });
    expectIssues(BoxElement, document("text"), ["cvc-maxLength-valid /box/text"], { schema });
  });
});
