/**
 * The context of an order: the data that its operations collect, and how request lines change it.
 *
 * Lines are kept as they were answered. ViewOrder and FinishOrder need no catalogue, and show the buyer the same lines after the catalogue has
 * changed.
 */

import { parseDecimal } from "./decimal.js";
import { describeItem, judgeAvailability, orderableQuantity, replacementOf, unitPriceOf } from "./item-answer.js";
import type { ItemUnknown, OrderRequestLine, OrderResponseLine, Quantity, RequestReplacement } from "./messages.js";
import type { BackendCall } from "./ports/backend-call.js";
import type { Catalogue, Found } from "./ports/catalogue.js";
import type { PlacedLine } from "./ports/orders.js";
import { checkQuantity } from "./quantity-rule.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";
import type { TestedData } from "./transaction-kind.js";

type FoundItem = Extract<Found, { kind: "item" }>;

export interface OrderContext extends TestedData {
  /** In the order in which the items were first ordered. */
  readonly lines: readonly OrderResponseLine[];
  /**
   * When the hand-over to the merchandise system began (milliseconds since 1970); absent: it is not under way. The state says the same. This member
   * is for processes of version 0.1 that share the database, which do not know the state.
   */
  readonly placingSince?: number;
  /** Set once the order is placed. */
  readonly placed?: { readonly orderId: string; readonly issueDate: string };
}

/** The result of applying request lines. */
export interface AppliedLines {
  readonly context: OrderContext;
  readonly replacements: readonly RequestReplacement[];
  readonly unknown: readonly ItemUnknown[];
}

/** What applies to lines that do not say it themselves. */
export interface LineRules {
  /** Are missing items delivered later if a line does not say so? */
  readonly backlogDefault: boolean;
  /** The earliest date of delivery: YYYY-MM-DD. */
  readonly today: string;
}

/** The item number of a line of the context. */
export function itemNumberOf(line: OrderResponseLine): string {
  return line.item.sellersItemIdentification.id.$value;
}

/**
 * Applies request lines to the context: quantity 0 removes a line; of two lines for one item the later one counts. Refused with 400, with nothing
 * changed, for a negative quantity or a unit that the item is not sold in.
 */
export async function applyLines(
  context: OrderContext,
  requested: readonly OrderRequestLine[],
  catalogue: Catalogue,
  call: BackendCall,
  rules: LineRules,
): Promise<AppliedLines> {
  const wanted = normalizeLines(requested);
  const removed = new Set([...wanted.values()].filter(isZero).map(numberOf));
  const kept = [...wanted.values()].filter((line) => !removed.has(numberOf(line)));
  const findings = kept.length === 0 ? [] : await catalogue.findMany(kept.map(numberOf), call);
  const lines = new Map(context.lines.filter((line) => !removed.has(itemNumberOf(line))).map((line) => [itemNumberOf(line), line]));
  const replacements: RequestReplacement[] = [];
  const unknown: ItemUnknown[] = [];
  kept.forEach((line, index) => {
    const found: Found = findings[index] ?? { kind: "unknown" };
    if (found.kind === "item") lines.set(numberOf(line), toResponseLine(line, found, lines.get(numberOf(line)), rules));
    else if (found.kind === "replaced") replacements.push(replacementOf(line.sellersItemIdentification, found.by));
    else unknown.push({ sellersItemIdentification: line.sellersItemIdentification });
  });
  return { context: { ...context, lines: [...lines.values()] }, replacements, unknown };
}

/** One line for each item: the last one. */
function normalizeLines(requested: readonly OrderRequestLine[]): ReadonlyMap<string, OrderRequestLine> {
  const lines = new Map<string, OrderRequestLine>();
  for (const line of requested) {
    checkQuantity(line.sellersItemIdentification, line.quantity);
    lines.set(numberOf(line), line);
  }
  return lines;
}

function numberOf(line: OrderRequestLine): string {
  return line.sellersItemIdentification.id.$value;
}

function isZero(line: OrderRequestLine): boolean {
  return parseDecimal(line.quantity.$value).unscaled === 0n;
}

function toResponseLine(
  line: OrderRequestLine,
  { item, stock }: FoundItem,
  before: OrderResponseLine | undefined,
  rules: LineRules,
): OrderResponseLine {
  const quantity = orderableQuantity(item, line.quantity);
  if (quantity === undefined) {
    throw new Refused(ResponseCode.generalError, texts.wrongUnit(item.number, line.quantity.quantityUnitCode));
  }
  const availability = stock && judgeAvailability(item, stock, quantity);
  const date = line.deliveryDate && { deliveryDate: { $value: laterDate(line.deliveryDate.$value, rules.today) } };
  const isShort = availability !== undefined && availability.code !== "available";
  const backlog = item.backlog !== false && (line.backlogIndicator?.$value ?? rules.backlogDefault);
  return {
    quantity,
    // Buyers send their own item number once, not with every change.
    item: describeItem(item, line.buyersItemIdentification ?? before?.item.buyersItemIdentification),
    unitPrice: unitPriceOf(item, parseDecimal(quantity.$value)),
    ...(availability && { availability }),
    ...date,
    // Sent if the buyer asked for it, or if items are missing, which makes it matter.
    ...((line.backlogIndicator !== undefined || isShort) && { backlogIndicator: { $value: backlog } }),
  };
}

/** A delivery date in the past becomes today. Dates are compared by day; the time zone is ignored. */
function laterDate(wanted: string, today: string): string {
  return wanted.startsWith("-") || (/^\d{4}-/.test(wanted) && wanted.slice(0, 10) < today) ? today : wanted;
}

/** The lines in the form that the merchandise system takes. */
export function toPlacedLines(context: OrderContext): readonly PlacedLine[] {
  return context.lines.map((line) => ({
    number: itemNumberOf(line),
    ...splitQuantity(line.quantity),
    unitPrice: line.unitPrice.$value,
    currency: line.unitPrice.amountCurrencyID,
    ...(line.item.buyersItemIdentification && { buyersNumber: line.item.buyersItemIdentification.id.$value }),
    ...(line.deliveryDate && { deliveryDate: line.deliveryDate.$value }),
    ...(line.backlogIndicator && { backlog: line.backlogIndicator.$value }),
  }));
}

function splitQuantity(quantity: Quantity): { quantity: string; unit: string } {
  return { quantity: quantity.$value, unit: quantity.quantityUnitCode };
}
