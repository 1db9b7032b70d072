/**
 * What `soapwright/services/veloconnect` gives: the service, its bindings, and the interfaces of the systems behind it.
 */
export { createSoapServices } from "./bindings.js";
export {
  type Buyer,
  Buyers,
  buyerOf,
  type Caller,
  NotCheckedError,
  type PasswordAttempt,
  parseBuyers,
  type VerifyPassword,
} from "./buyers.js";
export { isCurrency } from "./currency.js";
export { createVeloconnectHandler, type VeloconnectHandlerOptions } from "./http-handler.js";
export { type AnyModule, listModules, type Module, type Modules, type OperationsOf, type Release, releases } from "./modules.js";
export type { Gate, Operation } from "./operation.js";
export { type AroundPort, aroundPorts } from "./ports/around-ports.js";
export { type BackendCall, BackendUnavailable, type Measured, type Money, type PartyNumber } from "./ports/backend-call.js";
export type {
  Catalogue,
  CatalogueItem,
  CataloguePrice,
  Found,
  ItemGroup,
  ItemLink,
  LinkKind,
  SearchHits,
  StockLevel,
} from "./ports/catalogue.js";
export type { Classification, ClassificationGroup, ClassificationScheme } from "./ports/classification.js";
export type { MerchandiseSystem } from "./ports/merchandise-system.js";
export { OrderRejected, type Orders, type PlacedLine, type PlacedOrder } from "./ports/orders.js";
export type {
  DateRange,
  DeliveryNote,
  Invoice,
  InvoiceTax,
  LineReference,
  Offer,
  OrderConfirmation,
  PostalAddress,
  Receipt,
  ReceiptHeader,
  ReceiptHits,
  ReceiptItem,
  ReceiptKind,
  ReceiptLine,
  ReceiptRelation,
  ReceiptSearch,
  Receipts,
} from "./ports/receipts.js";
export type {
  DealerSaleLine,
  DealerSales,
  DealerStock,
  DealerStockLine,
  ItemNumber,
  MarketSaleLine,
  MarketSales,
  Report,
  ReportedAvailability,
  ReportKind,
  SalesChannel,
  SerialNumber,
  ShopStock,
  ShopStockLine,
  Stock,
  TakenReport,
} from "./ports/stock.js";
export type { BindingName, Profile } from "./profile-operation.js";
export { type Refusal, Refused, ResponseCode } from "./response-code.js";
export { foldText, matchesWords, searchedTexts, searchWords } from "./search-rule.js";
export { createVeloconnectService, type Dependencies, type Settings, type VeloconnectService } from "./service.js";
export { type Language, languages, type Text } from "./texts.js";
export { defaultRules, type InstanceRules, type Transaction, Transactions } from "./transactions.js";
export type { AnsweredOperation, AskedOperation, Login, Watch } from "./watch.js";
