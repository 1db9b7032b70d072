/**
 * KERB_VALIDATION_INFO: who has logged in and which groups they are in, in the encoding of remote procedure calls. MS-PAC §2.5, MS-RPCE §2.2.6
 *
 * A structure comes first, with numbers in place of what it points to (zero: nothing); what the pointers mean follows, in their order.
 */
import { NegotiateError } from "../negotiate-error.js";
import { OctetReader, textOfUtf16 } from "../octets.js";
import { readSid } from "./sid.js";

export interface LogonInfo {
  readonly user: string;
  /** The domain's short name. */
  readonly domain: string;
  /** The user's security identifier, then those of groups. */
  readonly securityIds: readonly string[];
}

/** SE_GROUP_ENABLED and SE_GROUP_USE_FOR_DENY_ONLY: a group counts if it has the first and not the second. */
const enabled = 0x4;
const denyOnly = 0x10;

interface Group {
  readonly id: number;
  readonly counts: boolean;
}

export function readLogonInfo(octets: Uint8Array): LogonInfo {
  const reader = new OctetReader(octets, "little");
  // The headers of the encoding: version 1, little-endian.
  if (reader.uint16() !== 0x1001) throw malformed("an encoding other than little-endian NDR");
  reader.take(14);
  if (reader.uint32() === 0) throw malformed("nothing");
  return new LogonInfoReader(reader).read();
}

function malformed(problem: string): NegotiateError {
  return new NegotiateError("negotiate-malformed", `PAC: ${problem}`);
}

class LogonInfoReader {
  readonly #reader: OctetReader;

  constructor(reader: OctetReader) {
    this.#reader = reader;
  }

  read(): LogonInfo {
    const reader = this.#reader;
    // Six times: of the logon, of its end, of the password.
    reader.take(48);
    const names = Array.from({ length: 6 }, () => this.#stringHeader());
    // Counts of logons and of bad passwords.
    reader.take(4);
    const [userId, primaryGroupId] = [reader.uint32(), reader.uint32()];
    const [groupCount, groups] = [reader.uint32(), reader.uint32()];
    // Flags and the session key.
    reader.take(20);
    const [server, domain] = [this.#stringHeader(), this.#stringHeader()];
    const domainId = reader.uint32();
    // Reserved words and the account's state.
    reader.take(40);
    const [sidCount, sids] = [reader.uint32(), reader.uint32()];
    const [resourceDomain, resourceCount, resources] = [reader.uint32(), reader.uint32(), reader.uint32()];

    const [user = ""] = names.map((isThere) => this.#string(isThere));
    const groupIds = this.#groups(groups, groupCount);
    this.#string(server);
    const domainName = this.#string(domain);
    const domainSid = this.#sid(domainId);
    const extra = this.#extraSids(sids, sidCount);
    const resourceSid = this.#sid(resourceDomain);
    const resourceIds = this.#groups(resources, resourceCount);
    const primary = { id: primaryGroupId, counts: true };
    const ids = [`${domainSid}-${userId}`, ...within(domainSid, [primary, ...groupIds]), ...extra, ...within(resourceSid, resourceIds)];
    return { user, domain: domainName, securityIds: [...new Set(ids)] };
  }

  /** True if the string is there. */
  #stringHeader(): boolean {
    this.#reader.take(4);
    return this.#reader.uint32() !== 0;
  }

  #string(isThere: boolean): string {
    if (!isThere) return "";
    this.#reader.align(4);
    this.#reader.uint32();
    if (this.#reader.uint32() !== 0) throw malformed("a string that does not begin at its beginning");
    return textOfUtf16(this.#reader.take(this.#reader.uint32() * 2));
  }

  /** The length in front of an array, which is also in the structure. */
  #arrayLength(wanted: number): number {
    this.#reader.align(4);
    const length = this.#reader.uint32();
    // Each element takes eight octets at least, so this bounds the work, too.
    if (length !== wanted || length * 8 > this.#reader.rest) throw malformed("an array of another length");
    return length;
  }

  #groups(pointer: number, count: number): readonly Group[] {
    if (pointer === 0) return [];
    return Array.from({ length: this.#arrayLength(count) }, () => ({
      id: this.#reader.uint32(),
      counts: doesCount(this.#reader.uint32()),
    }));
  }

  #sid(pointer: number): string | undefined {
    if (pointer === 0) return undefined;
    this.#reader.align(4);
    this.#reader.uint32();
    return readSid(this.#reader);
  }

  #extraSids(pointer: number, count: number): readonly string[] {
    if (pointer === 0) return [];
    const heads = Array.from({ length: this.#arrayLength(count) }, () => ({
      sid: this.#reader.uint32(),
      counts: doesCount(this.#reader.uint32()),
    }));
    return heads.flatMap(({ sid, counts }) => {
      const found = this.#sid(sid);
      return found !== undefined && counts ? [found] : [];
    });
  }
}

function doesCount(attributes: number): boolean {
  return (attributes & enabled) !== 0 && (attributes & denyOnly) === 0;
}

function within(domain: string | undefined, groups: readonly Group[]): readonly string[] {
  return domain === undefined ? [] : groups.filter(({ counts }) => counts).map(({ id }) => `${domain}-${id}`);
}
