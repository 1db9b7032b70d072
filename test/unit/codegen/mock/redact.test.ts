/**
 * Secrets do not stay in what is recorded, and everything else does.
 */
import { describe, expect, it } from "vitest";
import { redactBody, redactHeaders, redactParameters } from "../../../../codegen/mock/redact.js";

const redact = (text: string, type = "text/xml"): string | undefined => {
  const bytes = redactBody(new TextEncoder().encode(text), type);
  return bytes && new TextDecoder().decode(bytes);
};

describe("bodies", () => {
  it.each([
    ["<a><Password>secret</Password><b>kept</b></a>", "<a><Password>REDACTED</Password><b>kept</b></a>"],
    ['<w:Password Type="#Text" >s&amp;t</w:Password >', '<w:Password Type="#Text" >REDACTED</w:Password >'],
    ["<userPassword><![CDATA[a</userPassword>]]></userPassword>", "<userPassword>REDACTED</userPassword>]]></userPassword>"],
    ["<password/><b>kept</b>", "<password/><b>kept</b>"],
    ["<PasswordPolicy>kept</PasswordPolicy>", "<PasswordPolicy>kept</PasswordPolicy>"],
    ["<Password><PasswordX>a</PasswordX>b</Password>c", "<Password><PasswordX>REDACTED</PasswordX>REDACTED</Password>c"],
    ["<Token>\n <Id>7</Id>\n</Token>", "<Token>\n <Id>REDACTED</Id>\n</Token>"],
    ['<Login name="ada" password="x>y" pin=\'12\'>kept</Login>', '<Login name="ada" password="REDACTED" pin=\'REDACTED\'>kept</Login>'],
    ["<Password>no end", "<Password>REDACTED"],
    ['<a b="><Password>x</Password>', '<a b="><Password>REDACTED</Password>'],
    ["<Größe>kept – ü</Größe><Passwd>ü</Passwd>", "<Größe>kept – ü</Größe><Passwd>REDACTED</Passwd>"],
    ["<Shipping>kept</Shipping> 1 < 2 <", "<Shipping>kept</Shipping> 1 < 2 <"],
  ])("%j", (given, want) => {
    expect(redact(given)).toBe(want);
  });

  it("of forms", () => {
    expect(redact("User=ada&Password=x%26y&b", "application/x-www-form-urlencoded; charset=utf-8")).toBe("User=ada&Password=REDACTED&b");
  });

  it("that cannot be searched are not kept", () => {
    expect(redactBody(new Uint8Array([0xff, 0xfe, 0x3c, 0]), "text/xml")).toBeUndefined();
    expect(redactBody(new Uint8Array([0, 0x3c, 0, 0x61]), "text/xml")).toBeUndefined();
  });

  it("are kept as they are where there is nothing to take out", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => 255 - ((index + 3) % 256) || 1).subarray(5);
    expect(redactBody(bytes, "image/png")).toBe(bytes);
  });

  it("in time linear in their length", () => {
    const hostile = ["<Password>", "<a b='", "<", "a=", "<Password"].map((part) => part.repeat(200_000));
    for (const text of hostile) expect(redact(text)).toBeDefined();
  });
});

it("headers that let in", () => {
  const headers = [
    "Authorization",
    "cookie",
    "Set-Cookie",
    "X-Api-Key",
    "WWW-Authenticate",
    "X-CSRF-Token",
    "Content-Type",
    "SOAPAction",
  ] as const;
  const left = redactHeaders(headers.map((name) => [name, "value"])).filter(([, value]) => value === "value");
  expect(left.map(([name]) => name)).toEqual(["Content-Type", "SOAPAction"]);
});

it("parameters of URLs", () => {
  expect(redactParameters("a=1&ApiKey=2&SessionId=3&flag")).toBe("a=1&ApiKey=REDACTED&SessionId=REDACTED&flag");
});
