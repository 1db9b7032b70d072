/**
 * What `soapwright/stores` gives: three stores with one interface. The packages `libsql` and `pg` are loaded when their store is opened.
 */
export { lockFolder } from "./folder-lock.js";
export { listAll } from "./list-all.js";
export { createMemoryStore } from "./memory.js";
export { openPostgresStore } from "./postgres.js";
export { openSqliteStore } from "./sqlite.js";
export {
  type Change,
  type CountedInstances,
  type CountedWork,
  type Instance,
  type InstanceChange,
  type InstanceHead,
  type InstanceStore,
  type ListPosition,
  type OutboxMessage,
  type OwnerLimit,
  type StoreCensus,
  StoreUnavailableError,
  type TransitionRecord,
  type WriteResult,
} from "./store.js";
