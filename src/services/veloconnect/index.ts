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
export type {
  Catalogue,
  CatalogueItem,
  CataloguePrice,
  Found,
  MerchandiseSystem,
  PlacedLine,
  PlacedOrder,
  Stock,
} from "./catalogue.js";
export { parseCatalogue } from "./catalogue-file.js";
export { createVeloconnectHandler, type VeloconnectHandlerOptions } from "./http-handler.js";
export { type AnyModule, listModules, type Module, type Modules, type OperationsOf, type Release, releases } from "./modules.js";
export type { Gate, Operation } from "./operation.js";
export type { BindingName, Profile } from "./profile-operation.js";
export { type Refusal, Refused, ResponseCode } from "./response-code.js";
export { createVeloconnectService, type Dependencies, type Settings, type VeloconnectService } from "./service.js";
export { defaultRules, type InstanceRules, type Transaction, Transactions } from "./transactions.js";
export type { AnsweredOperation, AskedOperation, Login, Watch } from "./watch.js";
