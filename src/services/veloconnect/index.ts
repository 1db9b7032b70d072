/**
 * What `soapwright/services/veloconnect` gives: the service, its bindings, and the interfaces of the systems behind it.
 */
export { type Buyer, Buyers, parseBuyers, type VerifyPassword } from "./buyers.js";
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
export { createEndpoints, type Endpoint, type Endpoints } from "./endpoints.js";
export { createVeloconnectHandler, type Release, type VeloconnectHandlerOptions } from "./http-handler.js";
export type { Gate, Operation } from "./operation.js";
export type { BindingName, Profile } from "./profile-operation.js";
export { type Refusal, Refused, ResponseCode } from "./response-code.js";
export {
  createVeloconnectService,
  type Modules,
  type Settings,
  type Surroundings,
  serverOf,
  type VeloconnectService,
} from "./service.js";
export { createSoapServices } from "./soap-services.js";
export { defaultRules, type InstanceRules, type Transaction, Transactions } from "./transactions.js";
