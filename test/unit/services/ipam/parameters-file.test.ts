/** Files of parameters as people write them. */
import { describe, expect, test } from "vitest";
import { bareParameters, readParameters } from "../../../../src/services/ipam/parameters-file.js";

const ns = "http://Microsoft.Windows.Ipam";
const instance = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
const read = (xml: string): unknown => {
  const result = readParameters("RenameSuperscope", new TextEncoder().encode(xml));
  return result.ok ? result.parameters : result.problems.join("; ");
};

describe("parameters of RenameSuperscope", () => {
  const wanted = { $type: "RenameSuperscopeParameters", operationId: "RenameSuperscope", newName: "finance" };

  test.each([
    ["an element named for the type", `<RenameSuperscopeParameters xmlns="${ns}"><NewName>finance</NewName></RenameSuperscopeParameters>`],
    [
      "an element of any name",
      `<parameters xmlns="${ns}"><OperationId>RenameSuperscope</OperationId><NewName>finance</NewName></parameters>`,
    ],
    [
      "the whole request",
      `<InitializeOperationParameters xmlns="${ns}"><paramters ${instance} i:type="RenameSuperscopeParameters"><NewName>finance</NewName></paramters></InitializeOperationParameters>`,
    ],
  ])("%s", (_, xml) => expect(read(xml)).toEqual(wanted));

  test.each([
    ["another operation", `<p xmlns="${ns}"><OperationId>EditDhcpScope</OperationId></p>`, 'the OperationId "EditDhcpScope"'],
    ["a misspelt member", `<p xmlns="${ns}"><NewNam>finance</NewNam></p>`, "NewNam"],
    ["no XML", "NewName: finance", "xml-"],
    [
      "another type",
      `<InitializeOperationParameters xmlns="${ns}"><paramters ${instance} i:type="DeleteSuperscopesParameters"/></InitializeOperationParameters>`,
      'needs parameters of type "RenameSuperscopeParameters"',
    ],
    ["none", `<InitializeOperationParameters xmlns="${ns}"/>`, "no parameters"],
  ])("refuses %s", (_, xml, problem) => expect(read(xml)).toContain(problem));

  test("nothing but the operation", () => {
    expect(bareParameters("RenameSuperscope")).toEqual({ $type: "RenameSuperscopeParameters", operationId: "RenameSuperscope" });
  });
});
