/**
 * A contract whose messages are in the SOAP encoding: structs, types that stand for each other, arrays of several kinds.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import type { SoapBinding } from "soapwright/soap";

const arrayOf = (name: string, itemType: string) =>
  `<complexType name="${name}"><complexContent><restriction base="enc:Array"><attribute ref="enc:arrayType" wsdl:arrayType="${itemType}"/></restriction></complexContent></complexType>`;

const operation = (name: string, type: string) => ({
  messages: `<wsdl:message name="${name}"><wsdl:part name="value" type="${type}"/></wsdl:message>
    <wsdl:message name="${name}Response"><wsdl:part name="result" type="${type}"/></wsdl:message>`,
  operation: `<wsdl:operation name="${name}"><wsdl:input message="t:${name}"/><wsdl:output message="t:${name}Response"/></wsdl:operation>`,
  bound: (soap: string) => `<wsdl:operation name="${name}"><${soap}:operation soapAction=""/>
    <wsdl:input><${soap}:body use="encoded" namespace="urn:encoded" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></wsdl:input>
    <wsdl:output><${soap}:body use="encoded" namespace="urn:encoded" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></wsdl:output></wsdl:operation>`,
});

/** The operations that give back what they get, and the types of that. */
const echoes = {
  echoString: "xsd:string",
  echoPerson: "t:Person",
  echoStrings: "t:Strings",
  echoPeople: "t:People",
  echoMatrix: "t:Matrix",
  echoGrid: "t:Grid",
  echoCubes: "t:Cubes",
  echoAny: "xsd:anyType",
};
export const echoNames: readonly string[] = Object.keys(echoes);
const operations = Object.entries(echoes).map(([name, type]) => operation(name, type));

/** An operation with header blocks and with two faults whose parts have one name, as Axis writes them. */
const encodedBy = 'use="encoded" namespace="urn:encoded" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';
const book = {
  messages: `<wsdl:message name="book"><wsdl:part name="value" type="xsd:string"/></wsdl:message>
    <wsdl:message name="bookResponse"><wsdl:part name="result" type="xsd:string"/></wsdl:message>
    <wsdl:message name="Session"><wsdl:part name="session" type="t:Person"/></wsdl:message>
    <wsdl:message name="Full"><wsdl:part name="fault" type="t:Full"/></wsdl:message>
    <wsdl:message name="Late"><wsdl:part name="fault" type="t:Late"/></wsdl:message>`,
  operation: `<wsdl:operation name="book"><wsdl:input message="t:book"/><wsdl:output message="t:bookResponse"/>
    <wsdl:fault name="Full" message="t:Full"/><wsdl:fault name="Late" message="t:Late"/></wsdl:operation>`,
  bound: (soap: string) => {
    const side = (local: string) =>
      `<wsdl:${local}><${soap}:body ${encodedBy}/><${soap}:header message="t:Session" part="session" ${encodedBy}/></wsdl:${local}>`;
    const fault = (name: string) => `<wsdl:fault name="${name}"><${soap}:fault name="${name}" ${encodedBy}/></wsdl:fault>`;
    return `<wsdl:operation name="book"><${soap}:operation soapAction=""/>${side("input")}${side("output")}${fault("Full")}${fault("Late")}</wsdl:operation>`;
  },
};
const all = [...operations, book];

const binding = (name: string, soap: string) => `<wsdl:binding name="${name}" type="t:Echo">
  <${soap}:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>${all.map(({ bound }) => bound(soap)).join("")}
</wsdl:binding>`;

export const encodedWsdl = `<wsdl:definitions targetNamespace="urn:encoded" xmlns:t="urn:encoded" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
  xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:encoded">
  <import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>
  <complexType name="Person"><sequence>
    <element name="name" type="xsd:string"/><element name="age" type="xsd:int"/><element name="friend" type="t:Person" nillable="true"/>
  </sequence></complexType>
  <complexType name="Employee"><complexContent><extension base="t:Person"><sequence><element name="salary" type="xsd:decimal"/></sequence></extension></complexContent></complexType>
  <complexType name="Full"><sequence><element name="free" type="xsd:int"/><element name="waiting" type="t:People"/></sequence></complexType>
  <complexType name="Late"><sequence><element name="days" type="xsd:int"/></sequence></complexType>
  ${arrayOf("Strings", "xsd:string[]")}${arrayOf("People", "t:Person[]")}${arrayOf("Matrix", "xsd:int[][]")}${arrayOf("Grid", "xsd:int[,]")}${arrayOf("Cubes", "xsd:string[,,][]")}
</schema></wsdl:types>
${all.map(({ messages }) => messages).join("")}
<wsdl:portType name="Echo">${all.map((each) => each.operation).join("")}</wsdl:portType>
${binding("Encoded11", "soap")}${binding("Encoded12", "soap12")}
<wsdl:service name="Echo"><wsdl:port name="Echo" binding="t:Encoded11"><soap:address location="http://echo.example/"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

/** The same with the binding of SOAP 1.1 alone: some stacks know nothing else, and stumble over SOAP 1.2's elements. */
export const encodedWsdl11 = encodedWsdl.replace(/<wsdl:binding name="Encoded12"[\s\S]*?<\/wsdl:binding>/, "");

/** The binding for a version of SOAP. */
export async function loadEncoded(version: "1.1" | "1.2"): Promise<SoapBinding<UnknownOperations>> {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-encoded-"));
  try {
    const file = join(folder, "encoded.wsdl");
    writeFileSync(file, encodedWsdl);
    const { bindings, diagnostics } = await loadContract({ entries: [file] });
    const found = Object.values(bindings).find((each) => each.kind === "soap" && each.version === version);
    if (found?.kind !== "soap") throw new Error(`no binding: ${JSON.stringify(diagnostics)}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
