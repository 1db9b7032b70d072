/**
 * Framing records. MC-NMF §2.2
 */

/** The type octets. MC-NMF §2.2.1 */
export const RecordType = {
  version: 0x00,
  mode: 0x01,
  via: 0x02,
  knownEncoding: 0x03,
  extensibleEncoding: 0x04,
  unsizedEnvelope: 0x05,
  sizedEnvelope: 0x06,
  end: 0x07,
  fault: 0x08,
  upgradeRequest: 0x09,
  upgradeResponse: 0x0a,
  preambleAck: 0x0b,
  preambleEnd: 0x0c,
} as const;

/** MC-NMF §2.2.3.2 */
export const Mode = { singletonUnsized: 1, duplex: 2, simplex: 3, singletonSized: 4 } as const;
export type Mode = (typeof Mode)[keyof typeof Mode];

export type FramingRecord =
  | { readonly type: "version"; readonly major: number; readonly minor: number }
  | { readonly type: "mode"; readonly mode: number }
  | { readonly type: "via"; readonly via: string }
  | { readonly type: "knownEncoding"; readonly encoding: number }
  | { readonly type: "extensibleEncoding"; readonly contentType: string }
  /** One message whose size was not known beforehand; `chunks` are the sizes of the pieces it came in. */
  | { readonly type: "unsizedEnvelope"; readonly octets: Uint8Array; readonly chunks: readonly number[] }
  | { readonly type: "sizedEnvelope"; readonly octets: Uint8Array }
  | { readonly type: "end" }
  | { readonly type: "fault"; readonly uri: string }
  | { readonly type: "upgradeRequest"; readonly upgrade: string }
  | { readonly type: "upgradeResponse" }
  | { readonly type: "preambleAck" }
  | { readonly type: "preambleEnd" };

export type RecordKind = FramingRecord["type"];
