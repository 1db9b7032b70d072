/**
 * Reports of stock. stock-B2B-1.4, stock-B2C-1.4
 */
import type {
  StockTransmitB2BLine,
  StockTransmitB2BRequest,
  StockTransmitB2BResponseLine,
} from "../../../generated/veloconnect/stock-b2b-1-4.js";
import type {
  StockTransmitB2CLine,
  StockTransmitB2CRequest,
  StockTransmitB2CResponseLine,
} from "../../../generated/veloconnect/stock-b2c-1-4.js";
import type { DealerStockLine, ShopStockLine } from "./ports/stock.js";
import { itemNumberOf, measuredOf, numberOf, optional, priceOf, same, textOf } from "./report-members.js";
import type { ReportDefinition } from "./report-transaction.js";

export const dealerStock: ReportDefinition<
  StockTransmitB2BRequest,
  StockTransmitB2BResponseLine,
  { readonly stockTransmitB2BResponseLine: readonly StockTransmitB2BResponseLine[] }
> = {
  kind: "B2BStock",
  toReport: ({ createDate, frequence, stockTransmitB2BLine }) => ({
    kind: "B2BStock",
    createdAt: createDate.$value,
    isComplete: frequence === "Complete",
    lines: stockTransmitB2BLine.map(toDealerLine),
  }),
  resultsOf: ({ stockTransmitB2BLine }) =>
    stockTransmitB2BLine.map(({ sellersItemIdentification, buyersItemIdentification }) => ({
      sellersItemIdentification,
      ...optional("buyersItemIdentification", buyersItemIdentification, same),
    })),
  withKnown: (line, available) => ({ ...line, available }),
  toMember: (stockTransmitB2BResponseLine) => ({ stockTransmitB2BResponseLine }),
};

function toDealerLine(line: StockTransmitB2BLine): DealerStockLine {
  return {
    sellersNumber: numberOf(line.sellersItemIdentification),
    ...optional("buyersNumber", line.buyersItemIdentification, numberOf),
    ...optional("quantity", line.quantity, measuredOf),
    availability: line.availability,
  };
}

export const shopStock: ReportDefinition<
  StockTransmitB2CRequest,
  StockTransmitB2CResponseLine,
  { readonly stockTransmitB2CResponseLine: readonly StockTransmitB2CResponseLine[] }
> = {
  kind: "B2CStock",
  toReport: ({ createDate, frequence, stockTransmitB2CLine }) => ({
    kind: "B2CStock",
    createdAt: createDate.$value,
    isComplete: frequence === "Complete",
    lines: stockTransmitB2CLine.map(toShopLine),
  }),
  resultsOf: ({ stockTransmitB2CLine }) =>
    stockTransmitB2CLine.map((line) => ({
      ...optional("standardItemIdentification", line.standardItemIdentification, same),
      ...optional("manufacturersItemIdentification", line.manufacturersItemIdentification, same),
      ...optional("marketPlaceItemIdentification", line.marketPlaceItemIdentification, same),
      ...optional("buyersItemIdentification", line.buyersItemIdentification, same),
    })),
  withKnown: (line, available) => ({ ...line, available }),
  toMember: (stockTransmitB2CResponseLine) => ({ stockTransmitB2CResponseLine }),
};

function toShopLine(line: StockTransmitB2CLine): ShopStockLine {
  const special = {
    ...optional("price", line.specialPrice, priceOf),
    ...optional("name", line.specialPriceName, textOf),
    ...optional("start", line.specialPriceStart, textOf),
    ...optional("end", line.specialPriceEnd, textOf),
  };
  const delivery = { ...optional("min", line.deliveryMin, String), ...optional("max", line.deliveryMax, String) };
  return {
    ...optional("standardNumber", line.standardItemIdentification, itemNumberOf),
    ...optional("manufacturersNumber", line.manufacturersItemIdentification, itemNumberOf),
    ...optional("marketPlaceNumber", line.marketPlaceItemIdentification, numberOf),
    ...optional("buyersNumber", line.buyersItemIdentification, numberOf),
    ...optional("quantity", line.quantity, measuredOf),
    ...optional("availability", line.availability, same),
    ...optional("price", line.basePrice, priceOf),
    ...(Object.keys(special).length > 0 && { special }),
    ...optional("shipping", line.shipping, priceOf),
    ...optional("taxPercent", line.taxCategory?.percent, textOf),
    ...optional("isOrderable", line.orderable, same),
    ...optional("url", line.url, same),
    ...(Object.keys(delivery).length > 0 && { delivery }),
    ...optional("assembly", line.assembly, same),
    ...optional("condition", line.condition, same),
  };
}
