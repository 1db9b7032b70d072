import { describe, expect, it } from "vitest";
import { type ContractText, loadContractText, xsd } from "../../../support/contracts.js";

const typeT = '<xs:simpleType name="T"><xs:restriction base="xs:string"/></xs:simpleType>';
const usesT = '<xs:element name="e" type="T"/>';

interface Case extends ContractText {
  readonly want: readonly string[];
  /** Documents in the order in which they were met, with their effective namespace. */
  readonly loaded?: readonly string[];
}

const cases: readonly (readonly [name: string, given: Case])[] = [
  [
    "an include",
    {
      documents: { "a.xsd": xsd(`<xs:include schemaLocation="b.xsd"/>${usesT}`), "b.xsd": xsd(typeT) },
      want: [],
      loaded: ["a.xsd", "b.xsd"],
    },
  ],
  [
    "a chameleon include, into two namespaces",
    {
      documents: {
        "a.xsd": xsd(`<xs:include schemaLocation="c.xsd"/><xs:element name="e" type="a:T"/>`, 'targetNamespace="urn:a" xmlns:a="urn:a"'),
        "b.xsd": xsd(`<xs:include schemaLocation="c.xsd"/><xs:element name="e" type="b:T"/>`, 'targetNamespace="urn:b" xmlns:b="urn:b"'),
        "c.xsd": xsd(`${typeT}<xs:element name="f" type="T"/>`),
      },
      entries: ["a.xsd", "b.xsd"],
      want: [],
      loaded: ["a.xsd {urn:a}", "b.xsd {urn:b}", "c.xsd {urn:a}", "c.xsd {urn:b}"],
    },
  ],
  [
    "includes in a circle, by different paths",
    {
      documents: {
        "x/a.xsd": xsd(`<xs:include schemaLocation="../y/b.xsd"/>${typeT}`),
        "y/b.xsd": xsd('<xs:include schemaLocation="./../x/a.xsd"/>'),
      },
      want: [],
      loaded: ["x/a.xsd", "y/b.xsd"],
    },
  ],
  [
    "an include of another namespace",
    {
      documents: {
        "a.xsd": xsd('<xs:include schemaLocation="b.xsd"/>', 'targetNamespace="urn:a"'),
        "b.xsd": xsd("", 'targetNamespace="urn:b"'),
      },
      want: ["src-include.2.1 a.xsd:2:1"],
    },
  ],
  [
    "an include of a document that is not a schema",
    { documents: { "a.xsd": xsd('<xs:include schemaLocation="b.xml"/>'), "b.xml": "<b/>" }, want: ["src-include.1 a.xsd:2:1"] },
  ],
  [
    "an include that leads nowhere",
    { documents: { "a.xsd": xsd('<xs:include schemaLocation="b.xsd"/>') }, want: ["warning load-missing a.xsd:2:1"] },
  ],
  [
    "an include of what is not well-formed: said once",
    { documents: { "a.xsd": xsd('<xs:include schemaLocation="b.xsd"/>'), "b.xsd": "<b" }, want: ["xml-unexpected-end b.xsd:1:3"] },
  ],
  [
    "a redefinition of nothing readable",
    {
      documents: { "a.xsd": xsd(`<xs:redefine schemaLocation="b.xsd">${typeT}</xs:redefine>`) },
      want: ["src-redefine.2 a.xsd:2:1"],
    },
  ],
  [
    "an import",
    {
      documents: {
        "a.xsd": xsd('<xs:import namespace="urn:b" schemaLocation="b.xsd"/><xs:element name="e" type="b:T"/>', 'xmlns:b="urn:b"'),
        "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
      },
      want: [],
      loaded: ["a.xsd", "b.xsd {urn:b}"],
    },
  ],
  [
    "an import without location, of another entry",
    {
      documents: {
        "a.xsd": xsd('<xs:import namespace="urn:b"/><xs:element name="e" type="b:T"/>', 'xmlns:b="urn:b"'),
        "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
      },
      entries: ["a.xsd", "b.xsd"],
      want: [],
    },
  ],
  [
    "an import of another namespace than it says",
    {
      documents: { "a.xsd": xsd('<xs:import namespace="urn:c" schemaLocation="b.xsd"/>'), "b.xsd": xsd("", 'targetNamespace="urn:b"') },
      want: ["src-import.3.1 a.xsd:2:1"],
    },
  ],
  [
    "an import without namespace of a document that has one",
    {
      documents: {
        "a.xsd": xsd('<xs:import schemaLocation="b.xsd"/>', 'targetNamespace="urn:a"'),
        "b.xsd": xsd("", 'targetNamespace="urn:b"'),
      },
      want: ["src-import.3.2 a.xsd:2:1"],
    },
  ],
  [
    "imports of the own namespace and of none",
    {
      documents: { "a.xsd": xsd('<xs:import namespace="urn:a"/>', 'targetNamespace="urn:a"'), "b.xsd": xsd("<xs:import/>") },
      entries: ["a.xsd", "b.xsd"],
      want: ["src-import.1.1 a.xsd:2:1", "src-import.1.2 b.xsd:2:1"],
    },
  ],
  [
    "an import of no namespace, named as an empty one",
    { documents: { "a.xsd": xsd('<xs:import namespace=""/>') }, want: ["src-import.1.1 a.xsd:2:1"] },
  ],
  [
    "namespaces and locations with white space around them",
    {
      documents: {
        "a.xsd": xsd('<xs:import namespace=" urn:b " schemaLocation=" b.xsd "/><xs:element name="e" type=" b:T "/>', 'xmlns:b="urn:b"'),
        "b.xsd": xsd(typeT, 'targetNamespace=" urn:b "'),
      },
      want: [],
      loaded: ["a.xsd", "b.xsd {urn:b}"],
    },
  ],
  [
    "an import from the network",
    {
      documents: { "a.xsd": xsd('<xs:import namespace="urn:b" schemaLocation="http://example.org/b.xsd"/>') },
      want: ["warning load-missing a.xsd:2:1"],
    },
  ],
  [
    "an import from the network that the catalogue has by location",
    {
      documents: {
        "a.xsd": xsd(
          '<xs:import namespace="urn:b" schemaLocation="http://example.org/b.xsd"/><xs:element name="e" type="b:T"/>',
          'xmlns:b="urn:b"',
        ),
        "lib/catalog.json": '{ "locations": { "http://example.org/b.xsd": "b.xsd" } }',
        "lib/b.xsd": xsd(`<xs:include schemaLocation="c.xsd"/>`, 'targetNamespace="urn:b"'),
        "lib/c.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
      },
      catalog: "lib/catalog.json",
      want: [],
      loaded: ["a.xsd", "lib/b.xsd {urn:b}", "lib/c.xsd {urn:b}"],
    },
  ],
  [
    "relative locations in documents that were fetched, by the URLs where they were",
    {
      documents: {
        "v/a.xsd": xsd('<xs:include schemaLocation="?part=1"/>', 'targetNamespace="urn:a"'),
        "v/one.xsd": xsd('<xs:include schemaLocation="types.xsd"/>', 'targetNamespace="urn:a"'),
        "v/two.xsd": xsd(typeT, 'targetNamespace="urn:a"'),
        "v/types.xsd": xsd('<xs:complexType name="Wrong"/>', 'targetNamespace="urn:wrong"'),
        "v/catalog.json": JSON.stringify({
          locations: { "http://h/x/a.xsd?part=1": "one.xsd", "http://moved/y/types.xsd": "two.xsd" },
          bases: { "a.xsd": "http://h/x/a.xsd", "one.xsd": "http://moved/y/one.xsd" },
        }),
      },
      catalog: "v/catalog.json",
      entries: ["v/a.xsd"],
      want: [],
      loaded: ["v/a.xsd {urn:a}", "v/one.xsd {urn:a}", "v/two.xsd {urn:a}"],
    },
  ],
  [
    "an import without location that the catalogue has by namespace",
    {
      documents: {
        "a.xsd": xsd('<xs:import namespace="urn:b"/><xs:element name="e" type="b:T"/>', 'xmlns:b="urn:b"'),
        "catalog.json": '{ "namespaces": { "urn:b": "b.xsd" } }',
        "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
      },
      catalog: "catalog.json",
      want: [],
    },
  ],
  ["a malformed catalogue", { documents: { "a.xsd": xsd(""), "catalog.json": "[" }, catalog: "catalog.json", want: ["load-catalog"] }],
  ["an entry that is not there", { documents: {}, entries: ["a.xsd"], want: ["load-unreadable"] }],
  ["an entry that is not a contract", { documents: { "a.xml": "<a/>" }, want: ["load-not-a-contract a.xml:1:1"] }],
  [
    "two imports that lead to copies of one document",
    {
      documents: {
        "a.xsd": xsd('<xs:import namespace="urn:b" schemaLocation="b1.xsd"/><xs:import namespace="urn:b" schemaLocation="b2.xsd"/>'),
        "b1.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
        "b2.xsd": xsd(`<!-- a copy -->${typeT}`, 'targetNamespace="urn:b"'),
      },
      want: ["warning load-duplicate b2.xsd:2:16"],
    },
  ],
  [
    "two imports that lead to different versions",
    {
      documents: {
        "a.xsd": xsd('<xs:import namespace="urn:b" schemaLocation="b1.xsd"/><xs:import namespace="urn:b" schemaLocation="b2.xsd"/>'),
        "b1.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
        "b2.xsd": xsd(typeT.replace("xs:string", "xs:int"), 'targetNamespace="urn:b"'),
      },
      want: ["load-duplicate b2.xsd:2:1"],
    },
  ],
  [
    "two includes that lead to copies of one document",
    {
      documents: {
        "a.xsd": xsd('<xs:include schemaLocation="b1.xsd"/><xs:include schemaLocation="b2.xsd"/>'),
        "b1.xsd": xsd(typeT),
        "b2.xsd": xsd(typeT),
      },
      want: ["sch-props-correct.2 b2.xsd:2:1"],
    },
  ],
];

