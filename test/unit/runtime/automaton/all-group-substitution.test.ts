/**
 * xs:all with the head of a substitution group: whichever member comes, it comes once.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSchema } from "soapwright/schema";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "soapwright-all-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("counts the members of a substitution group as one", async () => {
  const file = join(folder, "all.xsd");
  writeFileSync(
    file,
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="head" type="xs:int"/>
      <xs:element name="one" type="xs:int" substitutionGroup="head"/><xs:element name="two" type="xs:int" substitutionGroup="head"/>
      <xs:element name="root"><xs:complexType><xs:all><xs:element ref="head"/><xs:element name="other" type="xs:int"/></xs:all></xs:complexType></xs:element>
    </xs:schema>`,
  );
  const schema = await loadSchema({ entries: [file] });
  expect(schema.diagnostics).toEqual([]);
  const isValid = (content: string): boolean => schema.validate(`<root>${content}</root>`).length === 0;
  expect(isValid("<one>1</one><other>2</other>")).toBe(true);
  expect(isValid("<other>2</other><two>1</two>")).toBe(true);
  expect(isValid("<other>2</other><head>1</head>")).toBe(true);
  expect(isValid("<one>1</one><two>1</two><other>2</other>")).toBe(false);
  expect(isValid("<one>1</one><one>1</one><other>2</other>")).toBe(false);
  expect(isValid("<other>2</other>")).toBe(false);
});
