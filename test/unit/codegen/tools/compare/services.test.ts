import { describe, expect, it } from "vitest";
import { compare } from "../../../../../codegen/tools/compare/compare.js";
import { openContractText } from "../../../../support/contracts.js";

interface Service {
  readonly operations?: readonly string[];
  readonly request?: string;
  readonly response?: string;
  readonly fault?: string;
  readonly header?: string;
  readonly versions?: readonly ("soap" | "soap12")[];
  readonly action?: string;
  /** Of bindings of SOAP 1.1; each has a name of its own. */
  readonly styles?: readonly ("document" | "rpc")[];
}

const element = (name: string, content: string): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType></xs:element>`;
const a = '<xs:element name="A" type="xs:int"/>';
const optional = '<xs:element name="B" type="xs:int" minOccurs="0"/>';

/** A document/literal service of the operations named. */
function service({
  operations = ["Get"],
  request = a,
  response = a,
  fault,
  header,
  versions = ["soap"],
  action = "urn:get",
  styles = [],
}: Service) {
  const schema = [
    ...operations.map((name) => element(name, request)),
    ...operations.map((name) => element(`${name}Response`, response)),
    ...(fault === undefined ? [] : [element(fault, a)]),
    ...(header === undefined ? [] : [element(header, a)]),
  ].join("");
  const message = (name: string, target = name): string => `<message name="${name}"><part name="p" element="t:${target}"/></message>`;
  const faults = fault === undefined ? "" : `<fault name="${fault}" message="t:${fault}"/>`;
  const soapHeader = header === undefined ? "" : `<s:header message="t:${header}" part="p" use="literal"/>`;
  const operation = (name: string): string =>
    `<operation name="${name}"><s:operation soapAction="${action}"/><input>${soapHeader}<s:body use="literal"/></input><output><s:body use="literal"/></output></operation>`;
  return openContractText({
    "a.wsdl": `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:a" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
      xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">
      <types><xs:schema targetNamespace="urn:a" elementFormDefault="qualified">${schema}</xs:schema></types>
      ${operations.map((name) => message(name) + message(`${name}Response`)).join("")}
      ${fault === undefined ? "" : message(fault)}${header === undefined ? "" : message(header)}
      <portType name="P">${operations
        .map((name) => `<operation name="${name}"><input message="t:${name}"/><output message="t:${name}Response"/>${faults}</operation>`)
        .join("")}</portType>
      ${versions
        .map(
          (version) =>
            `<binding name="${version}" type="t:P"><${version}:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            ${operations.map(operation).join("").replaceAll("<s:", `<${version}:`)}</binding>`,
        )
        .join("")}${styles
        .map(
          (style, index) =>
            `<binding name="b${index}" type="t:P"><soap:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
            ${operations.map(operation).join("").replaceAll("<s:", "<soap:")}</binding>`,
        )
        .join("")}</definitions>`,
  });
}

const changes: readonly (readonly [name: string, before: Service, after: Service, expected: readonly string[]])[] = [
  ["nothing", {}, {}, []],
  ["nothing, of two bindings of one protocol", { styles: ["document", "rpc"] }, { styles: ["document", "rpc"] }, []],
  ["one of two bindings of one protocol", { styles: ["document", "rpc"] }, { styles: ["document", "document"] }, ["unknown style P.Get"]],
  ["an operation is gone", { operations: ["Get", "Put"] }, {}, ["breaking operation-removed P.Put"]],
  ["an operation is new", {}, { operations: ["Get", "Put"] }, ["compatible operation-added P.Put"]],
  ["a request may hold more", {}, { request: a + optional }, ["compatible content Get"]],
  ["a request must hold more", { request: a + optional }, { request: a + optional.replace("0", "1") }, ["breaking content Get"]],
  ["a request may hold less", { request: a + optional }, {}, ["breaking content Get"]],
  ["a response may hold more", {}, { response: a + optional }, ["breaking content GetResponse"]],
  ["a response may hold less", { response: a + optional }, {}, ["compatible content GetResponse"]],
  ["a fault is new", {}, { fault: "Late" }, ["breaking fault-added P.Get"]],
  ["a fault is gone", { fault: "Late" }, {}, ["compatible fault-removed P.Get"]],
  ["a header is new", {}, { header: "Token" }, ["unknown header-added P.Get"]],
  ["a header is gone", { header: "Token" }, {}, ["compatible header-removed P.Get"]],
  ["a protocol is gone", { versions: ["soap", "soap12"] }, {}, ["breaking binding-removed P.Get"]],
  ["a protocol is new", {}, { versions: ["soap", "soap12"] }, ["compatible binding-added P.Get"]],
  ["another action", {}, { action: "urn:other" }, ["unknown action P.Get"]],
];

describe("services", () => {
  it.each(changes)("%s", (_, before, after, expected) => {
    const [old, next] = [service(before), service(after)];
    const found = compare(old, next, { direction: "both" });
    expect(found.map(({ verdict, id, subject }) => `${verdict} ${id} ${subject}`)).toEqual(expected);
    for (const { verdict, witness } of found) {
      if (verdict !== "breaking") continue;
      expect((witness?.validIn === "old" ? old : next).validate(witness?.xml ?? "")).toEqual([]);
    }
  });
});
