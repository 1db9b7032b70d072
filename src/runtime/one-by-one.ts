/**
 * Batches of items -> items one by one.
 */

/**
 * Hands out the items of batches. A generator that yielded each of them would take twice as long as the promise that the caller awaits, and so for
 * short items as long as decoding them.
 */
export function oneByOne<T>(batches: AsyncGenerator<readonly T[], void, undefined>): AsyncGenerator<T, void, undefined> {
  let batch: readonly T[] = [];
  let at = 0;
  /** The last call that waits for a batch. Calls after it wait for it. */
  let waiting: Promise<unknown> | undefined;

  const take = async (): Promise<IteratorResult<T, void>> => {
    while (at === batch.length) {
      const { done, value } = await batches.next();
      if (done === true) return { done, value };
      batch = value;
      at = 0;
    }
    // The index is inside the array.
    return { done: false, value: batch[at++] as T };
  };
  const takeInTurn = (): Promise<IteratorResult<T, void>> => {
    const taken = waiting === undefined ? take() : waiting.then(take, take);
    const turn = taken.finally(() => {
      if (waiting === turn) waiting = undefined;
    });
    waiting = turn;
    return turn;
  };
  const end = (): IteratorResult<T, void> => {
    batch = [];
    at = 0;
    return { done: true, value: undefined };
  };
  const methods = {
    next: () => (at < batch.length && waiting === undefined ? Promise.resolve({ done: false, value: batch[at++] as T }) : takeInTurn()),
    return: () => batches.return().then(end),
    throw: (error: unknown) => batches.throw(error).then(end),
  };
  // The generator passes on what else the platform's asynchronous iterators have.
  return Object.assign(Object.create(batches), methods);
}
