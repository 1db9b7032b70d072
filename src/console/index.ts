/**
 * What `soapwright/console` gives: a console for one's own services.
 */
export { type ConsoleOptions, console } from "./console.js";
export type { InstancePage, InstanceQuery, LiveSnapshot, LiveSource, SeenRequest, SeenRun } from "./live.js";
export type { RelayOptions } from "./relay.js";
export type { ConsoleService, DescribedTexts } from "./service.js";
