/**
 * Loads the validator and the tables of a contract when they are needed first.
 */
import type { PortableTables } from "../../../codegen/emit/portable.js";
import { served } from "./served.js";
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
  const [{ createValidator }, tables] = await Promise.all([import("./validator.js"), served("tables", id)]);
  // Written by portable.ts.
  return createValidator(tables as PortableTables);
}
