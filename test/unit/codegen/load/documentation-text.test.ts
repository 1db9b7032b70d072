import { expect, test } from "vitest";
import { documentationText } from "../../../../codegen/load/documentation-text.js";
import { readDocument } from "../../../../codegen/load/read-document.js";

function textOf(content: string): string {
  const bytes = new TextEncoder().encode(`<d xmlns:h="http://www.w3.org/1999/xhtml">${content}</d>`);
  const document = readDocument(bytes, "d.xml", () => undefined);
  if (document === undefined) throw new Error("not well-formed");
  return documentationText(document.root);
}

test.each<[string, string, string]>([
  ["a text is itself, without the indentation of the document", "\n    One\n      two  three\n  ", "One\ntwo three"],
  ["empty lines separate paragraphs, however many", "a\n\n\n\n  b", "a\n\nb"],
  ["an element within a text belongs to it", "see <h:a href='x'>the <h:b>list</h:b></h:a>.", "see the list."],
  ["paragraphs of XHTML are paragraphs", "<h:p>One <h:i>a</h:i>.</h:p><h:p>Two.</h:p>", "One a.\n\nTwo."],
  ["and end a text", "Before<h:ul><h:li>one</h:li><h:li>two</h:li></h:ul>after", "Before\n\none\n\ntwo\n\nafter"],
  ["a line break is one", "a<h:br/>b", "a\nb"],
  ["records have their names", "<r><Type>BIE</Type><Definition>A note.</Definition></r>", "Type: BIE\n\nDefinition: A note."],
  ["empty records are left out", "<r><Type/><Definition> </Definition></r>", ""],
  ["nothing is nothing", "", ""],
])("%s", (_, content, want) => {
  expect(textOf(content)).toBe(want);
});
