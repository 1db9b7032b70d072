/**
 * A contract -> a handler of HTTP requests that answers each operation with something valid, and judges what it is sent.
 *
 * What happens to a request follows from the seed, the request's number, and the rules with their scenarios.
 */
import type { HttpAnswer, HttpHandler, HttpRequest } from "../../src/service/exchange.js";
import { SoapFault } from "../../src/service/fault.js";
import { Random } from "../tools/sample/random.js";
import type { Answers, Found } from "./answers.js";
import { Endpoints, newTurn, type Received, type Turn } from "./endpoints.js";
import type { MockContract } from "./mock-contract.js";
import { relateAnswer } from "./relate-answer.js";
import type { Replay } from "./replay.js";
import type { ConformingRequest, Rule, Rules } from "./rules.js";
import { placelessIssue, type SeenRequest } from "./seen-request.js";

export interface MockOptions {
  readonly contract: MockContract;
  readonly answers: Answers;
  readonly rules: Rules;
  /** Answers everything that no rule answers; undefined where nothing was recorded. */
  readonly replay?: Replay | undefined;
  readonly seed: number;
  /** Milliseconds before each answer. */
  readonly latency: number;
  /** The share of requests that are answered with a fault, from 0 to 1. */
  readonly faults: number;
  /** The share of requests whose connection is cut instead of an answer, from 0 to 1. */
  readonly cuts: number;
  /** Gets each request when it was dealt with, and what it asked for if it conforms. Requests for the contract's documents do not count. */
  readonly onRequest: (seen: SeenRequest, received: ConformingRequest | undefined) => void;
}

/** Makes the handler. It rejects for a request whose connection is to be cut on a platform that cannot cut it. */
export function createMockHandler(options: MockOptions): HttpHandler {
  const mock = new Mock(options);
  return (request) => mock.answer(request);
}

/** What happens to one request. */
interface MockTurn extends Turn {
  readonly isFaulty: boolean;
  isCut: boolean;
  /** Milliseconds before the answer. */
  latency: number;
  received: ConformingRequest | undefined;
  /** Takes the place of the answer. */
  recorded: HttpAnswer | undefined;
}

class Mock {
  readonly #options: MockOptions;
  readonly #endpoints: Endpoints<MockTurn>;
  #requests = 0;

  constructor(options: MockOptions) {
    this.#options = options;
    this.#endpoints = new Endpoints(options.contract, (received) => this.#respond(received));
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const shown = this.#control(request) ?? this.#endpoints.show(request);
    if (shown !== undefined) return shown;
    this.#requests++;
    const number = this.#requests;
    const turn = this.#turn(number);
    const answer = await this.#endpoints.exchange(request, turn);
    if (turn.latency > 0) await pause(turn.latency, request.signal);
    if (turn.isCut) turn.measures.push("cut");
    const { operation, verdict, issues, measures } = turn;
    const { method, path } = request;
    this.#options.onRequest({ number, method, path, operation, verdict, issues, answerIssues: [], measures }, turn.received);
    if (turn.isCut) cut(request);
    return turn.recorded === undefined ? answer : relateAnswer(turn.recorded, answer);
  }

  /** All numbers are drawn for each request, so that one option does not change what another one decides. */
  #turn(number: number): MockTurn {
    const { seed, faults, cuts, latency } = this.#options;
    const random = new Random(Math.imul(seed | 0, 0x9e3779b1) + number);
    const isCut = random.chance(cuts);
    const isFaulty = random.chance(faults);
    return { ...newTurn(random.below(2 ** 31)), isFaulty, isCut, latency, received: undefined, recorded: undefined };
  }

  async #respond(received: Received<MockTurn>): Promise<unknown> {
    const { operation, seed, turn } = received;
    turn.received = received;
    const { answers, rules } = this.#options;
    if (turn.isFaulty && operation.pattern !== "one-way") throw fail(turn, answers.fault(operation, seed));
    const rule = rules.choose(received);
    return rule === undefined ? this.#answer(received) : this.#follow(rule, received);
  }

  /** The answer without a rule. */
  #answer(received: Received<MockTurn>): unknown {
    const { operation, seed, turn } = received;
    const { answers, replay } = this.#options;
    if (replay === undefined) return given(answers.output(operation, seed), turn);
    const found = replay.find(received);
    turn.isOnPurpose = true;
    if (found.ok) {
      turn.recorded = found.answer;
      turn.measures.push(found.name);
    } else {
      turn.verdict = "unanswered";
      turn.issues = [placelessIssue("mock-no-recording", found.reason)];
    }
    throw new SoapFault("Receiver", found.ok ? "recorded" : found.reason);
  }

  #follow({ label, scenario, latency, outcome }: Rule, received: Received<MockTurn>): Promise<unknown> | unknown {
    const { turn } = received;
    turn.measures.push(scenario?.next === undefined ? label : `${label}, ${scenario.name} is ${scenario.next}`);
    turn.latency = latency ?? turn.latency;
    if (outcome?.kind === "fault") throw fail(turn, outcome.fault(received));
    if (outcome?.kind === "cut") turn.isCut = true;
    if (outcome?.kind !== "answer") return this.#answer(received);
    const found = outcome.value(received);
    return found instanceof Promise ? found.then((each) => given(each, turn)) : given(found, turn);
  }

  /** `POST /mock/reset` from this machine: scenarios, and answers that are given in turns, begin anew. */
  #control({ method, path, peer }: HttpRequest): HttpAnswer | undefined {
    if (path !== resetPath || method !== "POST") return undefined;
    if (peer !== undefined && !isLoopback(peer)) return { status: 403 };
    this.#options.rules.reset();
    this.#options.answers.reset();
    this.#options.replay?.reset();
    return { status: 204 };
  }
}

const resetPath = "/mock/reset";

/** 127.0.0.0/8, and the network of ::1, as `peer` has it. */
function isLoopback(peer: string): boolean {
  return peer.startsWith("127.") || peer === "0:0:0:0::/64";
}

function fail(turn: MockTurn, fault: SoapFault): SoapFault {
  turn.isOnPurpose = true;
  turn.measures.push(`fault ${fault.declared?.name ?? fault.code}`);
  return fault;
}

/** Returns the value that was found. Throws a fault if nothing was found. */
function given(found: Found, turn: MockTurn): unknown {
  if (found.ok) return found.value;
  turn.verdict = "unanswered";
  turn.issues = [placelessIssue("mock-no-sample", found.reason)];
  throw new SoapFault("Receiver", "the mock found no valid answer; an example would be one");
}

/** Where there is no connection to be cut, the handler fails, as a fetch does whose connection is cut. */
function cut(request: HttpRequest): void {
  if (request.cut === undefined) throw new TypeError("the mock has cut the connection");
  request.cut();
}

/** Ends early when the sender has gone. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
