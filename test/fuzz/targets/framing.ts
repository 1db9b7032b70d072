/**
 * Framing of net.tcp: records in chunks of any size, and both ends' machines, which take whatever record comes.
 */

import { ClientFraming } from "../../../src/nettcp/framing/client-framing.js";
import { FramingError } from "../../../src/nettcp/framing/errors.js";
import { FramingReader } from "../../../src/nettcp/framing/framing-reader.js";
import { type FramingRecord, Mode } from "../../../src/nettcp/framing/records.js";
import { ServerFraming } from "../../../src/nettcp/framing/server-framing.js";
import { writeRecord } from "../../../src/nettcp/framing/write-record.js";
import { quotasOf } from "../../../src/nettcp/quotas.js";
import { chunksOf, expectEqual, type FuzzTarget } from "../target.js";

const quotas = quotasOf({ messageSize: 600, viaLength: 60, contentTypeLength: 40 });

interface Outcome {
  readonly records: readonly FramingRecord[];
  readonly error: string | undefined;
}

/** Records until an error; what has come before it stays. */
function outcomeOf(chunks: Iterable<Uint8Array>): Outcome {
  const reader = new FramingReader(quotas);
  const records: FramingRecord[] = [];
  const error = errorOf(() => {
    for (const chunk of chunks) {
      reader.push(chunk);
      for (let record = reader.read(); record !== undefined; record = reader.read()) records.push(record);
    }
    reader.end();
  });
  return { records, error };
}

/** A typed error as text; undefined: none. */
function errorOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof FramingError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

function check(input: Uint8Array): void {
  const whole = outcomeOf([input]);
  for (const length of [1, 7]) expectEqual(`chunks of ${length}`, outcomeOf(chunksOf(input, length)), whole);
  const written = whole.records.map((record) => writeRecord(record));
  expectEqual("records that were written are read", outcomeOf(written).records, whole.records);
  for (const upgradeRequired of [false, true]) serve(whole.records, upgradeRequired);
  for (const mode of [Mode.duplex, Mode.singletonUnsized]) call(whole.records, mode);
}

function serve(records: readonly FramingRecord[], upgradeRequired: boolean): void {
  const server = new ServerFraming({
    modes: [Mode.duplex, Mode.singletonUnsized, Mode.singletonSized, Mode.simplex],
    endpointFault: (via) => (via.includes("none") ? "EndpointNotFound" : undefined),
    acceptsEncoding: (contentType) => !contentType.includes("x"),
    upgrades: ["application/ssl-tls", "tls"],
    upgradeRequired,
  });
  errorOf(() => {
    for (const record of records) if (server.receive(record).type === "ended") server.sentEnd();
    server.close();
  });
}

function call(records: readonly FramingRecord[], mode: Mode): void {
  const contentType = mode === Mode.duplex ? "application/soap+msbinsession1" : "application/soap+msbin1";
  const client = new ClientFraming({ mode, via: "net.tcp://h/p", contentType, upgrades: ["tls"] });
  client.begin();
  errorOf(() => {
    for (const record of records) if (client.receive(record).type === "upgrade") client.upgraded();
  });
}

const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];

/** Records of MC-NMF. */
export const framingTarget: FuzzTarget = {
  dictionary: [
    [0x00, 1, 0],
    [0x01, 1],
    [0x01, 2],
    [0x01, 3],
    [0x01, 4],
    [0x02, ...text("net.tcp://h/p")],
    [0x02, ...text("net.tcp://none")],
    [0x03, 0x08],
    [0x03, 0x07],
    [0x03, 0x03],
    [0x04, ...text("a/b")],
    [0x05, 3, 1, 2, 3, 2, 4, 5, 0],
    [0x06, 5, 1, 2, 3, 4, 5],
    [0x06, 0x80, 0x04],
    [0x07],
    [0x08, ...text("http://schemas.microsoft.com/ws/2006/05/framing/faults/EndpointNotFound")],
    [0x09, ...text("tls")],
    [0x09, ...text("application/ssl-tls")],
    [0x0a],
    [0x0b],
    [0x0c],
    [0x0d],
    [0x80, 0x80, 0x80, 0x80, 0x00],
    [0xff, 0xff, 0xff, 0xff, 0x07],
    [0xff, 0xff, 0xff, 0xff, 0xff],
  ].map((octets) => Uint8Array.from(octets)),
  work: { fixed: 20_000, perOctet: 1000 },
  check,
};
