/**
 * What stands in for the ports that an operator leaves out. Operations that need them are refused before they get here.
 */
import type { MerchandiseSystem } from "./ports/merchandise-system.js";

const absent = (): Promise<never> => Promise.reject(new Error("internal: a port that is not there was called"));

/** A system with all ports. */
export function completeSystem(system: MerchandiseSystem): Required<MerchandiseSystem> {
  return {
    stock: { accepts: [], take: absent },
    receipts: { kinds: [], unsupported: [], query: absent, details: absent },
    classification: { schemes: absent },
    ...system,
  };
}
