/**
 * A store whose calls are measured, and whose transitions are reported once they are written.
 */
import type { InstanceStore, TransitionRecord } from "../../stores/store.js";

/** Runs a call of the store, and gives what it gives. */
export type AroundCall = <Result>(call: string, work: () => Result) => Result;

/** Wraps a store. */
export function observeStore(
  store: InstanceStore,
  around: AroundCall,
  onTransition: (transition: TransitionRecord) => void,
): InstanceStore {
  return {
    write: async (change) => {
      const result = await around("write", () => store.write(change));
      if (result === "written" && change.transition !== undefined) onTransition(change.transition);
      return result;
    },
    get: (id) => around("get", () => store.get(id)),
    find: (id) => around("find", () => store.find(id)),
    list: (...page) => around("list", () => store.list(...page)),
    due: (...page) => around("due", () => store.due(...page)),
    messagesOf: (id) => around("messagesOf", () => store.messagesOf(id)),
    dueMessages: (...page) => around("dueMessages", () => store.dueMessages(...page)),
    reschedule: (...message) => around("reschedule", () => store.reschedule(...message)),
    history: (...page) => around("history", () => store.history(...page)),
    forget: (...page) => around("forget", () => store.forget(...page)),
    scan: (...page) => around("scan", () => store.scan(...page)),
    census: (now) => around("census", () => store.census(now)),
    ping: () => around("ping", () => store.ping()),
    close: () => store.close(),
  };
}
