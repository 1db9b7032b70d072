/**
 * The work of a service that is due by time, done again and again: deadlines that have passed, messages to be sent again.
 *
 * After a failure, such as an outage of the database, it is tried again every second: what became due in the meantime waits no longer than a request
 * would.
 */
import type { Log } from "./log.js";

/** Milliseconds between two looks for what is due. */
const interval = 60_000;
const intervalAfterFailure = 1_000;

/** Does the work until the function that it returns is called. `work` returns the number of transactions whose time was over. */
export function startExpiry(work: () => Promise<number>, log: Log): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let hasFailed = false;
  const run = async (): Promise<void> => {
    try {
      const count = await work();
      if (count > 0) log.info({ count }, "deleted transactions whose time was over");
      hasFailed = false;
    } catch (error) {
      // A store that is being closed ends what is under way.
      if (!hasFailed && !isStopped) log.error({ err: error }, "transactions whose time is over cannot be deleted");
      hasFailed = true;
    }
    schedule();
  };
  const schedule = (): void => {
    if (isStopped) return;
    timer = setTimeout(run, hasFailed ? intervalAfterFailure : interval);
  };
  schedule();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
