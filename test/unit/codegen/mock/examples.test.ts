/**
 * Answers that people wrote are taken if they conform, and refused with a place and a rule if not.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkExamples } from "../../../../codegen/mock/examples.js";
import { readMockContract } from "../../../../codegen/mock/mock-contract.js";
import { portsOf } from "../../../../codegen/mock/ports.js";

const wsdl = fileURLToPath(new URL("../../../golden/services-document/shop.wsdl", import.meta.url));
const { contract } = readMockContract({ entries: [wsdl] });

function check(name: string, text: string) {
  if (contract === undefined) throw new Error("the contract does not conform");
  const operations = portsOf(contract).served.flatMap((port) => port.operations);
  return checkExamples([{ name, bytes: new TextEncoder().encode(text) }], operations, contract.schema);
}

const confirmation = '<Confirmation xmlns="urn:shop" number="7"/>';

describe("examples", () => {
  it.each(["PlaceOrder.xml", "PlaceOrder.late.xml", "PlaceOrder.2.b.XML"])("%s is one for PlaceOrder", (name) => {
    expect(check(name, confirmation)).toEqual({
      examples: [{ operation: "PlaceOrder", element: "{urn:shop}Confirmation", value: { number: 7 } }],
      problems: [],
    });
  });

  it.each([
    ["PlaceOrdr.xml", confirmation, 'mock-operation undefined: there is no operation "PlaceOrdr"; did you mean "PlaceOrder"?'],
    ["Ping.xml", "<a/>", "mock-no-answer undefined: the operation's answer has no body"],
    ["Forget.xml", "<a/>", "mock-no-answer undefined: the operation's answer has no body"],
    ["PlaceOrder.xml", '<Confirmation xmlns="urn:shop"\n number="x"/>', /^cvc-datatype-valid\S* 2:2: /],
    ["PlaceOrder.xml", "<Confirmation/>", /^cvc-elt\.1 1:1: /],
    ["PlaceOrder.xml", "<Confirmation", /^xml-unexpected-end 1:14: /],
  ])("%s with %j is refused", (name, text, problem) => {
    const { examples, problems } = check(name, text);
    expect(examples).toEqual([]);
    expect(problems.map((each) => each.name)).toEqual([name]);
    const told = problems.map(({ issue: { id, line, column, message } }) =>
      line === undefined ? `${id} undefined: ${message}` : `${id} ${line}:${column}: ${message}`,
    )[0];
    if (typeof problem === "string") expect(told).toBe(problem);
    else expect(told).toMatch(problem);
  });
});
