/**
 * A message that is being written: its text, what is wrong with it, and the answer to it.
 */
import { type Signal, signal } from "@preact/signals";
import type { Issue } from "../../runtime/issues.js";
import { additions, withAdditions } from "./authentication.js";
import { type CallValues, readMessageValues, readParameterValues } from "./call-values.js";
import { elementsAt } from "./completion.js";
import { configuration, type ShownService } from "./configuration.js";
import { type BoundDescription, bindingOf, type ContractDescription, type OperationDescription, typeOf } from "./contract.js";
import { parseXml, type ReceivedAnswer, send } from "./exchange.js";
import { remember } from "./history.js";
import {
  type Destination,
  destinationsOf,
  firstMessage,
  isCalled,
  type OutgoingRequest,
  readParameters,
  requestFor,
  type SampleKind,
} from "./message.js";
import { checkRoot } from "./root-check.js";
import { validatorOf } from "./validation.js";
import type { Validate } from "./validator.js";

/** What is known of a message's validity; undefined while it is checked. */
export type Verdict = readonly Issue[] | undefined;

export type Reply =
  | { readonly kind: "sending" }
  | { readonly kind: "received"; readonly answer: ReceivedAnswer; readonly before: ReceivedAnswer | undefined }
  | { readonly kind: "failed"; readonly reason: string };

/** Milliseconds without a change after which a text is checked. */
const checkPause = 150;

/** One operation through one binding. */
export class Draft {
  readonly text: Signal<string>;
  readonly verdict: Signal<Verdict> = signal(undefined);
  readonly reply: Signal<Reply | undefined> = signal(undefined);
  readonly contract: ContractDescription;
  readonly operation: OperationDescription;
  readonly bound: BoundDescription;
  readonly service: ShownService;
  readonly destinations: readonly Destination[];
  /** The chosen destination; undefined if no address is known. */
  readonly destination: Signal<Destination | undefined>;
  #validate: Validate | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(contract: ContractDescription, operation: OperationDescription, bound: BoundDescription, service: ShownService) {
    this.contract = contract;
    this.operation = operation;
    this.bound = bound;
    this.service = service;
    this.destinations = destinationsOf(contract, bound, service, configuration.relay);
    this.destination = signal(this.destinations[0]);
    this.text = signal(firstMessage(contract, bound, service, "lean"));
    this.#checkSoon(0);
  }

  get isXml(): boolean {
    return this.bound.format === "envelope" || this.bound.format === "document";
  }

  setText(text: string): void {
    if (text === this.text.peek()) return;
    this.text.value = text;
    this.verdict.value = undefined;
    this.#checkSoon(checkPause);
  }

  /** The elements that may stand at a place of a text. */
  elementsAt(text: string, at: number): readonly string[] {
    return elementsAt(this.contract, this.bound, text, at, this.#validate);
  }

  /** The message as the values that a client takes; its input is undefined while it is not valid. */
  async callValues(): Promise<CallValues> {
    const validate = await validatorOf(this.service.id).catch(() => undefined);
    if (validate === undefined) return { input: undefined, headers: {} };
    const { contract, bound } = this;
    const text = this.text.peek();
    if (!this.isXml) return { input: readParameterValues(contract, bound, readParameters(text), validate), headers: {} };
    return readMessageValues(bound, parseXml(text), validate);
  }

  fill(kind: SampleKind): void {
    this.setText(firstMessage(this.contract, this.bound, this.service, kind));
  }

  /** The request as it would be sent now; undefined where no address is known. */
  get request(): OutgoingRequest | undefined {
    const destination = this.destination.value;
    return destination && withAdditions(requestFor(this.contract, this.bound, destination, this.text.value), additions.value);
  }

  async send(): Promise<void> {
    const request = this.request;
    if (request === undefined || request.way === "none") return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const last = this.reply.peek();
    const before = last?.kind === "received" ? last.answer : undefined;
    this.reply.value = { kind: "sending" };
    try {
      const answer = await send(request, running.signal);
      this.reply.value = { kind: "received", answer, before };
      const { name } = bindingOf(this.contract, this.bound);
      remember({
        service: this.service.id,
        operation: this.operation.key,
        binding: name,
        text: this.text.peek(),
        status: answer.status,
        ms: answer.ms,
      });
    } catch (error) {
      this.reply.value = running.signal.aborted
        ? undefined
        : { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  cancel(): void {
    this.#running?.abort();
  }

  #checkSoon(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), pause);
  }

  async #check(): Promise<void> {
    const text = this.text.peek();
    const issues = this.isXml ? await this.#checkXml(text) : this.#checkParameters(text);
    if (text === this.text.peek()) this.verdict.value = issues;
  }

  async #checkXml(text: string): Promise<Verdict> {
    try {
      const validate = await validatorOf(this.service.id);
      this.#validate = validate;
      const issues = validate(text);
      return issues.length > 0 ? issues : checkRoot(text, this.bound);
    } catch (error) {
      return [{ id: "not-checked", path: "/", line: 1, column: 1, message: error instanceof Error ? error.message : String(error) }];
    }
  }

  #checkParameters(text: string): readonly Issue[] {
    const pairs = readParameters(text);
    const known = this.bound.input?.parameters ?? [];
    const lineOf = (name: string): number => text.split("\n").findIndex((line) => line.startsWith(name)) + 1;
    const issues: Issue[] = [];
    const add = (id: string, name: string, message: string, expected = ""): void =>
      void issues.push({ id, path: `/${name}`, line: Math.max(lineOf(name), 1), column: 1, message, expected });
    for (const parameter of known) {
      const { name, occurs, type } = parameter;
      const given = pairs.filter(([each]) => isCalled(parameter, each));
      if (given.length === 0 && occurs === "once") add("parameter-missing", name, `The parameter ${name} is missing.`);
      if (given.length > 1 && occurs !== "repeated") add("parameter-repeated", name, `The parameter ${name} may stand once.`);
      const values = typeOf(this.contract, type).value?.enumeration ?? [];
      for (const [, value] of given)
        if (values.length > 0 && !values.includes(value))
          add("parameter-value", name, `${name} is one of ${values.join(", ")}.`, values.join(", "));
    }
    for (const [name] of pairs) {
      if (!known.some((each) => isCalled(each, name))) add("parameter-unknown", name, `There is no parameter ${name}.`);
    }
    return issues;
  }
}
