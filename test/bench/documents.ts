/**
 * The documents of the benchmark: the same bytes in every run.
 *
 * (a) a veloconnect answer: two namespaces, indented, short leaves; (b) attributes; (c) mixed prose, one word in twenty not ASCII; (d) payments.
 */
import { fileURLToPath } from "node:url";

export interface BenchDocument {
  readonly name: string;
  readonly what: string;
  readonly schema: string;
  readonly root: string;
  readonly xml: (records: number) => string;
  /** Makes the document as large as it is measured. */
  readonly records: number;
}

const schemaPath = (path: string): string => fileURLToPath(new URL(path, new URL("../../test/bench/", import.meta.url)));

/** A request of veloconnect, as a client sends it within an envelope. */
function statusRequest(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<vct:GetStatusRequest xmlns:vct="urn:veloconnect:transaction-1.0">
  <vct:BuyersID>4711</vct:BuyersID>
  <vct:Credential>
    <vct:Password>a password of some length</vct:Password>
  </vct:Credential>
  <vct:IsTest>false</vct:IsTest>
</vct:GetStatusRequest>
`;
}

/** Numbers that look random and are the same each time. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function statusResponse(records: number): string {
  const random = createRandom(1);
  const names = ["Order", "OrderInOnlineShop", "TextSearch"];
  const lines = Array.from(
    { length: records },
    (_, index) => `  <vct:TransactionStatus>
    <vct:TransactionId>T-${index}-${random(1e9).toString(36)}</vct:TransactionId>
    <vct:StatusCode>${1 + random(199)}</vct:StatusCode>
    <vct:Transaction>${names[random(3)]}</vct:Transaction>
  </vct:TransactionStatus>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<vct:GetStatusResponse xmlns:vct="urn:veloconnect:transaction-1.0" xmlns:udt="urn:oasis:names:specification:ubl:schema:xsd:UnspecializedDatatypes-1.0">
  <vct:BuyersID>4711</vct:BuyersID>
  <vct:ResponseCode>200</vct:ResponseCode>
${lines.join("\n")}
</vct:GetStatusResponse>
`;
}

function track(records: number): string {
  const random = createRandom(2);
  const points = Array.from({ length: records }, (_, index) => {
    const name = index % 2 === 0 ? `Point ${index}` : `The &quot;${index}&quot; point`;
    const extra = index % 3 === 0 ? ` fix="3d" hdop="${random(9)}.${random(10)}"` : "";
    return `<Point lat="${random(90)}.${random(1e6)}" lon="${random(180)}.${random(1e6)}" ele="${random(3000)}.${random(10)}" time="2026-11-${String(1 + random(28)).padStart(2, "0")}T${String(random(24)).padStart(2, "0")}:15:30Z" sat="${random(32)}" name="${name}"${extra}/>`;
  });
  return `<Track xmlns="urn:bench:track">\n${points.join("\n")}\n</Track>\n`;
}

function prose(records: number): string {
  const random = createRandom(3);
  const words =
    "the quick brown fox jumps over a lazy dog while seven wheels turn along some river path towards the hills before evening".split(" ");
  const foreign = ["Größe", "façade", "naïve", "Žluť", "добро"];
  const word = (): string => (random(20) === 0 ? (foreign[random(5)] ?? "") : (words[random(words.length)] ?? ""));
  const run = (count: number): string => Array.from({ length: count }, word).join(" ");
  const paragraph = (): string =>
    `<p>${run(25)} <em>${run(4)}</em> ${run(20)} &amp; ${run(12)} <link href="https://example.org/${random(1e6)}">${run(3)}</link> ${run(30)}.</p>`;
  return `<book xmlns="urn:bench:prose">\n${Array.from({ length: records }, paragraph).join("\n")}\n</book>\n`;
}

function payments(records: number): string {
  const random = createRandom(4);
  const one = (index: number): string => `  <CdtTrfTxInf>
    <PmtId>
      <InstrId>I-${index}</InstrId>
      <EndToEndId>E2E-${random(1e9)}</EndToEndId>
    </PmtId>
    <Amt>
      <InstdAmt Ccy="EUR">${random(1e5)}.${10 + random(90)}</InstdAmt>
    </Amt>
    <ChrgBr>SLEV</ChrgBr>
    <CdtrAgt>
      <FinInstnId>
        <BIC>COBADEFF${100 + random(900)}</BIC>
      </FinInstnId>
    </CdtrAgt>
    <Cdtr>
      <Nm>Company ${random(1e6)} Limited</Nm>
      <PstlAdr>
        <Ctry>DE</Ctry>
        <AdrLine>Street ${random(200)}</AdrLine>
        <AdrLine>${10000 + random(89999)} Town</AdrLine>
      </PstlAdr>
    </Cdtr>
    <CdtrAcct>
      <Id>
        <IBAN>DE${10 + random(90)}37040044${1e9 + random(1e9)}</IBAN>
      </Id>
    </CdtrAcct>
    <ReqdExctnDt>2026-12-${String(1 + random(28)).padStart(2, "0")}</ReqdExctnDt>
    <RmtInf>
      <Ustrd>Invoice ${random(1e9)} of the month, thank you</Ustrd>
    </RmtInf>
  </CdtTrfTxInf>`;
  const header = `  <GrpHdr>\n    <MsgId>M-1</MsgId>\n    <CreDtTm>2026-11-23T10:00:00Z</CreDtTm>\n    <NbOfTxs>${records}</NbOfTxs>\n  </GrpHdr>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:bench:payment">\n${header}\n${Array.from({ length: records }, (_, index) => one(index)).join("\n")}\n</Document>\n`;
}

const veloconnect = schemaPath("../../schemas/veloconnect/veloconnect.xsd");
const answer = "{urn:veloconnect:transaction-1.0}GetStatusResponse";

export const documents: readonly BenchDocument[] = [
  { name: "a", what: "veloconnect answer", schema: veloconnect, root: answer, xml: statusResponse, records: 10_000 },
  {
    name: "d",
    what: "payments",
    schema: schemaPath("schemas/payment.xsd"),
    root: "{urn:bench:payment}Document",
    xml: payments,
    records: 2_000,
  },
  { name: "b", what: "attributes", schema: schemaPath("schemas/track.xsd"), root: "{urn:bench:track}Track", xml: track, records: 12_000 },
  { name: "c", what: "mixed prose", schema: schemaPath("schemas/prose.xsd"), root: "{urn:bench:prose}book", xml: prose, records: 3_000 },
  { name: "a, 2 kB", what: "veloconnect answer of ten records", schema: veloconnect, root: answer, xml: statusResponse, records: 10 },
  {
    name: "request, 0.4 kB",
    what: "veloconnect request",
    schema: veloconnect,
    root: "{urn:veloconnect:transaction-1.0}GetStatusRequest",
    xml: statusRequest,
    records: 1,
  },
];

/** The document of a name. */
export function documentOf(name: string): BenchDocument {
  const found = documents.find((document) => document.name === name);
  if (found === undefined) throw new Error(`there is no document "${name}"`);
  return found;
}
