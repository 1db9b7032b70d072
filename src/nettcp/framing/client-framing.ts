/**
 * The initiating end of a connection: octets of the preamble out, records of the other end in. MC-NMF §3.1 (client), MS-NMFTB §3.1
 *
 * A table (state x kind of record -> step) and the steps, the mirror of the server's.
 *
 *   begin: version mode via encoding upgradeRequest -> upgrading -upgradeResponse-> (upgrade) -> preambleEnd -> opening -preambleAck-> duplex
 */
import { isEncodingOfMode, knownEncodingOf } from "./encodings.js";
import { FramingError, PeerFaultError } from "./errors.js";
import { encodingRecord } from "./preamble.js";
import { type FramingRecord, Mode, type RecordKind } from "./records.js";
import { writeRecord, writeRecords } from "./write-record.js";

/** What this end requests. */
export interface ClientRequest {
  readonly mode: Mode;
  readonly via: string;
  readonly contentType: string;
  /** The upgrades to ask for, in order. */
  readonly upgrades: readonly string[];
}

export type ClientEvent =
  /** Run the upgrade, then send what `upgraded` returns inside it. */
  | { readonly type: "upgrade"; readonly upgrade: string }
  /** Messages may be sent. */
  | { readonly type: "opened" }
  | { readonly type: "message"; readonly octets: Uint8Array }
  /** The peer sends no more messages. */
  | { readonly type: "ended" };

export type ClientState = "idle" | "upgrading" | "opening" | "duplex" | "singleton" | "delivered" | "oneWay" | "ended";

type Step = "upgrade" | "opened" | "deliver" | "deliverOnly" | "end" | "peerFault";

/** The protocol. */
export const clientTable: Readonly<Record<ClientState, Readonly<Partial<Record<RecordKind, Step>>>>> = {
  idle: {},
  upgrading: { upgradeResponse: "upgrade", fault: "peerFault" },
  opening: { preambleAck: "opened", fault: "peerFault" },
  duplex: { sizedEnvelope: "deliver", end: "end", fault: "peerFault" },
  singleton: { unsizedEnvelope: "deliverOnly", end: "end", fault: "peerFault" },
  delivered: { end: "end", fault: "peerFault" },
  oneWay: { fault: "peerFault" },
  ended: {},
};

export class ClientFraming {
  readonly #request: ClientRequest;
  #state: ClientState = "idle";
  #upgradesDone = 0;

  constructor(request: ClientRequest) {
    const { contentType, mode } = request;
    if (!isEncodingOfMode(knownEncodingOf(contentType), mode)) {
      throw new FramingError("framing-content-type", `mode ${mode} cannot have the encoding "${contentType}"`);
    }
    this.#request = request;
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Begins a session; returns the octets to send. A connection may carry one session after another. */
  begin(): Uint8Array {
    if (this.#state !== "idle" && this.#state !== "ended") throw new Error("internal: a session has begun already");
    const { mode, via, contentType } = this.#request;
    const records: FramingRecord[] = [
      { type: "version", major: 1, minor: 0 },
      { type: "mode", mode },
      { type: "via", via },
      encodingRecord(contentType),
    ];
    if (mode === Mode.singletonSized) {
      this.#state = "oneWay";
      return writeRecords(records);
    }
    return writeRecords([...records, this.#nextOfPreamble()]);
  }

  #nextOfPreamble(): FramingRecord {
    const upgrade = this.#request.upgrades[this.#upgradesDone];
    if (upgrade !== undefined) {
      this.#state = "upgrading";
      return { type: "upgradeRequest", upgrade };
    }
    this.#state = this.#request.mode === Mode.simplex ? "oneWay" : "opening";
    return { type: "preambleEnd" };
  }

  /** Signals that an upgrade is complete; returns the octets to send inside it. */
  upgraded(): Uint8Array {
    this.#upgradesDone++;
    return writeRecord(this.#nextOfPreamble());
  }

  /** Takes the next record. Throws a FramingError, or a PeerFaultError if the other end refuses; close the connection then. */
  receive(record: FramingRecord): ClientEvent {
    const step = clientTable[this.#state][record.type];
    if (step === undefined) {
      throw new FramingError(
        "framing-sequence",
        `a record "${record.type}" has no place in state "${this.#state}"`,
        "InvalidRecordSequence",
      );
    }
    switch (record.type) {
      case "upgradeResponse":
        return { type: "upgrade", upgrade: this.#request.upgrades[this.#upgradesDone] ?? "" };
      case "preambleAck":
        this.#state = this.#request.mode === Mode.singletonUnsized ? "singleton" : "duplex";
        return { type: "opened" };
      case "sizedEnvelope":
        return { type: "message", octets: record.octets };
      case "unsizedEnvelope":
        this.#state = "delivered";
        return { type: "message", octets: record.octets };
      case "end":
        this.#state = "ended";
        return { type: "ended" };
      case "fault":
        throw new PeerFaultError(record.uri);
      default:
        throw new Error(`internal: the step "${step}" takes no record "${record.type}"`);
    }
  }

  /** Signals the end of the input. Throws if the session has not ended. */
  close(): void {
    const { state } = this;
    if (state === "idle" || state === "ended" || state === "oneWay") return;
    throw new FramingError("framing-unexpected-end", `the connection ends in state "${state}"`);
  }
}
