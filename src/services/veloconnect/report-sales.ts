/**
 * Reports of sales. sale-B2B-1.6, sale-B2X-1.6
 */

import type {
  SaleTransmitB2BLine,
  SaleTransmitB2BRequest,
  SaleTransmitB2BResponseLine,
} from "../../../generated/veloconnect/sale-b2b-1-6.js";
import type {
  SaleTransmitB2XLine,
  SaleTransmitB2XRequest,
  SaleTransmitB2XResponseLine,
} from "../../../generated/veloconnect/sale-b2x-1-6.js";
import type { DealerSaleLine, MarketSaleLine } from "./ports/stock.js";
import { itemNumberOf, measuredOf, moneyOf, numberOf, optional, same, textOf } from "./report-members.js";
import type { ReportDefinition } from "./report-transaction.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";

export const dealerSales: ReportDefinition<
  SaleTransmitB2BRequest,
  SaleTransmitB2BResponseLine,
  { readonly saleTransmitB2BResponseLine: readonly SaleTransmitB2BResponseLine[] }
> = {
  kind: "B2BSale",
  toReport: ({ createDate, saleTransmitB2BLine }) => ({
    kind: "B2BSale",
    createdAt: createDate.$value,
    lines: saleTransmitB2BLine.map(toDealerLine),
  }),
  resultsOf: ({ saleTransmitB2BLine }) =>
    saleTransmitB2BLine.map(({ id, sellersItemIdentification, buyersItemIdentification, quantityFraction, saleDate }) => ({
      id,
      sellersItemIdentification,
      ...optional("buyersItemIdentification", buyersItemIdentification, same),
      quantityFraction,
      saleDate,
    })),
  toMember: (saleTransmitB2BResponseLine) => ({ saleTransmitB2BResponseLine }),
};

/** What the lines of both reports have. */
function toSaleLine(line: SaleTransmitB2BLine | SaleTransmitB2XLine): Pick<MarketSaleLine, keyof DealerSaleLine & keyof MarketSaleLine> {
  return {
    id: line.id,
    ...optional("buyersNumber", line.buyersItemIdentification, numberOf),
    soldAt: line.saleDate.$value,
    ...optional("documentNumber", line.documentNumber, same),
    ...optional("gross", line.salesPriceGross, moneyOf),
    ...optional("net", line.salesPriceNet, moneyOf),
    ...optional("postalCode", line.postalCode, textOf),
    ...optional("channel", line.salesChannel, same),
  };
}

function toDealerLine(line: SaleTransmitB2BLine): DealerSaleLine {
  const serials = line.serialNumbers?.serialID?.map(({ $value, kind, description }) => ({
    number: $value,
    kind,
    ...optional("description", description, same),
  }));
  return {
    ...toSaleLine(line),
    sellersNumber: numberOf(line.sellersItemIdentification),
    quantity: line.quantityFraction,
    ...optional("serials", serials, same),
  };
}

export const marketSales: ReportDefinition<
  SaleTransmitB2XRequest,
  SaleTransmitB2XResponseLine,
  { readonly saleTransmitB2XResponseLine: readonly SaleTransmitB2XResponseLine[] }
> = {
  kind: "B2XSale",
  toReport: ({ createDate, saleTransmitB2XLine }) => {
    for (const line of saleTransmitB2XLine) checkLine(line);
    return { kind: "B2XSale", createdAt: createDate.$value, lines: saleTransmitB2XLine.map(toMarketLine) };
  },
  resultsOf: ({ saleTransmitB2XLine }) =>
    saleTransmitB2XLine.map((line) => ({
      id: line.id,
      ...optional("standardItemIdentification", line.standardItemIdentification, same),
      ...optional("commodityClassification", line.commodityClassification, same),
      ...optional("manufacturersItemIdentification", line.manufacturersItemIdentification, same),
      ...optional("buyersItemIdentification", line.buyersItemIdentification, same),
      ...optional("description", line.description, same),
      saleDate: line.saleDate,
      ...optional("quantity", line.quantity, same),
      ...optional("salesPriceGross", line.salesPriceGross, same),
      ...optional("salesPriceNet", line.salesPriceNet, same),
    })),
  toMember: (saleTransmitB2XResponseLine) => ({ saleTransmitB2XResponseLine }),
};

/** Goods have a quantity and a number that others know; services have a classification, a description and a price. sale-B2X-1.6, SaleTransmitB2XLine */
function checkLine(line: SaleTransmitB2XLine): void {
  const isGoods =
    (line.quantity?.length ?? 0) > 0 && (line.standardItemIdentification ?? line.manufacturersItemIdentification) !== undefined;
  const isService =
    line.commodityClassification !== undefined &&
    line.description !== undefined &&
    (line.salesPriceGross ?? line.salesPriceNet) !== undefined;
  if (isGoods || isService) return;
  throw new Refused(ResponseCode.generalError, texts.neitherGoodsNorService(line.id.slice(0, 100)));
}

function toMarketLine(line: SaleTransmitB2XLine): MarketSaleLine {
  return {
    ...toSaleLine(line),
    ...optional("standardNumber", line.standardItemIdentification, itemNumberOf),
    ...optional("manufacturersNumber", line.manufacturersItemIdentification, itemNumberOf),
    ...optional("commodity", line.commodityClassification?.commodityCode, textOf),
    ...optional("description", line.description, textOf),
    ...optional("bidexProductGroup", line.bidexProductGroupKey, String),
    quantities: (line.quantity ?? []).map(measuredOf),
    ...optional("recommendedRetailPrice", line.recommendedRetailPrice, moneyOf),
  };
}
