/**
 * What becomes of request lines. order-1.1, rules of the transaction Order
 */
import { describe, expect, it } from "vitest";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";
import type { OrderRequestLine } from "../../../../src/services/veloconnect/messages.js";
import { type AppliedLines, applyLines, itemNumberOf, type OrderContext } from "../../../../src/services/veloconnect/order-context.js";
import { catalogue, line } from "../../../support/veloconnect-world.js";

const empty: OrderContext = { isTest: false, lines: [] };
const rules = { backlogDefault: true, today: "2026-02-01" };

function apply(lines: readonly OrderRequestLine[], context = empty): Promise<AppliedLines> {
  return applyLines(context, lines, catalogue, callFor({ $value: "B1" }), rules);
}

async function quantities(lines: readonly OrderRequestLine[], context?: OrderContext): Promise<string[]> {
  const applied = await apply(lines, context);
  return applied.context.lines.map((each) => `${each.quantity.$value} ${each.quantity.quantityUnitCode} ${itemNumberOf(each)}`);
}

describe("quantities", () => {
  it.each<[string, OrderRequestLine[], string[]]>([
    ["stay as they are", [line("tyre", "20")], ["20 EA tyre"]],
    ["lose zeros only", [line("tyre", "+02.50")], ["2.5 EA tyre"]],
    ["of a pack's content become packs", [line("spoke", "500")], ["5 PK spoke"]],
    ["are moved up to the next pack", [line("spoke", "501")], ["6 PK spoke"]],
    ["of packs stay", [line("spoke", "2", "PK")], ["2 PK spoke"]],
    ["are moved up to the next step", [line("cable", "1.6", "MTR")], ["2 MTR cable"]],
    ["of 0 are ignored", [line("tyre", "0.00"), line("spoke", "1")], ["1 PK spoke"]],
    ["of the later line win", [line("tyre", "1"), line("spoke", "1"), line("tyre", "3")], ["3 EA tyre", "1 PK spoke"]],
    ["of a later 0 remove", [line("tyre", "1"), line("tyre", "0")], []],
  ])("%s", async (_, given, want) => expect(await quantities(given)).toEqual(want));

  it.each([
    ["negative", line("tyre", "-1"), 'the quantity of item "tyre" is negative'],
    ["of a million digits", line("tyre", "9".repeat(1_000_000)), 'the quantity of item "tyre" has too many digits'],
    ["in a unit that the item is not sold in", line("tyre", "1", "MTR"), 'item "tyre" is not sold in the unit "MTR"'],
  ])("%s refuse the whole request", async (_, bad, message) => {
    await expect(apply([line("spoke", "1"), bad])).rejects.toMatchObject({ code: 400, message });
  });
});

describe("lines", () => {
  it("name the net price of the quantity, and keep its digits", async () => {
    const { context } = await apply([line("tyre", "10"), line("spoke", "100")]);
    expect(context.lines.map(({ unitPrice }) => unitPrice)).toEqual([
      { $value: "11.00", amountCurrencyID: "EUR" },
      { $value: "34.90", amountCurrencyID: "EUR" },
    ]);
  });

  it("of unknown items are reported, those of replaced ones with the replacements", async () => {
    const applied = await apply([line("nothing", "1"), line("saddle", "1"), line("tyre", "1")]);
    expect(applied.unknown).toEqual([{ sellersItemIdentification: { id: { $value: "nothing" } } }]);
    expect(applied.replacements).toEqual([
      {
        sellersItemIdentification: { id: { $value: "saddle" } },
        itemReplacement: [{ id: { $value: "saddle-2" } }, { id: { $value: "saddle-3" } }],
      },
    ]);
    expect(applied.context.lines).toHaveLength(1);
  });

  it("change only the items named, in place", async () => {
    const { context } = await apply([line("tyre", "1"), line("spoke", "100"), line("cable", "1", "MTR")]);
    expect(await quantities([line("spoke", "0"), line("tyre", "4")], context)).toEqual(["4 EA tyre", "1 MTR cable"]);
    expect(await quantities([line("nothing", "0")], context)).toHaveLength(3);
  });

  it("keep the buyer's own number until another comes", async () => {
    const numbered = { ...line("tyre", "1"), buyersItemIdentification: { id: { $value: "my-7" } } };
    const { context } = await apply([numbered]);
    const changed = await apply([line("tyre", "2")], context);
    expect(changed.context.lines[0]?.item.buyersItemIdentification).toEqual({ id: { $value: "my-7" } });
  });

  it.each([
    ["2026-03-01", "2026-03-01"],
    ["2026-03-01+01:00", "2026-03-01+01:00"],
    ["2025-12-31", "2026-02-01"],
    ["-0044-03-15", "2026-02-01"],
    ["12026-03-01", "12026-03-01"],
  ])("wanted on %s are delivered on %s", async (given, want) => {
    const { context } = await apply([{ ...line("tyre", "1"), deliveryDate: { $value: given } }]);
    expect(context.lines[0]?.deliveryDate).toEqual({ $value: want });
  });

  it.each<[string, string, string, boolean | undefined, boolean | undefined]>([
    ["in full, nothing asked", "tyre", "1", undefined, undefined],
    ["in full, asked", "tyre", "1", false, false],
    ["in part, nothing asked: the default", "spoke", "500", undefined, true],
    ["in part, asked", "spoke", "500", false, false],
    ["of an item without backlog", "cable", "1", true, false],
  ])("%s: backlog", async (_, number, quantity, asked, want) => {
    const unit = number === "cable" ? "MTR" : "EA";
    const { context } = await apply([
      { ...line(number, quantity, unit), ...(asked !== undefined && { backlogIndicator: { $value: asked } }) },
    ]);
    expect(context.lines[0]?.backlogIndicator?.$value).toBe(want);
  });
});
