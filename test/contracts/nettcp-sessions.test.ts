/**
 * Captured net.tcp sessions of the shared corpus: read to the messages that are given, written again octet by octet, cut and damaged.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BinaryReader } from "../../src/nettcp/binary/binary-reader.js";
import { ReceivedStrings } from "../../src/nettcp/binary/dictionaries.js";
import { OctetBuffer } from "../../src/nettcp/binary/octet-buffer.js";
import { OctetCursor } from "../../src/nettcp/binary/octet-cursor.js";
import { readRecords, writeRecord } from "../../src/nettcp/binary/records.js";
import { ClientFraming } from "../../src/nettcp/framing/client-framing.js";
import { KnownEncoding } from "../../src/nettcp/framing/encodings.js";
import { FramingError } from "../../src/nettcp/framing/errors.js";
import { FramingReader } from "../../src/nettcp/framing/framing-reader.js";
import { type FramingRecord, Mode } from "../../src/nettcp/framing/records.js";
import { ServerFraming } from "../../src/nettcp/framing/server-framing.js";
import { writeRecord as writeFramingRecord } from "../../src/nettcp/framing/write-record.js";
import { defaultQuotas } from "../../src/nettcp/quotas.js";
import { XmlError } from "../../src/xml/errors.js";
import { Reader } from "../../src/xml/read/reader.js";
import { leavesOf, tokensOf } from "../support/document-tokens.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const folder = shared === undefined ? undefined : join(shared, "corpus/wcf");
const names =
  folder === undefined
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith(".hex"))
        .map((file) => file.slice(0, -4));

type Direction = "C" | "S";

/** The octets of a direction, and those of each record. */
function capture(name: string, direction: Direction): Buffer {
  const lines = readFileSync(join(folder ?? "", `${name}.hex`), "utf8").split("\n");
  return Buffer.from(
    lines
      .filter((line) => line.startsWith(`${direction} `))
      .map((line) => line.slice(2))
      .join(""),
    "hex",
  );
}

/** The messages of a direction as the corpus has them decoded: the tokens inside each `message` element. */
function expectedMessages(name: string, direction: Direction): readonly (readonly string[])[] {
  const messages: (readonly string[])[] = [];
  const text = readFileSync(join(folder ?? "", `${name}.xml`), "utf8");
  for (const [, attributes = "", content = ""] of text.matchAll(/<message ([^>]*)>(.*?)<\/message>/gs)) {
    if (attributes.includes(`dir="${direction}"`)) messages.push(tokensOf(new Reader(content)));
  }
  return messages;
}

function readAll(octets: Uint8Array, chunk = octets.length): readonly FramingRecord[] {
  const reader = new FramingReader(defaultQuotas);
  const records: FramingRecord[] = [];
  for (let at = 0; at < octets.length; at += chunk) {
    reader.push(octets.subarray(at, at + chunk));
    for (let record = reader.read(); record !== undefined; record = reader.read()) records.push(record);
  }
  reader.end();
  return records;
}

function messagesOf(records: readonly FramingRecord[]): readonly Uint8Array[] {
  return records.flatMap((record) => (record.type === "sizedEnvelope" || record.type === "unsizedEnvelope" ? [record.octets] : []));
}

function encodingOf(name: string): number {
  const record = readAll(capture(name, "C")).find((candidate) => candidate.type === "knownEncoding");
  return record?.type === "knownEncoding" ? record.encoding : -1;
}

/** Reads the messages of one direction in order, as `read` does. */
function decodeAll(encoding: number, messages: readonly Uint8Array[], read: typeof tokensOf): readonly (readonly string[])[] {
  if (encoding === KnownEncoding.soap12Utf8) return messages.map((message) => read(new Reader(message)));
  if (encoding === KnownEncoding.binary) return messages.map((message) => read(new BinaryReader(message)));
  const dictionary = new ReceivedStrings(defaultQuotas.sessionSize);
  return messages.map((message) => read(new BinaryReader(message, { dictionary, start: dictionary.readTable(message) })));
}

const directions = names.flatMap((name) => [
  { name, direction: "C" as const },
  { name, direction: "S" as const },
]);

