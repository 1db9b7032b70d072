import { describe, expect, test } from "vitest";
import { GeneratedFile, moduleFile, quote } from "../../../../codegen/emit/generated-file.js";
import type { Declaration } from "../../../../codegen/lower/plan.js";

describe("comments", () => {
  test.each([
    ["ends */ alert(1) /*", "/** ends *\\/ alert(1) /* */"],
    ["a\u2028b", "/**\n * a\n * b\n */"],
    ["@ts-nocheck", "/** @ ts-nocheck */"],
    ["bidi \u202e text", "/** bidi   text */"],
    ["\u0000", "/**  */"],
  ])("%j", (text, want) => {
    const file = new GeneratedFile("shop", []);
    file.doc(text);
    expect(file.body.toString().trim()).toBe(want.trim());
  });
});

test.each([
  ['"', '"\\""'],
  ["\\", '"\\\\"'],
  ["\n", '"\\n"'],
  ["\u2028", '"\\u2028"'],
  ["\ud800", '"\\ud800"'],
  ["`", '"`"'],
])("the string %j", (text, want) => {
  expect(quote(text)).toBe(want);
});

describe("imports", () => {
  test("the runtime comes first, names are sorted, types are marked", () => {
    const file = new GeneratedFile("shop", []);
    file.runtimeValue("xsString");
    file.runtimeType("ComplexType");
    file.runtimeValue("complexType");
    expect(file.text("Head")).toBe('// Head\n\nimport { type ComplexType, complexType, xsString } from "soapwright/runtime-v2";\n');
  });

  test("a name that the file declares is imported under another one", () => {
    const file = new GeneratedFile("shop", ["Item"]);
    expect(file.runtimeType("Item")).toBe("Item_");
    expect(file.runtimeType("Item")).toBe("Item_");
    expect(file.text("Head")).toContain('import type { Item as Item_ } from "soapwright/runtime-v2";');
  });

  test("a module is imported by its names and as a whole", () => {
    const file = new GeneratedFile("service", [], {
      extension: ".ts",
      throughModule: ({ exportName }) => exportName === "Order",
      fileOf: moduleFile,
    });
    expect([file.declaration(declarationNamed("Order")), file.declaration(declarationNamed("Line"))]).toEqual(["shop.Order", "Line"]);
    expect(file.text("Head")).toBe('// Head\n\nimport type { Line } from "./shop.ts";\nimport * as shop from "./shop.ts";\n');
  });

  test("global types are distinguished from a declaration of their name", () => {
    expect(new GeneratedFile("shop", ["Uint8Array"]).globalType("Uint8Array")).toBe("globalThis.Uint8Array");
    expect(new GeneratedFile("shop", []).globalType("Uint8Array")).toBe("Uint8Array");
  });
});

function declarationNamed(exportName: string): Declaration {
  const module = { fileName: "shop", exportName: "shop", targetNamespace: "urn:shop", declarations: [] };
  const documentation = { text: undefined, at: undefined, remark: undefined };
  return { kind: "declaration", module, exportName, documentation, type: undefined, table: undefined };
}
