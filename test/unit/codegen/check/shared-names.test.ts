import { describe, expect, test } from "vitest";
import { findSharedNames } from "../../../../codegen/check/shared-names.js";
import type { ComplexTypeDefinition, ElementDeclaration } from "../../../../codegen/schema/components.js";
import { Substitution } from "../../../../codegen/schema/substitution.js";
import { schemaDocument, schemaOf } from "../../../support/contracts.js";

/** Counts how many element particles are looked at. */
class CountingGroups extends Substitution {
  count = 0;

  override elementsFor(declaration: ElementDeclaration): readonly ElementDeclaration[] {
    this.count++;
    return super.elementsFor(declaration);
  }
}

function type(name: string, base: string | undefined, content: string): string {
  const sequence = `<xs:sequence>${content}</xs:sequence>`;
  const inside =
    base === undefined ? sequence : `<xs:complexContent><xs:extension base="t:${base}">${sequence}</xs:extension></xs:complexContent>`;
  return `<xs:complexType name="${name}">${inside}</xs:complexType>`;
}

const one = (name: string) => `<xs:element name="${name}" type="xs:string"/>`;
const any = (namespace: string) => `<xs:any namespace="${namespace}" minOccurs="0"/>`;

function namesOf(types: ReadonlySet<ComplexTypeDefinition>): readonly (string | undefined)[] {
  return [...types].map(({ name }) => name?.local);
}

describe("types whose content shares names", () => {
  const cases = [
    { given: "other names", declarations: type("A", undefined, one("a")) + type("B", "A", one("b")), added: [], any: [] },
    { given: "the base's name again", declarations: type("A", undefined, one("a")) + type("B", "A", one("a")), added: ["B"], any: ["B"] },
    {
      given: "names that the base shares",
      declarations: type("A", undefined, one("a") + one("b") + one("a")) + type("B", "A", one("c")),
      added: ["A"],
      any: ["A", "B"],
    },
    {
      given: "one name in two branches of a hierarchy",
      declarations: type("A", undefined, one("a")) + type("B", "A", one("b")) + type("C", "A", one("b")),
      added: [],
      any: [],
    },
    { given: "a wildcard for names before", declarations: type("A", undefined, one("a") + any("##any")), added: ["A"], any: ["A"] },
    { given: "a wildcard for other names", declarations: type("A", undefined, one("a") + any("##other") + one("b")), added: [], any: [] },
    {
      given: "wildcards of base and type",
      declarations: type("A", undefined, any("urn:x urn:y")) + type("B", "A", any("##other")) + type("C", "A", any("urn:z")),
      added: ["B"],
      any: ["B"],
    },
  ];
  test.each(cases)("$given", ({ declarations, added, any: inherited }) => {
    const schema = schemaOf(schemaDocument(declarations));
    const shared = findSharedNames(schema, new Substitution(schema));
    expect(namesOf(shared.added)).toEqual(added);
    expect(namesOf(shared.any)).toEqual(inherited);
  });

  test("each particle of a chain of extensions is looked at once", () => {
    const chain = Array.from({ length: 500 }, (_, number) =>
      type(`T${number}`, number === 0 ? undefined : `T${number - 1}`, one(`e${number}`)),
    );
    const schema = schemaOf(schemaDocument(chain.join("")));
    const groups = new CountingGroups(schema);
    findSharedNames(schema, groups);
    expect(groups.count).toBe(500);
  });
});
