/**
 * The receiving end of a connection: records in, what they mean out. MC-NMF §3.2 (server), MS-NMFTB §3.2
 *
 * A table (state x kind of record -> step) and the steps. A record that the table does not list is out of sequence. One machine serves a
 * connection: after a session has ended both ways it starts again with a new preamble.
 *
 *   start -version-> versioned -mode-> moded -via-> located -encoding-> negotiating (-upgradeRequest->)* -preambleEnd-> duplex
 */
import { isEncodingOfMode } from "./encodings.js";
import { type FaultName, FramingError, PeerFaultError } from "./errors.js";
import { encodingOf, type Preamble } from "./preamble.js";
import { type FramingRecord, Mode, type RecordKind } from "./records.js";
import { writeRecord } from "./write-record.js";

/** What this end offers. */
export interface ServerPolicy {
  /** Modes other than duplex and singleton-unsized have no place on TCP. */
  readonly modes: readonly Mode[];
  /** The fault for an address without an endpoint; undefined if there is an endpoint. */
  endpointFault(via: string): FaultName | undefined;
  acceptsEncoding(contentType: string, mode: Mode): boolean;
  /** The upgrades that can be made. */
  readonly upgrades: readonly string[];
  readonly upgradeRequired: boolean;
}

export type ServerEvent =
  /** The preamble goes on. */
  | { readonly type: "more" }
  /** Send the answer, run the upgrade over the connection, and continue to read records inside it with a new reader. */
  | { readonly type: "upgrade"; readonly upgrade: string; readonly answer: Uint8Array }
  /** The session is open. Send the answer (empty in simplex modes) before any message. */
  | { readonly type: "opened"; readonly preamble: Preamble; readonly answer: Uint8Array }
  | { readonly type: "message"; readonly octets: Uint8Array }
  /** The peer sends no more messages; this end may, until it sends its own End record and reports it with `sentEnd`. */
  | { readonly type: "ended" };

export type ServerState =
  | "start"
  | "versioned"
  | "moded"
  | "located"
  | "negotiating"
  /** Sized envelopes until End. */
  | "duplex"
  /** One unsized envelope, then End. */
  | "singleton"
  | "delivered"
  /** No more records: the rest of the stream is the message. */
  | "raw"
  | "ended";

type Step =
  | "checkVersion"
  | "checkMode"
  | "checkVia"
  | "checkEncoding"
  | "upgrade"
  | "open"
  | "deliver"
  | "deliverOnly"
  | "end"
  | "peerFault";

/** The protocol. */
export const serverTable: Readonly<Record<ServerState, Readonly<Partial<Record<RecordKind, Step>>>>> = {
  start: { version: "checkVersion" },
  versioned: { mode: "checkMode" },
  moded: { via: "checkVia" },
  located: { knownEncoding: "checkEncoding", extensibleEncoding: "checkEncoding" },
  negotiating: { upgradeRequest: "upgrade", preambleEnd: "open" },
  duplex: { sizedEnvelope: "deliver", end: "end", fault: "peerFault" },
  singleton: { unsizedEnvelope: "deliverOnly", end: "end", fault: "peerFault" },
  delivered: { end: "end", fault: "peerFault" },
  raw: {},
  ended: {},
};

const more: ServerEvent = { type: "more" };
const nothing = new Uint8Array();

export class ServerFraming {
  readonly #policy: ServerPolicy;
  #state: ServerState = "start";
  #mode: Mode = Mode.duplex;
  #via = "";
  #contentType = "";
  #encoding: number | undefined;
  #upgrades: string[] = [];
  #sentEnd = false;

