/**
 * The compiler: schemas and WSDL documents -> diagnostics with places, tables that validate, and text that is TypeScript.
 */
import { transformSync } from "esbuild";
import { validateDocument } from "soapwright";
import { readContract } from "../../../codegen/contract.js";
import type { Diagnostic } from "../../../codegen/diagnostics.js";
import { emit } from "../../../codegen/emit/emit.js";
import { LivePlan } from "../../../codegen/emit/live.js";
import { memoryHost } from "../../../codegen/load/host.js";
import { lower } from "../../../codegen/lower/lower.js";
import { expectEqual, type FuzzTarget, Violation } from "../target.js";

/** Documents that an input may refer to. */
const others = {
  "b.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b" xmlns:b="urn:b"><xs:element name="e" type="b:T"/>
<xs:complexType name="T"><xs:sequence><xs:element name="x" type="xs:int" minOccurs="0" maxOccurs="3"/></xs:sequence><xs:attribute name="k" type="b:S"/></xs:complexType>
<xs:simpleType name="S"><xs:restriction base="xs:string"><xs:enumeration value="1"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType></xs:schema>`,
  "c.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="C"><xs:choice><xs:element name="l" type="xs:string"/><xs:group ref="G"/></xs:choice></xs:complexType>
<xs:group name="G"><xs:sequence><xs:element name="m"/></xs:sequence></xs:group><xs:attributeGroup name="A"><xs:attribute name="n"/></xs:attributeGroup></xs:schema>`,
};

const documents = [
  "<a/>",
  '<a xmlns="urn:a" k="1"><b>1</b><b>2</b></a>',
  '<p:e xmlns:p="urn:b" k="1"><x>1</x></p:e>',
  '<a xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="T">text<b/></a>',
];

function check(input: Uint8Array): void {
  const host = memoryHost({ ...others, "a.xsd": input });
  for (const lenient of [false, true]) {
    const contract = readContract({ entries: ["a.xsd"], host, lenient });
    for (const diagnostic of contract.diagnostics) checkDiagnostic(diagnostic);
    if (!contract.ok) continue;
    const set = new LivePlan(lower(contract.messageSchema, { isAmbiguous: contract.isAmbiguous })).schemaSet();
    for (const document of documents) {
      const issues = validateDocument(set, document);
      expectEqual("issues of the second time", validateDocument(set, document), issues);
    }
    const { schema, isAmbiguous } = contract;
    const plan = lower(schema, { mainNamespaces: [], names: new Map(), isAmbiguous });
    for (const { path, text } of emit(plan, {
      version: "0",
      pathOf: (uri) => uri,
      places: true,
      importExtension: ".js",
      code: "readers and writers",
      sharedCode: undefined,
    }))
      checkText(path, text);
  }
}

function checkDiagnostic({ id, at, message }: Diagnostic): void {
  if (id === "" || message === "" || at === undefined || at.line < 1 || at.column < 1) {
    throw new Violation(`a diagnostic without a place: ${id} ${at?.uri}:${at?.line}:${at?.column} ${message}`);
  }
}

function checkText(path: string, text: string): void {
  try {
    transformSync(text, { loader: "ts" });
  } catch (error) {
    throw new Violation(`${path} is not TypeScript: ${String(error).slice(0, 300)}\n${text}`);
  }
}

const xs = (name: string, attributes = ""): readonly string[] => [
  `<xs:${name}${attributes}>`,
  `</xs:${name}>`,
  `<xs:${name}${attributes}/>`,
];

export const schemaTarget: FuzzTarget = {
  dictionary: [
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" xmlns:a="urn:a" targetNamespace="urn:a">',
    ...["all", "sequence", "choice", "complexContent", "simpleContent", "annotation", "documentation", "appinfo"].flatMap((name) =>
      xs(name),
    ),
    ...xs("element", ' name="a" type="a:T"'),
    ...xs("element", ' ref="a:a" minOccurs="0" maxOccurs="unbounded"'),
    ...xs("attribute", ' name="k" type="xs:int" use="required"'),
    ...xs("attribute", ' ref="xml:lang"'),
    ...xs("complexType", ' name="T" mixed="true"'),
    ...xs("simpleType", ' name="S"'),
    ...["restriction", "extension"].flatMap((name) => [...xs(name, ' base="xs:string"'), ...xs(name, ' base="a:T"')]),
    ...[
      ...xs("list", ' itemType="xs:int"'),
      ...xs("union", ' memberTypes="xs:int a:S"'),
      ...xs("group", ' ref="a:G"'),
      ...xs("group", ' name="G"'),
    ],
    ...[
      ...xs("attributeGroup", ' ref="a:A"'),
      ...xs("attributeGroup", ' name="A"'),
      ...xs("any", ' namespace="##other"'),
      ...xs("anyAttribute"),
    ],
    ...["key", "unique"].flatMap((name) => xs(name, ` name="${name}"`)),
    ...xs("keyref", ' name="ref" refer="a:key"'),
    ...[
      '<xs:selector xpath=".//a:b|*"/>',
      '<xs:field xpath="@k"/>',
      '<xs:notation name="n" public="p"/>',
      '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>',
    ],
    ...[
      '<xs:include schemaLocation="c.xsd"/>',
      '<xs:redefine schemaLocation="c.xsd">',
      "</xs:redefine>",
      '<xs:import schemaLocation="c.xsd"/>',
    ],
    ...["enumeration", "pattern", "length", "minLength", "maxInclusive", "minExclusive", "totalDigits", "fractionDigits", "whiteSpace"].map(
      (facet) => `<xs:${facet} value="1"/>`,
    ),
    ...[
      ' abstract="true"',
      ' nillable="true"',
      ' default="1"',
      ' fixed="1"',
      ' block="#all"',
      ' final="extension"',
      ' form="qualified"',
      ' id="i"',
    ],
    ...[
      ' substitutionGroup="a:a"',
      ' processContents="lax"',
      ' minOccurs="0"',
      ' maxOccurs="5"',
      ' elementFormDefault="qualified"',
      ' name="b"',
    ],
    ...[
      "xs:string",
      "xs:decimal",
      "xs:dateTime",
      "xs:QName",
      "xs:ID",
      "xs:anyType",
      "xs:NOTATION",
      "b:e",
      "b:T",
      "a:a",
      "##any",
      "##targetNamespace",
    ],
    ...[
      "[a-z]{2,3}",
      "\\p{L}+",
      "(a|b)*",
      "[^\\s-[x]]",
      "\\i\\c*",
      "collapse",
      "unbounded",
      "prohibited",
      "optional",
      "constructor",
      "__proto__",
    ],
    ...[
      '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:w" xmlns:w="urn:w">',
      "<types>",
      '<message name="m">',
      "</message>",
    ],
    ...[
      '<part name="p" element="a:a"/>',
      '<portType name="P">',
      '<operation name="o">',
      '<input message="w:m"/>',
      '<binding name="B" type="w:P">',
    ],
    ...[
      '<soap:binding xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" transport="http://schemas.xmlsoap.org/soap/http"/>',
      '<soap:body use="literal"/>',
    ],
  ],
  work: { fixed: 3_000_000, perOctet: 30_000 },
  check,
};
