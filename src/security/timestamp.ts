/**
 * The time for which a message is good. SOAP Message Security 1.1 §10
 */
import type { XmlElement } from "../runtime/shapes.js";
import { Name, securityNamespaces } from "./names.js";
import { securityFault } from "./security-fault.js";
import { onlyChild, onlyText } from "./username-token.js";

/** Which times are accepted, in milliseconds. */
export interface AcceptedTimes {
  readonly now: number;
  /** How much clocks may differ. */
  readonly skew: number;
  /** How old a message may be. */
  readonly lifetime: number;
}

/** A Timestamp for a message that is good for some seconds. */
export function timestampMarkup(created: number, lifetime: number): string {
  const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
  return (
    `<wsu:Timestamp xmlns:wsu="${securityNamespaces.wsu}"><wsu:Created>${time(created)}</wsu:Created>` +
    `<wsu:Expires>${time(created + lifetime * 1000)}</wsu:Expires></wsu:Timestamp>`
  );
}

/** Checks a Timestamp. Throws a SoapFault. */
export function checkTimestamp(element: XmlElement, times: AcceptedTimes): void {
  const created = onlyText(onlyChild(element, Name.created));
  const expires = onlyText(onlyChild(element, Name.expires));
  if (created !== undefined) checkCreated(created, times);
  if (expires !== undefined && parseTime(expires) + times.skew < times.now) throw expired();
}

/** Checks when something was made. Throws a SoapFault. */
export function checkCreated(created: string, { now, skew, lifetime }: AcceptedTimes): void {
  const time = parseTime(created);
  if (time - skew > now) throw securityFault("InvalidSecurity", "the message was created in the future: do the clocks differ?");
  if (time + lifetime + skew < now) throw expired();
}

/** The time that a text means, in milliseconds. XSD 1.0 Part 2 §3.2.7; what has no time zone is in UTC. SOAP Message Security 1.1 §10 */
export function parseTime(text: string): number {
  const trimmed = text.trim();
  const zoned = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(trimmed);
  const time = zoned === null ? Number.NaN : Date.parse(zoned[2] === undefined ? `${trimmed}Z` : trimmed);
  if (Number.isNaN(time)) throw securityFault("InvalidSecurity", "a time of the message is not a dateTime");
  return time;
}

function expired(): ReturnType<typeof securityFault> {
  return securityFault("MessageExpired", "the message has expired");
}
