/**
 * Who calls: what a transport has authenticated, as the rules of access see it.
 */
import type { PeerIdentity } from "../../protocols/duplex/channel.js";

/** Who is at the other end, as authenticated below this protocol. */
export interface CallerIdentity {
  readonly name: string;
  /** Other ways to write the name. */
  readonly otherNames?: readonly string[];
  readonly userSid: string;
  readonly groupSids: readonly string[];
}

/** NT AUTHORITY\Authenticated Users. */
const authenticatedUsers = "S-1-5-11";

/** The caller that a transport has authenticated. Everybody is among the authenticated users; who has no identifier of their own is only that. */
export function callerOfIdentity({ name, otherNames, securityIds }: PeerIdentity): CallerIdentity {
  const [userSid = authenticatedUsers, ...groupSids] = securityIds;
  return { name, ...(otherNames !== undefined && { otherNames }), userSid, groupSids: [...groupSids, authenticatedUsers] };
}

/** Tests if a caller is one of those that a list names: by identifiers of the user and of groups, and by names, whose case does not count. */
export function createCallerTest({ name, otherNames = [], userSid, groupSids }: CallerIdentity): (named: readonly string[]) => boolean {
  const known = new Set([userSid, ...groupSids, name, ...otherNames].map((text) => text.toLowerCase()));
  return (named) => named.some((text) => known.has(text.toLowerCase()));
}
