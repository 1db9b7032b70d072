import { describe, expect, it } from "vitest";
import { ClientFraming, type ClientState, clientTable } from "../../../../src/nettcp/framing/client-framing.js";
import { contentTypeOf, KnownEncoding, knownEncodingOf } from "../../../../src/nettcp/framing/encodings.js";
import { FramingError, faultUri, PeerFaultError } from "../../../../src/nettcp/framing/errors.js";
import { FramingReader } from "../../../../src/nettcp/framing/framing-reader.js";
import { type FramingRecord, Mode, type RecordKind } from "../../../../src/nettcp/framing/records.js";
import { ServerFraming, type ServerPolicy, type ServerState, serverTable } from "../../../../src/nettcp/framing/server-framing.js";
import { defaultQuotas } from "../../../../src/nettcp/quotas.js";

const policy: ServerPolicy = {
  modes: [Mode.duplex, Mode.singletonUnsized],
  endpointFault: (via) => (via.endsWith("/here") ? undefined : "EndpointNotFound"),
  acceptsEncoding: (contentType) => contentType.startsWith("application/soap+"),
  upgrades: ["application/ssl-tls"],
  upgradeRequired: false,
};

const binarySession = contentTypeOf(KnownEncoding.binarySession) ?? "";
const message = new Uint8Array([1]);

const preamble: readonly FramingRecord[] = [
  { type: "version", major: 1, minor: 0 },
  { type: "mode", mode: Mode.duplex },
  { type: "via", via: "net.tcp://h/here" },
  { type: "knownEncoding", encoding: KnownEncoding.binarySession },
];

const one: Readonly<Record<RecordKind, FramingRecord>> = {
  version: { type: "version", major: 1, minor: 0 },
  mode: { type: "mode", mode: Mode.duplex },
  via: { type: "via", via: "net.tcp://h/here" },
  knownEncoding: { type: "knownEncoding", encoding: KnownEncoding.binarySession },
  extensibleEncoding: { type: "extensibleEncoding", contentType: binarySession },
  unsizedEnvelope: { type: "unsizedEnvelope", octets: message, chunks: [1] },
  sizedEnvelope: { type: "sizedEnvelope", octets: message },
  end: { type: "end" },
  fault: { type: "fault", uri: faultUri("ServerTooBusy") },
  upgradeRequest: { type: "upgradeRequest", upgrade: "application/ssl-tls" },
  upgradeResponse: { type: "upgradeResponse" },
  preambleAck: { type: "preambleAck" },
  preambleEnd: { type: "preambleEnd" },
};
const kinds = Object.keys(one) as RecordKind[];

function withMode(mode: Mode): readonly FramingRecord[] {
  const encoding = mode === Mode.duplex || mode === Mode.simplex ? KnownEncoding.binarySession : KnownEncoding.binary;
  return preamble.map((record) =>
    record.type === "mode" ? { type: "mode", mode } : record.type === "knownEncoding" ? { type: "knownEncoding", encoding } : record,
  );
}

/** The records that lead to each state. */
const serverPaths: Readonly<Record<ServerState, readonly FramingRecord[]>> = {
  start: [],
  versioned: preamble.slice(0, 1),
  moded: preamble.slice(0, 2),
  located: preamble.slice(0, 3),
  negotiating: preamble,
  duplex: [...preamble, one.preambleEnd],
  singleton: [...withMode(Mode.singletonUnsized), one.preambleEnd],
  delivered: [...withMode(Mode.singletonUnsized), one.preambleEnd, one.unsizedEnvelope],
  raw: withMode(Mode.singletonSized),
  ended: [...preamble, one.preambleEnd, one.end],
};

function serverAfter(records: readonly FramingRecord[], own: Partial<ServerPolicy> = {}): ServerFraming {
  const server = new ServerFraming({ ...policy, modes: [1, 2, 3, 4], ...own });
  for (const record of records) server.receive(record);
  return server;
}

