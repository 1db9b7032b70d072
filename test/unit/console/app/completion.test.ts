/**
 * What may stand at a place of a message: by the automaton of the content model, with its order, bounds and choices.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { describeContract } from "../../../../codegen/describe-contract.js";
import type { ContractDescription } from "../../../../codegen/tools/describe/description.js";
import { elementsAt } from "../../../../src/console/app/completion.js";
import { createValidator, type Validate } from "../../../../src/console/app/validator.js";

const many = Array.from({ length: 20 }, (_, number) => `<element name="m${number}" type="string"/>`).join("");
const memberNames = Array.from({ length: 15 }, (_, number) => `s${number}`).sort();
const members = memberNames.map((name) => `<element name="${name}" type="string" substitutionGroup="tns:Head"/>`).join("");
const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:t" targetNamespace="urn:t">
<types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">
<element name="Head" type="string"/><element name="Member" type="string" substitutionGroup="tns:Head"/>${members}
<element name="Ask"><complexType><sequence>
  <element name="a" minOccurs="2" maxOccurs="3" type="string"/>
  <choice><element name="b" type="string"/><element name="c"><complexType><all><element name="x" type="int"/><element name="y" type="int" minOccurs="0"/></all></complexType></element></choice>
  <element ref="tns:Head" minOccurs="0"/>
  <choice minOccurs="0">${many}</choice>
</sequence></complexType></element></schema></types>
<message name="Ask"><part name="body" element="tns:Ask"/></message>
<portType name="Asking"><operation name="ask"><input message="tns:Ask"/></operation></portType>
<binding name="AskingSoap" type="tns:Asking"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="ask"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding></definitions>`;

describe("completion", () => {
  let contract: ContractDescription;
  let check: Validate;
  beforeAll(() => {
    const { description, tables } = describeContract("t.wsdl", { "t.wsdl": wsdl });
    contract = description;
    check = createValidator(tables);
  });

  const manyNames = Array.from({ length: 20 }, (_, number) => `m${number}`);
  it.each<[string, string, readonly string[]]>([
    ["the body", "", ["Ask"]],
    ["the beginning", '<Ask xmlns="urn:t">', ["a"]],
    ["before the least number", '<Ask xmlns="urn:t"><a/>', ["a"]],
    ["between least and most", '<Ask xmlns="urn:t"><a/><a/>', ["a", "b", "c"]],
    ["after the greatest number", '<Ask xmlns="urn:t"><a/><a/><a/>', ["b", "c"]],
    ["in a group of any order", '<Ask xmlns="urn:t"><a/><a/><c><y>1</y>', ["x"]],
    ["with a prefix", '<p:Ask xmlns:p="urn:t"><p:a/>', ["p:a"]],
    [
      "members of a substitution group, and more than are named",
      '<Ask xmlns="urn:t"><a/><a/><b/>',
      ["Head", "Member", ...memberNames, ...manyNames],
    ],
    ["after it", '<Ask xmlns="urn:t"><a/><a/><b/><Member/>', manyNames],
    ["the end", '<Ask xmlns="urn:t"><a/><a/><b/><m3/>', []],
    ["after an element before which others are missing", '<Ask xmlns="urn:t"><b/>', ["Head", "Member", ...memberNames, ...manyNames]],
    ["after an element that nobody knows", '<Ask xmlns="urn:t"><a/><zzz>x</zzz>', ["a"]],
    ["after one that comes too late", '<Ask xmlns="urn:t"><a/><a/><c><x>1</x></c><a/>', ["Head", "Member", ...memberNames, ...manyNames]],
    ["after several mistakes", '<Ask xmlns="urn:t"><zzz/><a/><!-- <a/> --><yyy/>\n<a/>\n  <zzz/>', ["a", "b", "c"]],
    ["after one of other namespaces", '<Ask xmlns="urn:t"><a/><a/><b xmlns=""/>', ["a", "b", "c"]],
    ["within what stands wrong", '<Ask xmlns="urn:t"><c><y/>', ["x"]],
    ["behind the body", "</s:Body>", []],
    ["in a text", '<Ask xmlns="urn:t"><a>', []],
  ])("offers, at %s", (_, inside, want) => {
    const [operation] = contract.operations;
    const [bound] = operation?.bindings ?? [];
    if (bound === undefined) throw new Error("no binding");
    const text = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inside}`;
    expect(elementsAt(contract, bound, `${text}<`, text.length, check)).toEqual(want);
  });
});
