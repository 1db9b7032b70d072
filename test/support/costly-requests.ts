/**
 * Requests of strangers that are made to cost as much as they can: one body full of one thing.
 */

/** A request of which nobody has checked who sends it. */
export interface CostlyRequest {
  /** What the body is full of. */
  readonly fullOf: string;
  readonly type: string;
  /** The body, of at most as many bytes. */
  readonly body: (most: number) => Uint8Array<ArrayBuffer>;
}

const envelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
/** What stands around that of which a body is full. */
const room = 2000;

const statusOf = (buyersId: string, password: string): string =>
  `<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID>${buyersId}</BuyersID><Credential><Password>${password}</Password></Credential></GetStatusRequest>`;
const envelope = (header: string, body = statusOf("B9", "x")): string =>
  `<s:Envelope xmlns:s="${envelopeNamespace}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;

/** As many pieces as fit into a body; at most `count`. */
function fill(most: number, piece: (index: number) => string, count = Number.POSITIVE_INFINITY): string {
  const pieces: string[] = [];
  for (let index = 0, length = room; index < count; index++) {
    const next = piece(index);
    length += next.length;
    if (length > most) break;
    pieces.push(next);
  }
  return pieces.join("");
}

/** One piece again and again, as often as it fits into a body; pieces of their own would leave work for the collector of garbage. */
function repeat(most: number, piece: string): string {
  return piece.repeat(Math.floor((most - room) / encoder.encode(piece).length));
}

const encoder = new TextEncoder();
const bytesIn = (encoding: BufferEncoding, text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, encoding));
const blockOf = (content: string): string => envelope(`<h xmlns="u">${content}</h>`);

/** An envelope in an encoding of one byte a character, from characters up to U+00FF. */
const declared = (encoding: string, content: string): Uint8Array<ArrayBuffer> =>
  bytesIn("latin1", `<?xml version="1.0" encoding="${encoding}"?>${blockOf(content)}`);
const utf16 = (text: string): Uint8Array<ArrayBuffer> => bytesIn("utf16le", `\ufeff${text}`);
const utf16BigEndian = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le").swap16());

const soap = (fullOf: string, body: (most: number) => string | Uint8Array<ArrayBuffer>): CostlyRequest => ({
  fullOf,
  type: "text/xml",
  body: (most) => {
    const made = body(most);
    return typeof made === "string" ? encoder.encode(made) : made;
  },
});

/** What the others are measured by: a body of plain text. */
export const plainMessage = soap("text in a header", (most) => blockOf(repeat(most, "x")));

/** SOAP messages. */
export const costlyMessages: readonly CostlyRequest[] = [
  plainMessage,
  soap("elements in a header", (most) => blockOf(repeat(most, "<a/>"))),
  soap("headers", (most) => envelope(repeat(most, '<h xmlns="u">123456</h>'))),
  soap("attributes in a header", (most) => blockOf(repeat(most, `<a ${Array.from({ length: 999 }, (_, i) => `a${i}="1"`).join(" ")}/>`))),
  soap("namespaces", (most) => blockOf(fill(most, (i) => `<a xmlns:p${i}="urn:${i}"/>`))),
  soap("headers to be understood", (most) => envelope(fill(most, (i) => `<h${i} xmlns="u" s:mustUnderstand="1"/>`))),
  soap("addresses", (most) => envelope(repeat(most, '<To xmlns="http://www.w3.org/2005/08/addressing">http://x/</To>'))),
  soap("attributes of the envelope", (most) => envelope("").replace(">", ` ${fill(most, (i) => `s:a${i}="1" `)}>`)),
  soap("names", (most) => blockOf(fill(most, (i) => `<a${i}/>`))),
  soap("elements deep in each other", (most) => envelope(`<h xmlns="u">${repeat(most, "<a>")}`)),
  soap("character references", (most) => blockOf(repeat(most, "&#65;"))),
  soap("hexadecimal character references", (most) => blockOf(repeat(most, "&#x41;"))),
  soap("long character references", (most) => blockOf(repeat(most, `&#${"0".repeat(100)}65;`))),
  soap("references with text between them", (most) => blockOf(repeat(most, "&#xe4; x y z"))),
  soap("predefined entities", (most) => blockOf(repeat(most, "&lt;"))),
  soap("character references in an attribute", (most) => envelope(`<h xmlns="u" a="${repeat(most, "&#65;")}"/>`)),
  soap("predefined entities in an attribute", (most) => envelope(`<h xmlns="u" a="${repeat(most, "&lt;")}"/>`)),
  soap("tabs in an attribute", (most) => envelope(`<h xmlns="u" a="&#65;${repeat(most, "\t")}"/>`)),
  soap("line ends in an attribute", (most) => envelope(`<h xmlns="u" a="&#65;${repeat(most, "\r\n")}"/>`)),
  soap("carriage returns", (most) => blockOf(repeat(most, "\r"))),
  soap("line ends and comments", (most) => blockOf(repeat(most, `${"\r\n".repeat(20)}<!---->`))),
  soap("line ends in CDATA sections", (most) => blockOf(repeat(most, `<![CDATA[${"\r\n".repeat(20)}]]>`))),
  soap("line ends in short elements", (most) => blockOf(repeat(most, `<a>x\r\ny</a>`))),
  soap("line ends", (most) => blockOf(repeat(most, "\r\n"))),
  soap("brackets", (most) => blockOf(repeat(most, "]]"))),
  soap("comments", (most) => blockOf(repeat(most, "<!---->"))),
  soap("processing instructions", (most) => blockOf(repeat(most, "<?a?>"))),
  soap("CDATA sections", (most) => blockOf(repeat(most, "<![CDATA[a]]>"))),
  soap("a password", (most) => envelope("", statusOf("B1", repeat(most, "x")))),
  soap("a password of references", (most) => envelope("", statusOf("B1", repeat(most, "&#65;")))),
  soap("a password to be normalized", (most) => envelope("", statusOf("B1", repeat(most, "a\u0301\u0323")))),
  soap("a BuyersID", (most) => envelope("", statusOf(repeat(most, "x"), "x"))),
  soap("a BuyersID of blanks", (most) => envelope("", statusOf(repeat(most, " x"), "x"))),
  soap("elements in the body that do not belong there", (most) =>
    envelope("", statusOf("B1", "x").replace("</Get", `${repeat(most, "<a/>")}</Get`)),
  ),
  soap("elements in the body with line ends and a few bytes beyond ASCII", (most) =>
    envelope("", statusOf("B1", "x").replace("</Get", `${repeat(most, "<a>\u00e4\r\n</a>")}</Get`)),
  ),
  soap("names in many namespaces in the body", (most) =>
    envelope("", statusOf("B1", "x").replace("</Get", `${fill(most, (i) => `<a${i % 100} xmlns="u${i % 99}"/>`)}</Get`)),
  ),
  soap("namespaces of blanks", (most) => envelope(repeat(most, `<h xmlns="\t"/>`))),
  soap("references and blanks in an attribute", (most) => envelope(`<h xmlns="u" a="${repeat(most, "&quot;\t\r\n\u00e4")}"/>`)),
  soap("names of processing instructions", (most) => blockOf(fill(most, (i) => `<?a${i}?>`))),
  soap("CDATA sections of line ends in a password", (most) => envelope("", statusOf("B1", repeat(most, "<![CDATA[\r\n]]>\r\n")))),
  soap("references and line ends in a password", (most) => envelope("", statusOf("B1", repeat(most, "&lt;\r\n\u00e4")))),
  soap("text beyond ASCII", (most) => blockOf(repeat(most, "\u00e4"))),
  soap("text beyond the basic plane", (most) => blockOf(repeat(most, "\u{1f600}"))),
  soap("invalid UTF-8", (most) => declared("UTF-8", repeat(most / 2, "\u00e4"))),
  soap("text in ISO-8859-1", (most) => declared("ISO-8859-1", repeat(most, "x"))),
  soap("text beyond ASCII in ISO-8859-1", (most) => declared("ISO-8859-1", "\u00e4".repeat(most - room))),
  soap("mixed text in ISO-8859-1", (most) => declared("ISO-8859-1", "x\u00e4".repeat((most - room) / 2))),
  soap("elements in ISO-8859-1", (most) => declared("ISO-8859-1", repeat(most, "<a/>"))),
  soap("text in windows-1252", (most) => declared("windows-1252", repeat(most, "x"))),
  soap("text beyond ASCII in windows-1252", (most) => declared("windows-1252", "\u0080".repeat(most - room))),
  soap("text in US-ASCII", (most) => declared("US-ASCII", repeat(most, "x"))),
  soap("text beyond ASCII in US-ASCII", (most) => declared("US-ASCII", "\u00e4".repeat(most - room))),
  soap("text in UTF-16", (most) => utf16(blockOf("x".repeat(most / 2 - room)))),
  soap("text in big endian UTF-16", (most) => utf16BigEndian(blockOf("x".repeat(most / 2 - room)))),
  soap("text beyond ASCII in UTF-16", (most) => utf16(blockOf("\u20ac".repeat(most / 2 - room)))),
  soap("text beyond the basic plane in UTF-16", (most) => utf16(blockOf("\u{1f600}".repeat(most / 4 - room)))),
  soap("lone surrogates in UTF-16", (most) => utf16(blockOf("\ud800".repeat(most / 2 - room)))),
  soap("elements in UTF-16", (most) => utf16(blockOf("<a/>".repeat(most / 8 - room)))),
  soap("character references in UTF-16", (most) => utf16(blockOf("&#65;".repeat(most / 10 - room)))),
];

