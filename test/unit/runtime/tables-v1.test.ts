/**
 * Code that was generated for `soapwright/runtime-v1` keeps its meaning: its tables do not refer to what they need beyond the usual.
 */
import { describe, expect, it } from "vitest";
import { tryDecode } from "../../../src/index.js";
import { soapEncoding, soapEncodingOf } from "../../../src/runtime/soap-encoding/engine.js";
import * as first from "../../../src/runtime-v1.js";

const constraints = [{ name: "{urn:u}k", category: "key", selector: "u:v", fields: ["."], namespaces: { u: "urn:u" } }] as const;
const List = first.complexType("{urn:u}List", { v: ["v", () => first.xsInt, "*"] });
const twice = '<l xmlns="urn:u"><v>1</v><v>1</v></l>';

/** Tables as they were printed, by where the identity constraint stands. */
const roots = {
  "a global element": { codec: first.element("{urn:u}l", () => List, "", { constraints }), xml: twice },
  "an element of a type": {
    codec: first.element("{urn:u}r", () => first.complexType("{urn:u}R", { l: ["l", () => List, "", { constraints }] })),
    xml: `<r xmlns="urn:u">${twice}</r>`,
  },
  "an element of an extension": {
    codec: first.element("{urn:u}r", () =>
      first.extension("{urn:u}R", () => first.complexType("{urn:u}Base", {}), {
        l: ["l", () => List, "", { constraints }],
      }),
    ),
    xml: `<r xmlns="urn:u">${twice}</r>`,
  },
  "a member of a repeated choice": {
    codec: first.element("{urn:u}r", () =>
      first.complexType("{urn:u}R", {
        $choice: ["|", { l: ["l", () => List, "", { constraints }], n: () => first.xsInt }, "*"],
      }),
    ),
    xml: `<r xmlns="urn:u"><n>1</n>${twice}</r>`,
  },
  "a member of a repeated group": {
    codec: first.element("{urn:u}r", () =>
      first.complexType("{urn:u}R", {
        $group: [
          "()",
          () => first.group("{urn:u}R/$group", { n: ["n", () => first.xsInt], l: ["l", () => List, "", { constraints }] }),
          "*",
        ],
      }),
    ),
    xml: `<r xmlns="urn:u"><n>1</n>${twice}</r>`,
  },
};

describe("identity constraints of", () => {
  it.each(Object.entries(roots))("%s are checked", (_, { codec, xml }) => {
    const refused = tryDecode(codec, xml);
    expect(refused.ok ? [] : refused.issues.map(({ id }) => id)).toEqual(["cvc-identity-constraint.4.2.2"]);
    expect(tryDecode(codec, xml.replace("<v>1", "<v>2"))).toMatchObject({ ok: true });
  });
});

describe("patterns of", () => {
  const text = () => first.xsString;
  const pattern = "\\p{IsGreek}*";
  const codecs = {
    "a restriction": first.restriction("{urn:u}t", text, { pattern }),
    "an enumeration": first.enumeration<string>("{urn:u}t", text, ["αβ", "ab"], { pattern }),
    "a list": first.list("{urn:u}t", text, { pattern }),
    "a union": first.union("{urn:u}t", () => [first.xsInt, first.xsString], { pattern }),
    "several steps": first.restriction("{urn:u}t", () => first.restriction("{urn:u}b", text, { pattern: [pattern, "x"] }), {
      maxLength: "9",
    }),
  };

  it.each(Object.entries(codecs))("%s are checked", (_, codec) => {
    const refused = tryDecode(codec, "<t>ab</t>");
    expect(refused.ok ? [] : refused.issues.map(({ id }) => id)).toEqual(["cvc-pattern-valid"]);
    expect(tryDecode(codec, "<t>αβ</t>")).toMatchObject({ ok: true });
  });
});

describe("operations that say `encoded: true`", () => {
  it("are read and written by what the elements bring", () => {
    first.element("{urn:u}call", () => List);
    expect(soapEncodingOf(true)).toBe(soapEncoding);
  });
});
