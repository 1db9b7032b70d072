/**
 * Operations of two services: which were removed, which are new, and which messages are to be compared. WSDL 1.1 §2.4, §3
 */
import type { Span } from "../../diagnostics.js";
import type { ElementDeclaration } from "../../schema/components.js";
import {
  bodyElements,
  type ContractMessage,
  type ContractOperation,
  headerElements,
  type OperationBinding,
} from "../../wsdl/operations.js";
import type { ContractSide } from "./contract-side.js";
import type { ChangeFinding, Direction, Verdict, Witness } from "./finding.js";

/** Two elements that stand for each other in a message. */
export interface MessagePair {
  readonly before: ElementDeclaration;
  readonly after: ElementDeclaration;
  readonly direction: Direction;
}

export interface ComparedOperations {
  readonly findings: readonly ChangeFinding[];
  readonly pairs: readonly MessagePair[];
}

/** Compares the services of two contracts; what is in their messages is for others. */
export function compareOperations(before: ContractSide, after: ContractSide): ComparedOperations {
  const comparison = new OperationComparison(before, after);
  comparison.run();
  return comparison;
}

class OperationComparison implements ComparedOperations {
  readonly findings: ChangeFinding[] = [];
  readonly pairs: MessagePair[] = [];
  readonly #old: ContractSide;
  readonly #new: ContractSide;

  constructor(before: ContractSide, after: ContractSide) {
    this.#old = before;
    this.#new = after;
  }