describe("loading", () => {
  it.each(cases)("%s", (_, given) => {
    const { problems, schemaDocuments } = loadContractText(given);
    expect(problems).toEqual(given.want);
    const names = schemaDocuments.map(({ uri, targetNamespace }) => (targetNamespace === "" ? uri : `${uri} {${targetNamespace}}`));
    if (given.loaded !== undefined) expect(names).toEqual(given.loaded);
  });
});

describe("loading leniently", () => {
  const documents = {
    "a.xsd": xsd('<xs:import namespace="urn:c" schemaLocation="b.xsd"/><xs:element name="e" type="b:T"/>', 'xmlns:b="urn:b"'),
    "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
  };

  it("takes a document with the namespace that it has, and components that are not imported", () => {
    const { problems, schema } = loadContractText({ documents, lenient: true });
    expect(problems).toEqual(["warning src-import.3.1 a.xsd:2:1", "warning src-resolve.4.2 a.xsd:2:75"]);
    expect(schema.elements.get("e")?.type.name?.clark).toBe("{urn:b}T");
  });

  it("still refuses what is not harmless", () => {
    const undeclared = '<xs:complexType name="U"><xs:group ref="b:G"/></xs:complexType>';
    expect(loadContractText({ documents: { "a.xsd": xsd(undeclared) }, lenient: true }).problems).toEqual(["src-resolve a.xsd:2:36"]);
  });
});

