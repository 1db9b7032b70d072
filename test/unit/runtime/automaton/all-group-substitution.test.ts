/**
 * xs:all with the head of a substitution group: its members count as one.
 */
import { it } from "vitest";
import { xsd } from "../../../support/contracts.js";
import { expectInvalid, expectValid, loadSchemaText } from "../../../support/schemas.js";

it("counts the members of a substitution group as one", async () => {
  const schema = await loadSchemaText(
    xsd(`<xs:element name="head" type="xs:int"/>
      <xs:element name="one" type="xs:int" substitutionGroup="head"/><xs:element name="two" type="xs:int" substitutionGroup="head"/>
      <xs:element name="root"><xs:complexType><xs:all><xs:element ref="head"/><xs:element name="other" type="xs:int"/></xs:all></xs:complexType></xs:element>`),
  );
  expectValid(schema, "<root><one>1</one><other>2</other></root>");
  expectValid(schema, "<root><other>2</other><two>1</two></root>");
  expectValid(schema, "<root><other>2</other><head>1</head></root>");
  expectInvalid(schema, "<root><one>1</one><two>1</two><other>2</other></root>", ["cvc-complex-type.2.4.a"]);
  expectInvalid(schema, "<root><one>1</one><one>1</one><other>2</other></root>", ["cvc-complex-type.2.4.a"]);
  expectInvalid(schema, "<root><other>2</other></root>", ["cvc-complex-type.2.4.b"]);
});
