/**
 * Waits until everything that needs no other event has run: all promise reactions, and those that they cause.
 */

/** Resolves once the queue of promise reactions is empty. Takes microseconds. */
export const turn: () => Promise<void> =
  typeof globalThis.setImmediate === "function" ? () => new Promise((resolve) => setImmediate(resolve)) : createMessageTurn();

/** Browsers have no `setImmediate`, but a message to oneself does the same. */
function createMessageTurn(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let channel: MessageChannel | undefined;
  return () => {
    if (channel === undefined) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()?.();
    }
    const { port2 } = channel;
    return new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
  };
}
