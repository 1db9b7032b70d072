/**
 * The eight operations on documents.
 */
import { describe, expect, it } from "vitest";
import type { InvoiceInformationQueryRequest } from "../../../../generated/veloconnect/receipt-1-3.js";
import { createWorld, head, receipts } from "../../../support/veloconnect-world.js";

const { receipt13 } = createWorld().operations;
const call = createWorld().call;

describe("headers", () => {
  it.each<[string, Partial<InvoiceInformationQueryRequest>, string[]]>([
    ["everything", {}, ["C-1", "C-2"]],
    ["from a day on", { dateRange: { fromDate: { $value: "2026-01-12" } } }, ["C-2"]],
    ["until a day, whatever its time zone", { dateRange: { thruDate: { $value: "2026-01-10+14:00" } } }, ["C-1"]],
    ["between days", { dateRange: { fromDate: { $value: "2026-01-11" }, thruDate: { $value: "2026-01-11Z" } } }, []],
    ["by orders", { orderID: ["O-2", "O-1"] }, ["C-1"]],
    ["by orders and days", { orderID: ["O-1"], dateRange: { fromDate: { $value: "2026-02-01" } } }, []],
  ])("of order confirmations: %s", async (_, search, want) => {
    const answer = await call(receipt13.orderConfirmationQuery, { ...head, ...search });
    expect(answer.responseCode).toBe(200);
    expect(answer.orderConfirmationHeader?.map(({ orderConfirmationID }) => orderConfirmationID)).toEqual(want);
  });

  it("have the relations by which the documents can be searched", async () => {
    expect((await call(receipt13.offerQuery, { ...head, requestReference: "R-7" })).offerHeader).toEqual([
      { offerID: "F-1", issueDate: { $value: "2026-01-05" }, requestReference: "R-7", validRange: { thruDate: { $value: "2026-03-31" } } },
    ]);
    expect((await call(receipt13.deliveryNoteQuery, { ...head, orderConfirmationID: ["C-1"] })).deliveryNoteHeader).toEqual([
      { deliveryNoteID: "D-1", issueDate: { $value: "2026-01-20" }, orderID: ["O-1"], orderConfirmationID: ["C-1"] },
    ]);
    // Invoices cannot be searched by delivery note here, so the header does not have it.
    expect((await call(receipt13.invoiceInformationQuery, { ...head, orderID: ["O-1"] })).invoiceHeader).toEqual([
      { invoiceID: "I-1", issueDate: { $value: "2026-01-21" }, orderID: ["O-1"], orderConfirmationID: ["C-1"] },
    ]);
  });

  it("cannot be searched by what the profile lists as unsupported: 404", async () => {
    expect(await call(receipt13.invoiceInformationQuery, { ...head, deliveryNoteID: ["D-1"] })).toMatchObject({
      responseCode: 404,
      invoiceHeader: [],
    });
    expect(await call(receipt13.invoiceInformationQuery, { ...head, deliveryNoteID: [] })).toMatchObject({ responseCode: 200 });
  });

  it("are the buyer's own, and the range is told if it is another one than asked for", async () => {
    const other = { ...head, buyersID: { $value: "B2" } };
    expect(await call(receipt13.orderConfirmationQuery, other)).toMatchObject({ responseCode: 200, orderConfirmationHeader: [] });
    const limited = createWorld({
      ports: { receipts: { ...receipts, query: async () => ({ headers: [], covered: { from: "2026-01-01" } }) } },
    });
    const answer = await limited.call(limited.operations.receipt13.offerQuery, head);
    expect(answer.dateRange).toEqual({ fromDate: { $value: "2026-01-01" } });
  });
});

describe("documents", () => {
  it("and unknown numbers are as many as were asked for, also of numbers that come twice", async () => {
    const asked = ["C-2", "X", "C-1", "C-2", "X", "D-1"];
    const answer = await call(receipt13.orderConfirmationDetails, { ...head, orderConfirmationID: asked });
    expect(answer.orderConfirmation?.map(({ orderConfirmationID }) => orderConfirmationID)).toEqual(["C-2", "C-1", "C-2"]);
    expect(answer.unknownID).toEqual(["X", "X", "D-1"]);
  });

  it("have lines with references, specimens and prices", async () => {
    const { deliveryNote } = await call(receipt13.deliveryNoteDetails, { ...head, deliveryNoteID: ["D-1"] });
    expect(deliveryNote).toMatchObject([
      {
        trackingURL: ["https://parcel.example/1"],
        deliveryAddress: { streetName: { $value: "Long Road" }, country: { identificationCode: { $value: "DE" } } },
        lineItem: [
          {
            orderID: { id: "O-1", lineID: "1" },
            itemInstance: [
              {
                serialID: [
                  { $value: "F-1", kind: "FrameNumber" },
                  { $value: "R-1", kind: "Other", description: "RadioTag" },
                ],
              },
            ],
            linePrice: { $value: "25.00", amountCurrencyID: "EUR" },
          },
        ],
      },
    ]);
  });

  it("are offers with items and invoices with taxes", async () => {
    const { offer } = await call(receipt13.offerDetails, { ...head, offerID: ["F-1"] });
    expect(offer?.[0]?.item.map((item) => item.sellersItemIdentification?.id.$value)).toEqual(["tyre", "spoke"]);
    const { invoice } = await call(receipt13.invoiceInformationDetails, { ...head, invoiceID: ["I-1"] });
    expect(invoice?.[0]).toMatchObject({ grossSum: { $value: "29.75" }, vat: [{ taxAmount: { $value: "4.75" } }] });
  });
});
