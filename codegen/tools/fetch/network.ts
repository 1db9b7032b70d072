/**
 * Names of hosts -> the addresses that a connection may be made to.
 *
 * The very address that is connected to is checked, so a name that resolves to something else the second time gains nothing.
 */
import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-addresses.js";

/** An address that a host name stands for. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** What is known of the network. */
export interface Network {
  readonly resolve: (hostname: string) => Promise<readonly HostAddress[]>;
  readonly isPublic: (address: string) => boolean;
}

/** The resolver of the system, and the registries of IANA. */
export const systemNetwork: Network = { resolve: (hostname) => lookup(hostname, { all: true }), isPublic: isPublicAddress };

/** Which addresses a connection may be made to, and the error for others; `address` is absent where the name is an address itself. */
export interface AddressRule {
  readonly isAllowed: (address: string) => boolean;
  readonly refusal: (hostname: string, address?: string) => Error;
}

/** The lookup of a socket: the addresses that pass are the ones that it connects to. Throws a refusal for a URL whose host is an address that does not pass. */
export function checkedLookup({ hostname: host }: URL, { resolve }: Network, { isAllowed, refusal }: AddressRule): LookupFunction {
  const literal = host.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isAllowed(literal)) throw refusal(host);
  return (hostname, { all }, callback) => {
    const choose = (found: readonly HostAddress[]): void => {
      const allowed = found.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) callback(refusal(hostname, found[0]?.address), []);
      else if (all) callback(null, allowed);
      else callback(null, first.address, first.family);
    };
    resolve(hostname).then(choose, (error: Error) => callback(error, []));
  };
}
