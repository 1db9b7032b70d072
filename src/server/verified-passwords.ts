/**
 * Remembers which passwords were right, so that scrypt's cost is paid once for each buyer and not for each request.
 *
 * It keeps a digest under a key that lives as long as the process, never the password. Wrong passwords are not remembered: each attempt has its cost.
 */
import { hash as digestOf, randomBytes } from "node:crypto";
import { NotCheckedError, type PasswordAttempt, type VerifyPassword } from "../services/veloconnect/index.js";

/** Wraps a slow check. At most `limit` pairs are remembered; the oldest ones go first. */
export function rememberVerified(verify: VerifyPassword, limit = 10_000): VerifyPassword {
  const key = randomBytes(32).toString("base64");
  const right = new Set<string>();
  const running = new Map<string, SharedCheck>();
  const check = async (digest: string, ...[password, hash, attempt]: Parameters<VerifyPassword>): Promise<boolean> => {
    try {
      const isRight = await verify(password, hash, attempt);
      if (isRight) right.add(digest);
      const [oldest] = right;
      if (right.size > limit && oldest !== undefined) right.delete(oldest);
      return isRight;
    } finally {
      running.delete(digest);
    }
  };
  return (password, hash, attempt) => {
    const { buyer } = attempt;
    // The digests stay here, so a key before the text keeps them from telling anything; HMAC would cost ten times as much on each request.
    const digest = digestOf("sha256", `${key}${buyer.length} ${buyer}${hash}\0${password}`, "base64");
    if (right.has(digest)) return true;
    let shared = running.get(digest);
    if (shared === undefined || shared.isAbandoned) {
      shared = new SharedCheck((signal) => check(digest, password, hash, { buyer, address: attempt.address, signal }));
      running.set(digest, shared);
    }
    return shared.join(attempt.signal);
  };
}

/** A check that several callers wait for. It is given up when all of them have gone. */
class SharedCheck {
  readonly #result: Promise<boolean>;
  readonly #allGone = new AbortController();
  #waiting = 0;

  constructor(check: (signal: AbortSignal) => Promise<boolean>) {
    this.#result = check(this.#allGone.signal);
  }

  /** Have all callers gone? Then it may end without a result. */
  get isAbandoned(): boolean {
    return this.#allGone.signal.aborted;
  }

  /** Rejects with a NotCheckedError when the caller has gone. */
  join(signal: PasswordAttempt["signal"]): Promise<boolean> {
    this.#waiting++;
    return new Promise((resolve, reject) => {
      const onGone = (): void => {
        if (--this.#waiting === 0) this.#allGone.abort();
        reject(new NotCheckedError("the caller has gone"));
      };
      if (signal?.aborted) onGone();
      else signal?.addEventListener("abort", onGone, { once: true });
      const release = (): void => signal?.removeEventListener("abort", onGone);
      this.#result.then(resolve, reject).finally(release);
    });
  }
}
