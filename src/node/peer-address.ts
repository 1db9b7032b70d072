/**
 * Network addresses as limits count them. One customer's line has one address of IPv4, and 2^64 or more of IPv6. RFC 6177
 */
import { isIP } from "node:net";

/** The address; of IPv6 the first 64 bits. Undefined for what is not an address. */
export function networkOf(address: string): string | undefined {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const version = isIP(mapped);
  if (version !== 6) return version === 4 ? mapped : undefined;
  const [before = "", after = ""] = address.replace(/%.*/, "").split("::");
  const groups = before === "" ? [] : before.split(":");
  const last = after === "" ? [] : after.split(":");
  const all = [...groups, ...Array<string>(Math.max(0, 8 - groups.length - last.length)).fill("0"), ...last];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