describe("loading WSDL", () => {
  const wsdl = (content: string): string =>
    `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:b="urn:b" targetNamespace="urn:w">${content}</w:definitions>`;

  it("takes schemas out of types, which import each other by namespace, with the prefixes around them", () => {
    const first = '<xs:schema targetNamespace="urn:a"><xs:import namespace="urn:b"/><xs:element name="e" type="b:T"/></xs:schema>';
    const second = `<xs:schema targetNamespace="urn:b">${typeT}</xs:schema>`;
    const { problems, schema, wsdlDocuments } = loadContractText({ documents: { "a.wsdl": wsdl(`<w:types>${first}${second}</w:types>`) } });
    expect(problems).toEqual([]);
    expect(schema.elements.get("{urn:a}e")?.type.name?.clark).toBe("{urn:b}T");
    expect(wsdlDocuments.map(({ uri, targetNamespace }) => [uri, targetNamespace])).toEqual([["a.wsdl", "urn:w"]]);
  });

  it.each(["", "#b"])("takes schemaLocation=%j for a schema beside", (location) => {
    const first = `<xs:schema targetNamespace="urn:a"><xs:import namespace="urn:b" schemaLocation="${location}"/><xs:element name="e" type="b:T"/></xs:schema>`;
    const second = `<xs:schema targetNamespace="urn:b">${typeT}</xs:schema>`;
    expect(loadContractText({ documents: { "a.wsdl": wsdl(`<w:types>${first}${second}</w:types>`) } }).problems).toEqual([]);
  });

  it("follows imports of WSDL documents and of schemas", () => {
    const documents = {
      "a.wsdl": wsdl('<w:import namespace="urn:w" location="b.wsdl"/><w:import namespace="urn:b" location="c.xsd"/>'),
      "b.wsdl": wsdl('<w:import namespace="urn:w" location="a.wsdl"/>'),
      "c.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
    };
    const { problems, schema, wsdlDocuments } = loadContractText({ documents });
    expect(problems).toEqual([]);
    expect(wsdlDocuments.map(({ uri }) => uri)).toEqual(["a.wsdl", "b.wsdl"]);
    expect(wsdlDocuments[0]?.imports.map(({ document }) => document?.uri)).toEqual(["b.wsdl", "c.xsd"]);
    expect(schema.types.has("{urn:b}T")).toBe(true);
  });

  it("takes what the catalogue has of namespaces that no document imports", () => {
    const documents = {
      "a.wsdl": wsdl('<w:message name="m"><w:part name="p" type="b:T"/></w:message>'),
      "b.xsd": xsd(`<xs:import namespace="urn:c"/><xs:element name="e" type="c:T" xmlns:c="urn:c"/>${typeT}`, 'targetNamespace="urn:b"'),
      "c.xsd": xsd(typeT, 'targetNamespace="urn:c"'),
      "catalog.json": JSON.stringify({ namespaces: { "urn:b": "b.xsd", "urn:c": "c.xsd", "urn:d": "d.xsd" } }),
    };
    const { problems, schema } = loadContractText({ documents, catalog: "catalog.json" });
    expect(problems).toEqual([]);
    expect([schema.types.has("{urn:b}T"), schema.types.has("{urn:c}T")]).toEqual([true, true]);
  });

  it("requires a schema to import what the catalogue has", () => {
    const documents = {
      "a.xsd": xsd('<xs:element name="e" type="b:T" xmlns:b="urn:b"/>'),
      "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
      "catalog.json": JSON.stringify({ namespaces: { "urn:b": "b.xsd" } }),
    };
    expect(loadContractText({ documents, catalog: "catalog.json" }).problems).toEqual([expect.stringMatching(/^src-resolve.4.2 a\.xsd:/)]);
  });

  it("says what cannot be read", () => {
    const { problems } = loadContractText({ documents: { "a.wsdl": wsdl('<w:import namespace="urn:w" location="b.wsdl"/>') } });
    expect(problems).toEqual([expect.stringMatching(/^load-missing a\.wsdl:1:/)]);
  });
});