const document = (fullOf: string, body: (most: number) => string | Uint8Array<ArrayBuffer>): CostlyRequest => ({
  ...soap(fullOf, body),
  type: "application/xml",
});
const latinDocument = (content: string): Uint8Array<ArrayBuffer> =>
  bytesIn("latin1", `<?xml version="1.0" encoding="ISO-8859-1"?>${content}`);
const orderOf = (lines: string): string =>
  `<CreateOrderRequest xmlns="urn:veloconnect:order-1.1" xmlns:vct="urn:veloconnect:transaction-1.0" xmlns:vco="urn:veloconnect:order-1.1" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-1.0" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-1.0"><vct:BuyersID>B9</vct:BuyersID><vct:Credential><vct:Password>x</vct:Password></vct:Credential>${lines}</CreateOrderRequest>`;

/** Documents of the XML-POST binding. */
export const costlyDocuments: readonly CostlyRequest[] = [
  document("line ends in a BuyersID", (most) => statusOf(repeat(most, "\r\n"), "x")),
  document("references in a BuyersID", (most) => statusOf(repeat(most, "&#65;"), "x")),
  document("references with text between them in a BuyersID", (most) => statusOf(repeat(most, "&#xe4; xyz xyz xyz"), "x")),
  document("a password of line ends", (most) => statusOf("B1", repeat(most, "\r\n"))),
  document("a BuyersID of blanks", (most) => statusOf(repeat(most, " x"), "x")),
  document("a BuyersID of tabs", (most) => statusOf(repeat(most, "\t"), "x")),
  document("a BuyersID of line ends beyond ASCII", (most) => statusOf(repeat(most, "\u00e4\r\n"), "x")),
  document("a BuyersID of CDATA sections", (most) => statusOf(repeat(most, "<![CDATA[\u00e4]]>\u00e4"), "x")),
  document("elements with line ends that do not belong there", (most) =>
    statusOf("B1", "x").replace("</Get", `${repeat(most, "<a>x\r\n</a>")}</Get`),
  ),
  document("a BuyersID in ISO-8859-1", (most) => latinDocument(statusOf("\u00e4".repeat(most - room), "x"))),
  document("elements that do not belong there", (most) => statusOf("B1", "x").replace("</Get", `${repeat(most, "<a/>")}</Get`)),
  document("elements that do not belong there, in ISO-8859-1", (most) =>
    latinDocument(statusOf("B1", "x").replace("</Get", `${repeat(most, "<a>\u00e4</a>")}</Get`)),
  ),
  document("order lines", (most) =>
    orderOf(
      repeat(
        most,
        '<vco:OrderRequestLine><cac:SellersItemIdentification><cac:ID>1</cac:ID></cac:SellersItemIdentification><cbc:Quantity quantityUnitCode="EA">1</cbc:Quantity></vco:OrderRequestLine>',
      ),
    ),
  ),
];

