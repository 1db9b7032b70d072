/**
 * Loads the validator and the tables of a contract when they are needed first.
 */
import { configuration } from "./configuration.js";
import type { Validate } from "./validator.js";

const validators = new Map<string, Promise<Validate>>();

/** The validator of a service's messages. */
export function validatorOf(id: string): Promise<Validate> {
  const known = validators.get(id);
  if (known !== undefined) return known;
  const loading = load(id);
  validators.set(id, loading);
  loading.catch(() => validators.delete(id));
  return loading;
}

async function load(id: string): Promise<Validate> {
  const [{ createValidator }, response] = await Promise.all([
    import("./validator.js"),
    fetch(`${configuration.base}/tables/${encodeURIComponent(id)}`),
  ]);
  if (!response.ok) throw new Error(await response.text());
  return createValidator(await response.json());
}
