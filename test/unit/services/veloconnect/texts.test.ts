/**
 * ResponseMessages in German and English: by what a caller asks for, and by configuration.
 */
import { describe, expect, it } from "vitest";
import { chooseLanguage, type Language, languages, type Text, texts } from "../../../../src/services/veloconnect/texts.js";
import { readAnswer, serve } from "../../../support/veloconnect-server.js";

describe("the language", () => {
  it.each<[string | null, Language, Language]>([
    // Accept-Language, configured -> chosen
    [null, "en", "en"],
    [null, "de", "de"],
    ["", "de", "de"],
    ["de", "en", "de"],
    ["de-CH", "en", "de"],
    ["DE-AT, en;q=0.5", "en", "de"],
    ["en;q=0.2, de;q=0.8", "en", "de"],
    ["de;q=0.2, en;q=0.8", "de", "en"],
    ["fr, it", "de", "de"],
    ["fr, de;q=0.1", "en", "de"],
    ["de;q=0", "en", "en"],
    ["*", "de", "de"],
    ["den", "en", "en"],
    ["de;q=x", "en", "en"],
    [",;q=,;;", "de", "de"],
  ])("of %j where %s is configured: %s", (header, configured, want) => expect(chooseLanguage(header, configured)).toBe(want));

  it.each<[string, string, string, string]>([
    ["a wrong password", "RequestName=GetStatusRequest&BuyersID=B1&Password=x", "the password is wrong", "das Passwort ist falsch"],
    [
      "an unknown transaction",
      "RequestName=ViewOrderRequest&BuyersID=B1&Password=secret&TransactionID=t",
      "there is no transaction instance of this TransactionID",
      "zu dieser TransactionID gibt es keine Transaktion",
    ],
    ["an unknown request", "RequestName=X", 'there is no request "X"', 'es gibt keine Anfrage "X"'],
    [
      "a missing parameter",
      "RequestName=RollbackRequest&BuyersID=B1&Password=secret",
      'the parameter "TransactionID" is missing',
      'die Anfrage ist nicht gültig: der Parameter "TransactionID" fehlt',
    ],
    [
      "a missing unit",
      "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&Quantity.1=1",
      'the parameter "quantityUnitCode.1" is missing',
      'der Parameter "quantityUnitCode.1" fehlt',
    ],
  ])("of the answer to %s", async (_, query, english, german) => {
    const ask = async (served: ReturnType<typeof serve>, language?: string): Promise<unknown> => {
      const request = new Request(`http://seller.example/veloconnect?${query}`, {
        headers: language ? { "accept-language": language } : {},
      });
      return (await readAnswer(await served.handle(request))).value.responseMessage;
    };
    expect(await ask(serve())).toBe(english);
    expect(await ask(serve(), "de-DE,de;q=0.9,en;q=0.1")).toBe(german);
    expect(await ask(serve({ language: "de" }))).toBe(german);
    expect(await ask(serve({ language: "de" }), "en")).toBe(english);
  });

  it.each<[string, string, string]>([
    ["RequestName=X&RequestName=Y", "", 'der Parameter "RequestName" kommt zweimal vor'],
    ["", "", 'der Parameter "RequestName" fehlt'],
    ["RequestName=GetStatusRequest&BuyersID=B1&Password=secret&Password=x", "", 'der Parameter "Password" kommt zweimal vor'],
    [
      "RequestName=GetStatusRequest&BuyersID=B1&Password=secret&IsTest=perhaps",
      "",
      'der Parameter "IsTest" hat einen Wert, den sein Typ nicht zulässt',
    ],
    [
      "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&Quantity=1",
      "",
      'dem Parameter "Quantity" fehlt sein Schlüssel hinter einem Punkt',
    ],
    ["BuyersID=%FF", "", "die Parameter sind nicht in UTF-8 mit Prozentzeichen kodiert"],
    ["", "<a", "das Dokument ist kein wohlgeformtes XML (Zeile 1, Spalte 3; xml-unexpected-end)"],
    ["", "<!DOCTYPE a><a/>", "eine DOCTYPE-Deklaration ist nicht erlaubt (Zeile 1, Spalte 1; xml-doctype)"],
    [
      "",
      '<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID/></GetStatusRequest>',
      'in "GetStatusRequest" fehlt ein Element (erwartet: Credential; Zeile 1, Spalte 70; /GetStatusRequest; cvc-complex-type.2.4.b)',
    ],
    [
      "",
      '<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><X/></GetStatusRequest>',
      '"X" steht an dieser Stelle nicht (erwartet: BuyersID; Zeile 1, Spalte 59; /GetStatusRequest/X; cvc-complex-type.2.4.a)',
    ],
    [
      "",
      '<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID/><Credential><Password/></Credential><IsTest>TRUE</IsTest></GetStatusRequest>',
      'der Wert von "IsTest" hat nicht die Form seines Typs (gefunden: TRUE; Zeile 1, Spalte 106; /GetStatusRequest/IsTest; cvc-datatype-valid.1.2.1)',
    ],
  ])("of what is wrong with %j %s", async (query, body, german) => {
    const headers = { "accept-language": "de", "content-type": "application/xml" };
    const url = `http://seller.example/veloconnect?${query}`;
    const request = new Request(url, { headers, ...(body !== "" && { method: "POST", body }) });
    expect((await readAnswer(await serve().handle(request))).value.responseMessage).toBe(`die Anfrage ist nicht gültig: ${german}`);
  });

  it("of SOAP's answers, too", async () => {
    const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID>B1</BuyersID><Credential><Password>x</Password></Credential></GetStatusRequest></s:Body></s:Envelope>`;
    const headers = { "content-type": "text/xml", "accept-language": "de" };
    const answer = await serve().soap(new Request("http://seller.example/", { method: "POST", body, headers }));
    expect(await answer.text()).toContain("das Passwort ist falsch");
  });
});

it("every text has every language, each its own", () => {
  for (const [name, text] of Object.entries(texts)) {
    // Particulars are texts and numbers; what they are makes no difference here.
    const made = typeof text === "function" ? (text as (...particulars: string[]) => Text)("1", "2") : text;
    expect([name, new Set(languages.map((language) => made[language])).size]).toEqual([name, languages.length]);
  }
});