describe.skipIf(folder === undefined)("captured sessions", () => {
  it("are all there", () => {
    expect(names).toHaveLength(10);
  });

  it.each(directions)("$name $direction: records are read from chunks of any size and written again", ({ name, direction }) => {
    const octets = capture(name, direction);
    const records = readAll(octets);
    for (const chunk of [1, 2, 3, 7, 64, 1000]) expect(readAll(octets, chunk)).toEqual(records);
    expect(Buffer.concat(records.map(writeFramingRecord)).equals(octets)).toBe(true);
  });

  it.each(directions)("$name $direction: messages are what the corpus says", ({ name, direction }) => {
    const messages = messagesOf(readAll(capture(name, direction)));
    const expected = expectedMessages(name, direction);
    expect(decodeAll(encodingOf(name), messages, tokensOf)).toEqual(expected);
    expect(decodeAll(encodingOf(name), messages, leavesOf)).toEqual(expected);
  });

  const binary = directions.filter(({ name }) => folder !== undefined && encodingOf(name) !== KnownEncoding.soap12Utf8);

  it.each(binary)("$name $direction: messages are written again record by record", ({ name, direction }) => {
    const hasTable = encodingOf(name) === KnownEncoding.binarySession;
    const received = new ReceivedStrings(defaultQuotas.sessionSize);
    let next = 1;
    for (const message of messagesOf(readAll(capture(name, direction)))) {
      const start = hasTable ? received.readTable(message) : 0;
      const buffer = new OctetBuffer();
      if (hasTable) {
        const table = new OctetBuffer();
        for (let text = received.find(next); text !== undefined; text = received.find(next)) {
          table.string(text);
          next += 2;
        }
        buffer.size(table.length);
        buffer.octets(table.finish());
      }
      for (const record of readRecords(new OctetCursor(message, start))) writeRecord(buffer, record);
      expect(Buffer.from(buffer.finish()).toString("hex")).toBe(Buffer.from(message).toString("hex"));
    }
  });

  it.each(names)("%s: both machines follow", (name) => {
    const clientRecords = readAll(capture(name, "C"));
    const via = clientRecords.find((record) => record.type === "via");
    const mode = clientRecords.find((record) => record.type === "mode");
    const server = new ServerFraming({
      modes: [Mode.duplex, Mode.singletonUnsized],
      endpointFault: (asked) => (asked === (via?.type === "via" ? via.via : "") ? undefined : "EndpointNotFound"),
      acceptsEncoding: () => true,
      upgrades: [],
      upgradeRequired: false,
    });
    const answers = clientRecords.flatMap((record) => {
      const event = server.receive(record);
      return event.type === "opened" ? [Buffer.from(event.answer).toString("hex")] : [];
    });
    expect([answers, server.state]).toEqual([["0b"], "ended"]);

    const contentType = { 3: "application/soap+xml; charset=utf-8", 7: "application/soap+msbin1", 8: "application/soap+msbinsession1" };
    const client = new ClientFraming({
      mode: mode?.type === "mode" && mode.mode === 1 ? Mode.singletonUnsized : Mode.duplex,
      via: via?.type === "via" ? via.via : "",
      // The captures have these three.
      contentType: contentType[encodingOf(name) as 3 | 7 | 8],
      upgrades: [],
    });
    const preamble = Buffer.from(client.begin());
    expect(capture(name, "C").subarray(0, preamble.length).equals(preamble)).toBe(true);
    const events = readAll(capture(name, "S")).map((record) => client.receive(record).type);
    expect(events[0]).toBe("opened");
    expect(events.filter((type) => type === "message")).toHaveLength(messagesOf(readAll(capture(name, "S"))).length);
  });
});

/** Reads a direction to its end as a session would; gives whether nothing was wrong. Whatever is thrown beside the two kinds of error is a mistake. */
function isRead(octets: Uint8Array, encoding: number): boolean {
  try {
    decodeAll(encoding, messagesOf(readAll(octets)), leavesOf);
    return true;
  } catch (error) {
    if (error instanceof FramingError || error instanceof XmlError) return false;
    throw error;
  }
}

describe.skipIf(folder === undefined)("damaged sessions", () => {
  it.each(directions)("$name $direction: cut at every octet", ({ name, direction }) => {
    const octets = capture(name, direction);
    const encoding = encodingOf(name);
    const ends = new Set([0]);
    let end = 0;
    for (const record of readAll(octets)) {
      end += writeFramingRecord(record).length;
      ends.add(end);
    }
    for (let length = 0; length < octets.length; length++) {
      // Between two records nothing is cut, for the reader.
      expect(isRead(octets.subarray(0, length), encoding)).toBe(ends.has(length));
    }
  });

  it.each(directions)("$name $direction: every message cut at every octet", ({ name, direction }) => {
    const encoding = encodingOf(name);
    for (const message of messagesOf(readAll(capture(name, direction)))) {
      if (encoding === KnownEncoding.soap12Utf8) continue;
      for (let length = 0; length < message.length; length++) {
        const dictionary = new ReceivedStrings(defaultQuotas.sessionSize);
        const cut = message.subarray(0, length);
        expect(() => {
          const start = encoding === KnownEncoding.binarySession ? dictionary.readTable(cut) : 0;
          tokensOf(new BinaryReader(cut, { dictionary, start }));
        }).toThrow(XmlError);
      }
    }
  });

  it.each(directions)("$name $direction: every octet changed", ({ name, direction }) => {
    const octets = capture(name, direction);
    const encoding = encodingOf(name);
    for (let index = 0; index < octets.length; index++) {
      const kept = octets[index] ?? 0;
      for (const mask of [1 << (index & 7), 0x80 >> (index % 5), 0xff]) {
        octets[index] = kept ^ mask;
        isRead(octets, encoding);
      }
      octets[index] = kept;
    }
    expect(isRead(octets, encoding)).toBe(true);
  });
});