function refusal(run: () => unknown): FramingError {
  try {
    run();
  } catch (error) {
    if (error instanceof FramingError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the server's machine", () => {
  const states = Object.keys(serverPaths) as ServerState[];

  it.each(states)("gets to %s", (state) => {
    expect(serverAfter(serverPaths[state]).state).toBe(state);
  });

  it.each(states.flatMap((state) => kinds.map((kind) => ({ state, kind }))))("$state, $kind", ({ state, kind }) => {
    const server = serverAfter(serverPaths[state]);
    const step = serverTable[state][kind];
    if (step === undefined) {
      expect(refusal(() => server.receive(one[kind]))).toMatchObject({
        code: "framing-sequence",
        fault: faultUri("InvalidRecordSequence"),
      });
    } else if (step === "peerFault") {
      const error = refusal(() => server.receive(one[kind]));
      expect(error).toBeInstanceOf(PeerFaultError);
      expect(error).toMatchObject({ uri: faultUri("ServerTooBusy"), fault: undefined });
    } else expect(server.receive(one[kind]).type).toMatch(/more|upgrade|opened|message|ended/);
  });

  it("answers the preamble", () => {
    const server = serverAfter(preamble);
    expect(server.receive(one.upgradeRequest)).toEqual({ type: "upgrade", upgrade: "application/ssl-tls", answer: new Uint8Array([10]) });
    expect(server.receive(one.preambleEnd)).toEqual({
      type: "opened",
      answer: new Uint8Array([11]),
      preamble: {
        mode: Mode.duplex,
        via: "net.tcp://h/here",
        contentType: binarySession,
        encoding: KnownEncoding.binarySession,
        upgrades: ["application/ssl-tls"],
      },
    });
    expect(server.receive(one.sizedEnvelope)).toEqual({ type: "message", octets: message });
  });

  it("acknowledges nothing in simplex modes", () => {
    for (const mode of [Mode.simplex, Mode.singletonSized]) {
      const server = serverAfter([]);
      const events = [...withMode(mode), ...(mode === Mode.simplex ? [one.preambleEnd] : [])].map((record) => server.receive(record));
      expect(events.at(-1)).toMatchObject({ type: "opened", answer: new Uint8Array() });
    }
  });

  it.each([
    { given: { type: "version", major: 2, minor: 0 }, at: 0, code: "framing-version", fault: "UnsupportedVersion" },
    { given: { type: "mode", mode: 3 }, at: 1, code: "framing-mode", fault: "UnsupportedMode" },
    { given: { type: "mode", mode: 9 }, at: 1, code: "framing-mode", fault: "UnsupportedMode" },
    { given: { type: "via", via: "net.tcp://h/elsewhere" }, at: 2, code: "framing-endpoint", fault: "EndpointNotFound" },
    { given: { type: "knownEncoding", encoding: 7 }, at: 3, code: "framing-content-type", fault: "ContentTypeInvalid" },
    { given: { type: "knownEncoding", encoding: 9 }, at: 3, code: "framing-content-type", fault: "ContentTypeInvalid" },
    { given: { type: "knownEncoding", encoding: 0 }, at: 3, code: "framing-content-type", fault: "ContentTypeInvalid" },
    {
      given: { type: "extensibleEncoding", contentType: "application/x" },
      at: 3,
      code: "framing-content-type",
      fault: "ContentTypeInvalid",
    },
    { given: { type: "upgradeRequest", upgrade: "application/negotiate" }, at: 4, code: "framing-upgrade", fault: "UpgradeInvalid" },
  ] as const)("refuses $given with $fault", ({ given, at, code, fault }) => {
    const server = serverAfter(preamble.slice(0, at), { modes: policy.modes });
    expect(refusal(() => server.receive(given))).toMatchObject({ code, fault: faultUri(fault) });
  });

  it("does not upgrade twice, and asks for an upgrade where one is required", () => {
    const upgraded = serverAfter([...preamble, one.upgradeRequest]);
    expect(refusal(() => upgraded.receive(one.upgradeRequest))).toMatchObject({ fault: faultUri("UpgradeInvalid") });
    const required = serverAfter(preamble, { upgradeRequired: true });
    expect(refusal(() => required.receive(one.preambleEnd))).toMatchObject({ fault: faultUri("UpgradeInvalid") });
  });

  it.each([true, false])("begins again when both have ended, the peer first: %s", (peerFirst) => {
    const server = serverAfter([...preamble, one.preambleEnd]);
    if (!peerFirst) expect(server.sentEnd()).toBe(false);
    expect(server.receive(one.end)).toEqual({ type: "ended" });
    if (peerFirst) expect(server.sentEnd()).toBe(true);
    expect(server.state).toBe("start");
    for (const record of [...preamble, one.preambleEnd]) server.receive(record);
    expect(server.state).toBe("duplex");
  });

  it("distinguishes a connection that closes in a session from one that closes between sessions", () => {
    for (const state of states) {
      const server = serverAfter(serverPaths[state]);
      if (["start", "ended", "raw"].includes(state)) server.close();
      else expect(refusal(() => server.close()).code).toBe("framing-unexpected-end");
    }
  });
});

describe("the client's machine", () => {
  const request = { mode: Mode.duplex, via: "net.tcp://h/here", contentType: binarySession, upgrades: [] } as const;

  const paths: Readonly<Record<ClientState, () => ClientFraming>> = {
    idle: () => new ClientFraming(request),
    upgrading: () => begun(new ClientFraming({ ...request, upgrades: ["application/ssl-tls"] })),
    opening: () => begun(new ClientFraming(request)),
    duplex: () => advanced(begun(new ClientFraming(request)), one.preambleAck),
    singleton: () => advanced(begun(singleton()), one.preambleAck),
    delivered: () => advanced(begun(singleton()), one.preambleAck, one.unsizedEnvelope),
    oneWay: () => begun(new ClientFraming({ ...request, mode: Mode.simplex })),
    ended: () => advanced(begun(new ClientFraming(request)), one.preambleAck, one.end),
  };
  const singleton = () =>
    new ClientFraming({ ...request, mode: Mode.singletonUnsized, contentType: contentTypeOf(KnownEncoding.binary) ?? "" });

  function begun(client: ClientFraming): ClientFraming {
    client.begin();
    return client;
  }

  function advanced(client: ClientFraming, ...records: readonly FramingRecord[]): ClientFraming {
    for (const record of records) client.receive(record);
    return client;
  }

  const states = Object.keys(paths) as ClientState[];

  it.each(states.flatMap((state) => kinds.map((kind) => ({ state, kind }))))("$state, $kind", ({ state, kind }) => {
    const client = paths[state]();
    expect(client.state).toBe(state);
    const step = clientTable[state][kind];
    if (step === undefined) expect(refusal(() => client.receive(one[kind])).code).toBe("framing-sequence");
    else if (step === "peerFault") expect(refusal(() => client.receive(one[kind]))).toBeInstanceOf(PeerFaultError);
    else expect(client.receive(one[kind]).type).toMatch(/upgrade|opened|message|ended/);
  });

  it.each([1, 2, 3, 4] as const)("says what a server of mode %i takes", (mode) => {
    const contentType =
      contentTypeOf(mode === Mode.duplex || mode === Mode.simplex ? KnownEncoding.binarySession : KnownEncoding.binary) ?? "";
    const client = new ClientFraming({ mode, via: "net.tcp://h/here", contentType, upgrades: [] });
    const server = new ServerFraming({ ...policy, modes: [1, 2, 3, 4] });
    const reader = new FramingReader(defaultQuotas);
    reader.push(client.begin());
    let last: unknown;
    for (let record = reader.read(); record !== undefined; record = reader.read()) last = server.receive(record);
    expect(last).toMatchObject({ type: "opened", preamble: { mode, contentType } });
  });

  it("asks for upgrades one after the other", () => {
    const client = new ClientFraming({ ...request, upgrades: ["first", "second"] });
    expect(Buffer.from(client.begin()).toString("latin1")).toMatch(/\x09\x05first$/);
    expect(client.receive(one.upgradeResponse)).toEqual({ type: "upgrade", upgrade: "first" });
    expect(Buffer.from(client.upgraded()).toString("latin1")).toBe("\x09\x06second");
    expect(client.receive(one.upgradeResponse)).toEqual({ type: "upgrade", upgrade: "second" });
    expect([...client.upgraded()]).toEqual([12]);
    expect(client.receive(one.preambleAck)).toEqual({ type: "opened" });
  });

  it("does not ask for what the protocol forbids", () => {
    expect(() => new ClientFraming({ ...request, contentType: contentTypeOf(KnownEncoding.binary) ?? "" })).toThrow(FramingError);
  });
});

describe("encodings", () => {
  it.each([
    ["text/xml; charset=utf-8", 0],
    ['Application/SOAP+XML;charset="UTF-8"', 3],
    ["application/soap+xml; charset=utf-16", 4],
    ["application/soap+xml; charset=utf-16le", 5],
    ["application/soap+msbinsession1", 8],
    ["application/soap+msbinsession1+gzip", undefined],
  ])("%s", (contentType, encoding) => {
    expect(knownEncodingOf(contentType)).toBe(encoding);
  });
});
