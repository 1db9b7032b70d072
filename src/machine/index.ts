/**
 * What `soapwright/machine` gives: state machines as tables, and the driver of their stored instances.
 */

export { type DataFormat, jsonData } from "./data-format.js";
export { type DrawingFormat, drawMachine } from "./draw.js";
export {
  type EffectHandler,
  type EffectHandlers,
  type InstanceUpdate,
  type MachineInstance,
  type OutboxEffect,
  type OutboxOptions,
  outbox,
  type Reply,
  type TransactionEffect,
} from "./effects.js";
export {
  createInstances,
  type Instances,
  type InstancesOptions,
  type MachineHead,
  type Platform,
  type Ticked,
} from "./instances.js";
export {
  type Cell,
  type CommandOf,
  type Deadline,
  defineMachine,
  type EffectOf,
  enumerate,
  isTerminal,
  type Machine,
  type Moved,
  type Refusal,
  type RefusalOf,
  type Refused,
  type StateFacts,
  type StateOf,
  type Step,
  step,
  type Transition,
} from "./machine.js";
export type { CommandOutcome, CommandRequest, CreationOutcome, CreationRequest, Done, NotAllowed } from "./requests.js";
export type { Schedule } from "./schedule.js";
