/**
 * An operation and a seed -> what it answers: an example, a sample, or a fault.
 */
import type { AnyElementCodec } from "../../src/runtime/codec.js";
import { tryDecode } from "../../src/runtime/decode.js";
import { describeIssue } from "../../src/runtime/issues.js";
import { SoapFault } from "../../src/service/fault.js";
import type { OperationTable } from "../../src/service/port-type.js";
import { Random } from "../tools/sample/random.js";
import { messageOf } from "./attachments.js";
import type { Example } from "./examples.js";
import type { MockContract } from "./mock-contract.js";

/** A value, or the reason for its absence. */
export type Found = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Finds answers. */
export class Answers {
  readonly #contract: MockContract;
  readonly #examples = new Map<string, unknown[]>();
  /** How many examples of an operation were given. */
  readonly #given = new Map<string, number>();

  constructor(contract: MockContract, examples: readonly Example[]) {
    this.#contract = contract;
    for (const { operation, element, value } of examples) {
      const key = keyOf(operation, element);
      this.#examples.set(key, [...(this.#examples.get(key) ?? []), value]);
    }
  }

  /** The output of an operation: its examples in turns, or a sample. */
  output({ name, output, outputAttachments }: OperationTable, seed: number): Found {
    const body = this.#body(name, output?.(), seed);
    return body.ok ? { ok: true, value: messageOf(outputAttachments, body.value) } : body;
  }

  /** One of the faults that an operation declares; a Receiver fault if it declares none. */
  fault(table: OperationTable, seed: number): SoapFault {
    const names = Object.keys(table.faults ?? {});
    return this.declaredFault(table, names[new Random(seed).below(names.length)] ?? "", seed);
  }

  /** A fault that an operation declares, with a sample for its detail. A Receiver fault if the operation does not declare it, or no sample is found. */
  declaredFault({ faults = {} }: OperationTable, name: string, seed: number): SoapFault {
    const detail = Object.hasOwn(faults, name) ? faults[name] : undefined;
    const found = detail && this.#sample(detail(), seed);
    if (found?.ok !== true) return new SoapFault("Receiver", "the mock was asked to fail");
    return new SoapFault("Sender", name, { declared: { name, detail: found.value } });
  }

  /** The examples of every operation begin anew. */
  reset(): void {
    this.#given.clear();
  }

  #body(name: string, codec: AnyElementCodec | undefined, seed: number): Found {
    if (codec === undefined) return { ok: true, value: undefined };
    const key = keyOf(name, codec.name);
    const examples = this.#examples.get(key);
    if (examples === undefined) return this.#sample(codec, seed);
    const given = this.#given.get(key) ?? 0;
    this.#given.set(key, given + 1);
    return { ok: true, value: examples[given % examples.length] };
  }

  #sample(codec: AnyElementCodec, seed: number): Found {
    const random = new Random(seed);
    const sample = this.#contract.sample(codec.name, random.below(2 ** 31), 0.3 + 0.7 * random.next());
    if (!sample.ok) return sample;
    const decoded = tryDecode(codec, sample.xml, { schema: this.#contract.schema });
    if (decoded.ok) return { ok: true, value: decoded.value };
    const [issue] = decoded.issues;
    return { ok: false, reason: issue === undefined ? "the sample is not valid" : describeIssue(issue) };
  }
}

function keyOf(operation: string, element: string): string {
  return `${operation} ${element}`;
}
