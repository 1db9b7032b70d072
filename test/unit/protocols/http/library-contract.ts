/**
 * A small contract, as generated code would have it, with every kind of HTTP input: a query, a form, parts of the location, documents; operations
 * that share a location and are distinguished by a parameter or by the root; a declared fault, and an operation that is one-way.
 */

import type { ElementCodec } from "soapwright";
import { complexType, element, enumeration, xsDate, xsInt, xsString, xsToken } from "soapwright/runtime-v1";
import type { HttpBinding, PortType, SoapBinding } from "soapwright/soap";

export interface Book {
  title: string;
  year?: number;
}
const Book = complexType<Book>("{urn:library}Book", { title: ["Title", () => xsString], year: ["Year", () => xsInt, "?"] });
export const BookElement: ElementCodec<Book> = element<Book>("{urn:library}Book", () => Book);
export const AddElement: ElementCodec<Book> = element<Book>("{urn:library}Add", () => Book);
export const RemoveElement: ElementCodec<Book> = element<Book>("{urn:library}Remove", () => Book);
export const CountElement: ElementCodec<number> = element<number>("{urn:library}Count", () => xsInt);
export const MissingElement: ElementCodec<string> = element<string>("{urn:library}Missing", () => xsString);

const Lend = enumeration<"Lend">("{urn:library}Lend", () => xsToken, ["Lend"]);
const GiveBack = enumeration<"GiveBack" | "Return">("{urn:library}GiveBack", () => xsToken, ["GiveBack", "Return"]);

interface Found {
  readonly output: Book;
  readonly faults: { missing: string };
}

export interface DeskOperations {
  readonly find: Found & { readonly input: { title: string; year?: number; tag?: readonly string[] } };
  readonly lend: Found & { readonly input: { action: "Lend"; title: string; until: string } };
  readonly giveBack: Found & { readonly input: { action: "GiveBack" | "Return"; title: string } };
  readonly shelf: Found & { readonly input: { shelf: string; place: number } };
  readonly count: { readonly input: void; readonly output: number };
  readonly ring: { readonly input: { times: number } };
}

const found = {
  pattern: "request-response",
  output: () => BookElement,
  faults: { missing: () => MissingElement },
} as const;

export const Desk: PortType<DeskOperations> = {
  name: "{urn:library}Desk",
  operations: {
    find: { name: "Find", ...found },
    lend: { name: "Lend", ...found },
    giveBack: { name: "GiveBack", ...found },
    shelf: { name: "Shelf", ...found },
    count: { name: "Count", pattern: "request-response", output: () => CountElement },
    ring: { name: "Ring", pattern: "one-way" },
  },
};

const title = { name: "Title", type: () => xsString };
const lend = { action: { name: "Action", type: () => Lend }, title, until: { name: "Until", type: () => xsDate } };
const giveBack = { action: { name: "Action", type: () => GiveBack }, title };

export const DeskGet: HttpBinding<DeskOperations> = {
  kind: "http",
  name: "{urn:library}DeskGet",
  verb: "GET",
  portType: Desk,
  operations: {
    find: {
      location: "/find",
      input: "urlEncoded",
      parameters: {
        title,
        year: { name: "Year", type: () => xsInt, occurs: "optional" },
        tag: { name: "Tag", type: () => xsString, occurs: "repeated" },
      },
    },
    shelf: {
      location: "shelves/(Shelf)/(Place).xml",
      input: "urlReplacement",
      parameters: { shelf: { name: "Shelf", type: () => xsString }, place: { name: "Place", type: () => xsInt } },
    },
    lend: { location: "/desk", input: "urlEncoded", parameters: lend },
    giveBack: { location: "/desk", input: "urlEncoded", parameters: giveBack },
    count: { location: "/count", input: "urlEncoded" },
  },
};

export const DeskPost: HttpBinding<DeskOperations> = {
  kind: "http",
  name: "{urn:library}DeskPost",
  verb: "POST",
  portType: Desk,
  operations: {
    lend: { location: "/desk", input: "form", parameters: lend },
    giveBack: { location: "/desk", input: "urlEncoded", parameters: giveBack },
    ring: { location: "/ring", input: "form", parameters: { times: { name: "Times", type: () => xsInt } } },
  },
};

export interface StockOperations {
  readonly add: { readonly input: Book; readonly output: number };
  readonly remove: { readonly input: Book; readonly output: number; readonly faults: { missing: string } };
}

export const Stock: PortType<StockOperations> = {
  name: "{urn:library}Stock",
  operations: {
    add: { name: "Add", pattern: "request-response", input: () => AddElement, output: () => CountElement },
    remove: {
      name: "Remove",
      pattern: "request-response",
      input: () => RemoveElement,
      output: () => CountElement,
      faults: { missing: () => MissingElement },
    },
  },
};

export const StockPost: HttpBinding<StockOperations> = {
  kind: "http",
  name: "{urn:library}StockPost",
  verb: "POST",
  portType: Stock,
  operations: { add: { location: "/stock", input: "mimeXml" }, remove: { location: "/stock", input: "mimeXml" } },
};

const soap = (version: "1.1" | "1.2"): SoapBinding<StockOperations> => ({
  kind: "soap",
  name: `{urn:library}StockSoap${version}`,
  version,
  transport: "http://schemas.xmlsoap.org/soap/http",
  portType: Stock,
  actions: {},
});
export const StockSoap11 = soap("1.1");
export const StockSoap12 = soap("1.2");
