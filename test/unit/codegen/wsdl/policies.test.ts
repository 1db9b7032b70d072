/**
 * Policies in WSDL documents: normal form, references, the subjects that they are about, and what is too much.
 */
import { describe, expect, it } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";
import { openContract } from "../../../../codegen/open-contract.js";
import { inspect } from "../../../../codegen/tools/inspect/inspect.js";
import type { InspectedPolicies, InspectedPolicy } from "../../../../codegen/tools/inspect/model.js";

interface Places {
  readonly namespace?: string;
  readonly definitions?: string;
  readonly message?: string;
  readonly portType?: string;
  readonly abstractInput?: string;
  readonly binding?: string;
  readonly bindingAttributes?: string;
  readonly operation?: string;
  readonly input?: string;
  readonly port?: string;
}

function wsdl(places: Places): string {
  const { namespace = "http://www.w3.org/ns/ws-policy" } = places;
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:w="urn:w" targetNamespace="urn:w"
    xmlns:p="${namespace}" xmlns:a="urn:a" xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
    ${places.definitions ?? ""}
    <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:w"><element name="E" type="string"/></schema></types>
    <message name="M">${places.message ?? ""}<part name="e" element="w:E"/></message>
    <portType name="P">${places.portType ?? ""}<operation name="Do"><input message="w:M">${places.abstractInput ?? ""}</input><output message="w:M"/></operation></portType>
    <binding name="B" type="w:P" ${places.bindingAttributes ?? ""}>${places.binding ?? ""}<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
      <operation name="Do">${places.operation ?? ""}<soap:operation soapAction=""/><input>${places.input ?? ""}<soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
    <service name="S"><port name="One" binding="w:B">${places.port ?? ""}<soap:address location="http://localhost/"/></port></service></definitions>`;
}

interface Found {
  readonly policy: InspectedPolicy | undefined;
  readonly policies: InspectedPolicies | undefined;
  readonly findings: readonly string[];
}

function read(places: Places): Found {
  const { contract, diagnostics } = openContract({ entries: ["a.wsdl"], host: memoryHost({ "a.wsdl": wsdl(places) }) });
  if (contract === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const { services, portTypes } = inspect(contract);
  return {
    policy: services["{urn:w}S"]?.ports[0]?.policy,
    policies: portTypes["{urn:w}P"]?.operations[0]?.bindings?.[0]?.policies,
    findings: diagnostics.map(({ severity, id, message }) => `${severity} ${id} ${message}`),
  };
}

/** The alternatives with the local names of their assertions: "A B | C". */
function short(policy: InspectedPolicy | undefined): string | undefined {
  return policy
    ?.map((alternative) => alternative.map(({ name, policy: inner }) => name.slice(7) + (inner ? `(${short(inner)})` : "")).join(" "))
    .join(" | ");
}

const policy = (content: string): string => `<p:Policy>${content}</p:Policy>`;

describe("normal form", () => {
  it.each<[string, string]>([
    ["", ""],
    ["<a:A/>", "A"],
    ["<a:A/><a:B/>", "A B"],
    ["<p:All><a:A/><p:All><a:B/></p:All></p:All>", "A B"],
    ["<p:ExactlyOne><p:All><a:A/></p:All><p:All><a:B/></p:All></p:ExactlyOne>", "A | B"],
    ["<p:ExactlyOne><a:A/><a:B/></p:ExactlyOne><a:C/>", "A C | B C"],
    ["<p:ExactlyOne><a:A/><a:B/></p:ExactlyOne><p:ExactlyOne><a:C/><a:D/></p:ExactlyOne>", "A C | A D | B C | B D"],
    ["<p:ExactlyOne><p:ExactlyOne><a:A/><a:B/></p:ExactlyOne><a:C/></p:ExactlyOne>", "A | B | C"],
    ['<a:A p:Optional="true"/>', "A | "],
    ['<a:A p:Optional="false"/>', "A"],
    ["<a:A><p:Policy><p:ExactlyOne><a:X/><a:Y/></p:ExactlyOne></p:Policy></a:A>", "A(X | Y)"],
    ["<a:A><p:Policy/></a:A>", "A()"],
    ["<p:Policy><a:A/></p:Policy><a:B/>", "A B"],
  ])("%s", (given, want) => {
    for (const namespace of [
      "http://schemas.xmlsoap.org/ws/2004/09/policy",
      "http://www.w3.org/ns/ws-policy",
      "http://www.w3.org/2006/07/ws-policy",
    ]) {
      expect(short(read({ namespace, binding: policy(given) }).policy)).toBe(want);
    }
  });

  it("keeps attributes and parameters, and prefixes of an XPath as namespaces", () => {
    const { policy: found } = read({
      binding: policy(
        `<a:Signed a:x="1" p:Ignorable="true"><a:Header Name="N"/><a:XPath>/w:E[@k='w:v']/a:*/self::w:E</a:XPath></a:Signed>`,
      ),
    });
    expect(found).toEqual([
      [
        {
          name: "{urn:a}Signed",
          attributes: { "{urn:a}x": "1" },
          parameters: [
            { name: "{urn:a}Header", attributes: { Name: "N" } },
            { name: "{urn:a}XPath", text: "/Q{urn:w}E[@k='w:v']/Q{urn:a}*/self::Q{urn:w}E" },
          ],
        },
      ],
    ]);
  });
});

describe("references", () => {
  const declared = '<p:Policy u:Id="A"><a:A/></p:Policy><p:Policy xml:id="B"><a:B/></p:Policy><p:Policy Name="urn:c"><a:C/></p:Policy>';
  it.each<[string, Places]>([
    ["by wsu:Id", { binding: '<p:PolicyReference URI="#A"/>' }],
    ["in a policy", { binding: policy('<p:PolicyReference URI="#A"/>') }],
    ["by attribute", { bindingAttributes: 'p:PolicyURIs="#A"' }],
  ])("%s", (_, places) => {
    expect(read({ definitions: declared, ...places })).toMatchObject({ policy: [[{ name: "{urn:a}A" }]], findings: [] });
  });

  it("by xml:id and by name, together", () => {
    expect(short(read({ definitions: declared, bindingAttributes: 'p:PolicyURIs="#B  urn:c"' }).policy)).toBe("B C");
  });

  it("to what is declared behind, and twice to the same", () => {
    const definitions = `<p:Policy u:Id="X"><p:PolicyReference URI="#A"/><p:PolicyReference URI="#A"/></p:Policy>${declared}`;
    expect(short(read({ definitions, binding: '<p:PolicyReference URI="#X"/>' }).policy)).toBe("A");
  });

  it.each<[string, string, string, string]>([
    ["nothing", "", "#N", 'there is no policy "#N"'],
    [
      "itself",
      '<p:Policy u:Id="X"><a:A><p:Policy><p:PolicyReference URI="#X"/></p:Policy></a:A></p:Policy>',
      "#X",
      "a policy refers to itself",
    ],
    [
      "too much",
      `<p:Policy u:Id="X">${"<p:ExactlyOne><a:A/><a:B/></p:ExactlyOne>".repeat(40)}</p:Policy>`,
      "#X",
      "a policy has too many alternatives or assertions",
    ],
    ["too deep", `<p:Policy u:Id="X">${"<p:All>".repeat(100)}${"</p:All>".repeat(100)}</p:Policy>`, "#X", "a policy is nested too deeply"],
  ])("to %s are reported, and cannot be kept", (_, definitions, uri, message) => {
    const { policy: found, findings } = read({ definitions, binding: `<p:PolicyReference URI="${uri}"/>` });
    expect(findings).toEqual([`warning wsdl-policy ${message}`]);
    if (message.includes("itself")) expect(found?.[0]?.[0]?.policy).toEqual([]);
    else expect(found).toEqual([]);
  });

  it("that double the same assertions many times stay small", () => {
    const chain = Array.from(
      { length: 50 },
      (_, index) => `<p:Policy u:Id="P${index + 1}"><p:PolicyReference URI="#P${index}"/><p:PolicyReference URI="#P${index}"/></p:Policy>`,
    );
    const definitions = `<p:Policy u:Id="P0"><a:A/></p:Policy>${chain.join("")}`;
    expect(short(read({ definitions, binding: '<p:PolicyReference URI="#P20"/>' }).policy)).toBe("A");
  });
});

describe("subjects", () => {
  it("merges those of port, binding and port type", () => {
    const { policy: found } = read({ portType: policy("<a:A/>"), binding: policy("<a:B/>"), port: policy("<a:C/>") });
    expect(short(found)).toBe("C B A");
  });

  it("gives those of operation and messages apart", () => {
    const { policies } = read({
      operation: policy("<a:O/>"),
      input: policy("<a:I/>"),
      abstractInput: policy("<a:J/>"),
      message: policy("<a:M/>"),
    });
    expect([short(policies?.operation), short(policies?.input), short(policies?.output)]).toEqual(["O", "I J M", "M"]);
  });

  it("gives nothing where there is none", () => {
    expect(read({})).toEqual({ policy: undefined, policies: undefined, findings: [] });
  });
});
