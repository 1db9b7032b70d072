/**
 * Steps of a request that wait only where there is something to wait for: a promise for each step would cost as much as all that the steps do.
 */

/** A value that is there, or that will be. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once if it is there. */
export function andThen<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Does work, and what `recover` says if it throws or rejects. */
export function orElse<T>(work: () => Soon<T>, recover: (error: unknown) => Soon<T>): Soon<T> {
  let done: Soon<T>;
  try {
    done = work();
  } catch (error) {
    return recover(error);
  }
  return done instanceof Promise ? done.catch(recover) : done;
}

/** Does work, and tells when it is over and whether it has failed. */
export function whenOver<Result>(work: () => Result, over: (failure?: { readonly error: unknown }) => void): Result {
  let result: Result;
  try {
    result = work();
  } catch (error) {
    over({ error });
    throw error;
  }
  if (result instanceof Promise) {
    result.then(
      () => over(),
      (error: unknown) => over({ error }),
    );
  } else over();
  return result;
}