  constructor(policy: ServerPolicy) {
    this.#policy = policy;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Takes the next record. Throws a FramingError; send its fault, if it has one, and close the connection. */
  receive(record: FramingRecord): ServerEvent {
    const step = serverTable[this.#state][record.type];
    if (step === undefined) {
      throw new FramingError(
        "framing-sequence",
        `a record "${record.type}" has no place in state "${this.#state}"`,
        "InvalidRecordSequence",
      );
    }
    return this.#take(step, record);
  }

  /** Reports that this end has sent its End record. True if the session has ended both ways, so that another may begin. */
  sentEnd(): boolean {
    if (this.#state !== "ended") {
      this.#sentEnd = true;
      return false;
    }
    this.#restart();
    return true;
  }

  /** Signals the end of the input. Throws if the session has not ended. */
  close(): void {
    const { state } = this;
    if (state === "start" || state === "ended" || state === "raw") return;
    throw new FramingError("framing-unexpected-end", `the connection ends in state "${state}"`);
  }

  #restart(): void {
    this.#state = "start";
    // An upgraded connection stays upgraded for the next session.
    this.#sentEnd = false;
  }

  #take(step: Step, record: FramingRecord): ServerEvent {
    if (step === "end") return this.#end();
    if (step === "open") return this.#open();
    switch (record.type) {
      case "version":
        return this.#checkVersion(record.major, record.minor);
      case "mode":
        return this.#checkMode(record.mode);
      case "via":
        return this.#checkVia(record.via);
      case "knownEncoding":
      case "extensibleEncoding":
        return this.#checkEncoding(record);
      case "upgradeRequest":
        return this.#upgrade(record.upgrade);
      case "sizedEnvelope":
        return { type: "message", octets: record.octets };
      case "unsizedEnvelope":
        this.#state = "delivered";
        return { type: "message", octets: record.octets };
      case "fault":
        throw new PeerFaultError(record.uri);
      default:
        throw new Error(`internal: the step "${step}" takes no record "${record.type}"`);
    }
  }

  /** Only the major version counts. */
  #checkVersion(major: number, minor: number): ServerEvent {
    if (major !== 1) throw new FramingError("framing-version", `version ${major}.${minor} is not supported`, "UnsupportedVersion");
    this.#state = "versioned";
    return more;
  }

  #checkMode(mode: number): ServerEvent {
    const offered = this.#policy.modes.find((candidate) => candidate === mode);
    if (offered === undefined) throw new FramingError("framing-mode", `mode ${mode} is not offered`, "UnsupportedMode");
    this.#mode = offered;
    this.#state = "moded";
    return more;
  }

  #checkVia(via: string): ServerEvent {
    const fault = this.#policy.endpointFault(via);
    if (fault !== undefined) throw new FramingError("framing-endpoint", `there is no endpoint at "${via}"`, fault);
    this.#via = via;
    this.#state = "located";
    return more;
  }

  #checkEncoding(record: Extract<FramingRecord, { type: "knownEncoding" | "extensibleEncoding" }>): ServerEvent {
    const asked = encodingOf(record);
    const mode = this.#mode;
    if (asked === undefined || !isEncodingOfMode(asked.encoding, mode) || !this.#policy.acceptsEncoding(asked.contentType, mode)) {
      const name = asked?.contentType ?? (record.type === "knownEncoding" ? String(record.encoding) : record.contentType);
      throw new FramingError("framing-content-type", `the encoding "${name}" is not offered in mode ${mode}`, "ContentTypeInvalid");
    }
    this.#contentType = asked.contentType;
    this.#encoding = asked.encoding;
    this.#state = "negotiating";
    if (mode !== Mode.singletonSized) return more;
    this.#state = "raw";
    return { type: "opened", preamble: this.#preamble(), answer: nothing };
  }

  #upgrade(upgrade: string): ServerEvent {
    if (!this.#policy.upgrades.includes(upgrade) || this.#upgrades.includes(upgrade)) {
      throw new FramingError("framing-upgrade", `the upgrade "${upgrade}" is not offered here`, "UpgradeInvalid");
    }
    this.#upgrades.push(upgrade);
    return { type: "upgrade", upgrade, answer: writeRecord({ type: "upgradeResponse" }) };
  }

  #open(): ServerEvent {
    if (this.#policy.upgradeRequired && this.#upgrades.length === 0) {
      throw new FramingError("framing-upgrade", "the session must be upgraded", "UpgradeInvalid");
    }
    this.#state = this.#mode === Mode.singletonUnsized ? "singleton" : "duplex";
    const answer = this.#mode === Mode.simplex ? nothing : writeRecord({ type: "preambleAck" });
    return { type: "opened", preamble: this.#preamble(), answer };
  }

  #preamble(): Preamble {
    return {
      mode: this.#mode,
      via: this.#via,
      contentType: this.#contentType,
      encoding: this.#encoding,
      upgrades: [...this.#upgrades],
    };
  }

  #end(): ServerEvent {
    this.#state = "ended";
    if (this.#sentEnd) this.#restart();
    return { type: "ended" };
  }
}
