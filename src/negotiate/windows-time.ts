/**
 * Time as Windows counts it: tenths of microseconds since 1601, in 64 bits, least significant octet first. MS-DTYP §2.3.3 (FILETIME)
 */

const ticksPerMillisecond = 10_000n;
const millisecondsTo1970 = 11_644_473_600_000n;

/** The time of milliseconds since 1970. */
export function windowsTimeOf(milliseconds: number): bigint {
  return (BigInt(Math.floor(milliseconds)) + millisecondsTo1970) * ticksPerMillisecond;
}

export function windowsTimeOctets(ticks: bigint): Uint8Array {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setBigUint64(0, ticks, true);
  return octets;
}
