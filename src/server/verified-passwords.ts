/**
 * Remembers which passwords were right, so that scrypt's cost is paid once for each buyer and not for each request.
 *
 * It keeps a digest under a key that lives as long as the process, never the password. Wrong passwords are not remembered: each attempt has its cost.
 */
import { createHmac, randomBytes } from "node:crypto";

type VerifyPassword = (password: string, hash: string) => Promise<boolean>;

/** Wraps a slow check. At most `limit` pairs are remembered; the oldest ones go first. */
export function rememberVerified(verify: VerifyPassword, limit = 10_000): VerifyPassword {
  const key = randomBytes(32);
  const right = new Set<string>();
  const running = new Map<string, Promise<boolean>>();
  const check = async (digest: string, password: string, hash: string): Promise<boolean> => {
    try {
      const isRight = await verify(password, hash);
      if (isRight) right.add(digest);
      const [oldest] = right;
      if (right.size > limit && oldest !== undefined) right.delete(oldest);
      return isRight;
    } finally {
      running.delete(digest);
    }
  };
  return (password, hash) => {
    const digest = createHmac("sha256", key).update(`${hash}\0`).update(password).digest("base64");
    if (right.has(digest)) return Promise.resolve(true);
    const already = running.get(digest);
    if (already !== undefined) return already;
    const result = check(digest, password, hash);
    running.set(digest, result);
    return result;
  };
}
