import { describe, expect, it } from "vitest";
import { parseContentType, readAction } from "../../../src/service/content-type.js";

describe("media types", () => {
  it.each<[string, string, Record<string, string>]>([
    ["text/xml", "text/xml", {}],
    ["Text/XML;Charset=UTF-8", "text/xml", { charset: "UTF-8" }],
    ["text/xml; charset=utf-8;", "text/xml", { charset: "utf-8" }],
    ["text/xml; ; charset=utf-8 ;", "text/xml", { charset: "utf-8" }],
    [' application/soap+xml ; charset="utf-8" ; action="urn:a;b\\"c"', "application/soap+xml", { charset: "utf-8", action: 'urn:a;b"c' }],
  ])("%s", (header, type, parameters) => {
    const parsed = parseContentType(header);
    expect([parsed?.type, Object.fromEntries(parsed?.parameters ?? [])]).toEqual([type, parameters]);
  });

  it.each([null, "", "text", "text/", "/xml", "text/xml; charset", 'text/xml; charset="utf-8', "text/xml, text/html"])(
    "%s is not a content type",
    (header) => {
      expect(parseContentType(header)).toBeUndefined();
    },
  );

  it.each<[string, Record<string, string>, string | undefined]>([
    ["text/xml", { soapaction: '"urn:a"' }, "urn:a"],
    ["text/xml", { soapaction: "urn:a" }, "urn:a"],
    ["text/xml", { soapaction: '""' }, undefined],
    ["text/xml; action=urn:a", {}, undefined],
    ['application/soap+xml; action=""', {}, undefined],
    ["application/soap+xml; action=urn:a", { soapaction: '"urn:b"' }, "urn:a"],
    ["application/soap+xml", { soapaction: '"urn:b"' }, undefined],
  ])("the action of %s with %o", (type, headers, want) => {
    const parsed = parseContentType(type);
    expect(parsed && readAction(parsed, new Headers(headers))).toBe(want);
  });
});