const credentials = "BuyersID=B9&Password=x";
const form = (fullOf: string, body: (most: number) => string): CostlyRequest => ({
  fullOf,
  type: "application/x-www-form-urlencoded",
  body: (most) => encoder.encode(body(most)),
});

/** Forms of the URL binding. */
export const costlyForms: readonly CostlyRequest[] = [
  form(
    "order lines",
    (most) => `RequestName=CreateOrderRequest&${credentials}${fill(most, (i) => `&Quantity.${i}=1&quantityUnitCode.${i}=EA`, 9900)}`,
  ),
  form(
    "order lines that are wrong",
    (most) => `RequestName=CreateOrderRequest&${credentials}${fill(most, (i) => `&Quantity.${i}=x`, 19_000)}`,
  ),
  form(
    "items",
    (most) => `RequestName=GetItemDetailsListRequest&${credentials}${fill(most, () => "&SellersItemIdentification=1", 19_000)}`,
  ),
  form("one parameter again and again", (most) => `RequestName=GetStatusRequest&${credentials}${fill(most, () => "&BuyersID=x", 19_000)}`),
  form("parameters", (most) => repeat(most, "a=1&")),
  form("a long BuyersID", (most) => `RequestName=GetStatusRequest&Password=x&BuyersID=${repeat(most, "x")}`),
  form("plus signs", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${"+".repeat(1_000_000)}`),
  form("percent signs", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${"%41".repeat(330_000)}`),
  form("percent signs beyond ASCII", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${"%C3%A4".repeat(170_000)}`),
  form("percent signs that are wrong", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${"%FF".repeat(330_000)}`),
];