  run(): void {
    const found = new Set<ContractOperation>();
    for (const operation of this.#old.contract.operations) {
      const other = counterpart(operation, this.#new.contract.operations);
      if (other === undefined) this.#reportRemoved(operation);
      else {
        found.add(other);
        this.#compare(operation, other);
      }
    }
    for (const operation of this.#new.contract.operations) {
      if (found.has(operation)) continue;
      this.#report("operation-added", "compatible", operation, "the operation is new", { at: operation.operation.at });
    }
    this.#comparePorts();
  }

  #reportRemoved(operation: ContractOperation): void {
    const element = firstElement(operation.input);
    const taken = this.#new.contract.operations.find(({ input }) => firstElement(input)?.name === element?.name);
    const refusal = "no operation of the new contract takes this message";
    const witness = taken === undefined ? this.#sample(this.#old, element, "old", "operation-removed", refusal) : undefined;
    const message = taken === undefined ? "the operation is gone" : `the operation is gone; "${taken.key}" takes its message`;
    this.#report("operation-removed", witness === undefined ? "unknown" : "breaking", operation, message, {
      before: operation.operation.at,
      witness,
    });
  }

  #compare(before: ContractOperation, after: ContractOperation): void {
    const places = { before: before.operation.at, at: after.operation.at };
    if (before.operation.pattern !== after.operation.pattern) {
      const message = `the operation is ${after.operation.pattern} now, and was ${before.operation.pattern}`;
      const witness = this.#sample(this.#old, firstElement(before.input), "old", "operation-pattern", message);
      this.#report("operation-pattern", witness === undefined ? "unknown" : "breaking", before, message, { ...places, witness });
    }
    this.#compareMessage(before, after, "request");
    this.#compareMessage(before, after, "response");
    this.#compareFaults(before, after);
    this.#compareBindings(before, after);
  }

  #compareMessage(before: ContractOperation, after: ContractOperation, direction: Direction): void {
    const own = direction === "request" ? before.input : before.output;
    const other = direction === "request" ? after.input : after.output;
    if (own === undefined || other === undefined) return;
    const names = (message: ContractMessage): string =>
      [...bodyElements(message).map(({ name }) => name.clark), ...message.attachments.map(({ part }) => `attachment ${part.name}`)].join(
        " ",
      );
    const places = { before: before.operation.at, at: after.operation.at };
    const what = direction === "request" ? "input" : "output";
    if (names(own) !== names(other)) {
      const message = `the ${what} is (${names(other)}) now, and was (${names(own)})`;
      const witness =
        direction === "request"
          ? this.#sample(this.#old, firstElement(own), "old", "operation-input", message)
          : this.#sample(this.#new, firstElement(other), "new", "operation-output", message);
      this.#report(`operation-${what}`, witness === undefined ? "unknown" : "breaking", before, message, { ...places, witness, direction });
    } else {
      const others = bodyElements(other);
      for (const [index, element] of bodyElements(own).entries()) this.#pair(element, others[index], direction);
    }
    this.#compareHeaders(before, after, { own, other, direction });
  }

  #compareHeaders(
    before: ContractOperation,
    after: ContractOperation,
    { own, other, direction }: { readonly own: ContractMessage; readonly other: ContractMessage; readonly direction: Direction },
  ): void {
    const places = { before: before.operation.at, at: after.operation.at, direction };
    const others = new Map(headerElements(other).map((element) => [element.name, element]));
    for (const element of headerElements(own)) {
      const found = others.get(element.name);
      if (found !== undefined) this.#pair(element, found, direction);
      else {
        // Receivers ignore headers that they do not know, but a receiver that relied on one misses it.
        const verdict = direction === "request" ? "compatible" : "unknown";
        this.#report("header-removed", verdict, before, `the header "${element.name.local}" of the ${direction} is gone`, places);
      }
    }
    const known = new Set(headerElements(own).map(({ name }) => name));
    for (const { name } of headerElements(other)) {
      if (known.has(name)) continue;
      // WSDL does not say whether a header must be there.
      const verdict = direction === "request" ? "unknown" : "compatible";
      this.#report("header-added", verdict, before, `the header "${name.local}" of the ${direction} is new`, places);
    }
  }

  #compareFaults(before: ContractOperation, after: ContractOperation): void {
    const own = new Map(before.faults.flatMap(({ element }) => (element === undefined ? [] : [[element.name, element] as const])));
    for (const { element, name, at } of after.faults) {
      if (element === undefined) continue;
      const known = own.get(element.name);
      if (known !== undefined) {
        this.#pair(known, element, "response");
        continue;
      }
      const message = `the fault "${name}" is new: clients may be sent a detail that they do not know`;
      const witness = this.#sample(this.#new, element, "new", "fault-added", "no fault of the old operation has this detail");
      this.#report("fault-added", witness === undefined ? "unknown" : "breaking", before, message, { at, witness, direction: "response" });
    }
    const left = new Set(after.faults.map(({ element }) => element?.name));
    for (const { element, name, at } of before.faults) {
      if (element === undefined || left.has(element.name)) continue;
      this.#report("fault-removed", "compatible", before, `the fault "${name}" is gone`, { before: at, direction: "response" });
    }
  }

  #compareBindings(before: ContractOperation, after: ContractOperation): void {
    for (const own of before.bindings) {
      const { protocol, action, style, use, at } = own;
      const other = sameBinding(own, after.bindings);
      if (other === undefined) {
        const witness = this.#sample(
          this.#old,
          firstElement(before.input),
          "old",
          "binding-removed",
          `the operation has no ${protocol} binding any more`,
        );
        const message = `the operation is no longer offered by ${protocol}`;
        this.#report("binding-removed", witness === undefined ? "unknown" : "breaking", before, message, { before: at, witness });
        continue;
      }
      const places = { before: at, at: other.at };
      if (action !== other.action) {
        const message = `${protocol}: the action is "${other.action ?? ""}" now, and was "${action ?? ""}"; servers that go by it refuse old requests`;
        this.#report("action", "unknown", before, message, places);
      }
      if (style !== other.style || use !== other.use) {
        const message = `${protocol}: messages are ${other.style}/${other.use} now, and were ${style}/${use}`;
        this.#report("style", "unknown", before, message, places);
      }
    }
    const known = new Set(before.bindings.map(({ protocol }) => protocol));
    for (const { protocol, at } of after.bindings) {
      if (!known.has(protocol)) this.#report("binding-added", "compatible", before, `the operation is offered by ${protocol} too`, { at });
    }
  }

  #comparePorts(): void {
    const ports = (side: ContractSide) =>
      new Map(
        (side.contract.definitions?.services ?? []).flatMap(({ name, ports: own }) =>
          own.map((port) => [`${name.local}.${port.name}`, port] as const),
        ),
      );
    const others = ports(this.#new);
    for (const [subject, { address, at }] of ports(this.#old)) {
      const other = others.get(subject);
      if (other === undefined) this.#reportOf(subject, "port-removed", "unknown", `the port at ${address} is gone`, { before: at });
      else if (other.address !== address)
        this.#reportOf(subject, "address", "unknown", `the address is ${other.address} now, and was ${address}`, {
          before: at,
          at: other.at,
        });
    }
  }

  #pair(before: ElementDeclaration, after: ElementDeclaration | undefined, direction: Direction): void {
    if (after !== undefined && !before.abstract && !after.abstract) this.pairs.push({ before, after, direction });
  }

  /** A message that the one contract takes; that no operation of the other does was looked up before. */
  #sample(
    side: ContractSide,
    element: ElementDeclaration | undefined,
    validIn: "old" | "new",
    id: string,
    message: string,
  ): Witness | undefined {
    if (element === undefined) return undefined;
    const sample = side.sampler.sample(element, { seed: 1, fullness: 0 });
    return sample.ok ? { xml: sample.xml, validIn, refusal: { id, path: "/", message } } : undefined;
  }

  #report(id: string, verdict: Verdict, operation: ContractOperation, message: string, places: FindingPlaces): void {
    this.#reportOf(operation.key, id, verdict, message, places);
  }

  #reportOf(
    subject: string,
    id: string,
    verdict: Verdict,
    message: string,
    { at, before, witness, direction = "request" }: FindingPlaces,
  ): void {
    this.findings.push({ id, verdict, direction, subject, message, at, before, witness });
  }
}

function firstElement(message: ContractMessage | undefined): ElementDeclaration | undefined {
  return message && bodyElements(message)[0];
}

interface FindingPlaces {
  readonly at?: Span | undefined;
  readonly before?: Span | undefined;
  readonly witness?: Witness | undefined;
  readonly direction?: Direction;
}

/** The same operation: by its key, else by its name where only one has it. */
function counterpart(operation: ContractOperation, others: readonly ContractOperation[]): ContractOperation | undefined {
  const exact = others.find(({ key }) => key === operation.key);
  if (exact !== undefined) return exact;
  const named = others.filter((other) => other.operation.name === operation.operation.name);
  const samePortType = named.filter(({ portType }) => portType.name === operation.portType.name);
  return samePortType.length === 1 ? samePortType[0] : named.length === 1 ? named[0] : undefined;
}

/** Of the bindings of the same protocol the one of the same name, else one that puts the same on the wire, else the first. */
function sameBinding(own: OperationBinding, others: readonly OperationBinding[]): OperationBinding | undefined {
  const candidates = others.filter(({ protocol }) => protocol === own.protocol);
  const isSame = ({ action, style, use }: OperationBinding): boolean => action === own.action && style === own.style && use === own.use;
  return candidates.find(({ binding }) => binding.name === own.binding.name) ?? candidates.find(isSame) ?? candidates[0];
}
