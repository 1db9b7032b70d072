import { complexType, decode, element, encode, xsDecimal, xsString } from "soapwright";
import { describe, expect, it } from "vitest";

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
