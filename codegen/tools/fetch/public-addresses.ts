/**
 * IP addresses that the whole internet can reach, as opposed to those of a machine, a site or a provider.
 *
 * 192.0.2.1 documentation -> false, 10.1.2.3 -> false, ::ffff:10.1.2.3 -> false, 8.8.8.8 -> true, 2a00::1 -> true
 */
import { BlockList, isIP } from "node:net";

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), and multicast (RFC 5771). */
const specialIPv4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local; clouds answer with credentials here
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast
];

/** IANA IPv6 Special-Purpose Address Registry, within the global unicast block. */
const specialIPv6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // protocol assignments, Teredo among them
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4, which holds an IPv4 address
  ["3fff::", 20], // documentation
];

/** An IPv4 address within an IPv6 address: mapped (RFC 4291 §2.5.5.2), and translated by NAT64 (RFC 6052). */
const embeddings = ["::ffff:", "64:ff9b::"];

const global = new BlockList();
global.addSubnet("0.0.0.0", 0, "ipv4");
global.addSubnet("2000::", 3, "ipv6");
const special = new BlockList();
for (const [network, prefix] of specialIPv6) special.addSubnet(network, prefix, "ipv6");
for (const [network, prefix] of specialIPv4) special.addSubnet(network, prefix, "ipv4");
for (const embedding of embeddings) {
  global.addSubnet(`${embedding}0.0.0.0`, 96, "ipv6");
  for (const [network, prefix] of specialIPv4) special.addSubnet(`${embedding}${network}`, 96 + prefix, "ipv6");
}

/** Tests if an address, in any notation, is public. A text that is not an address is not public. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  return global.check(address, type) && !special.check(address, type);
}
