/**
 * rpc/encoded contracts that others wrote: a client and a server of ours understand each other with random values of every operation.
 */
import type { XmlElement } from "soapwright";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import { createClient, createHandler, type SoapBinding, serve } from "soapwright/soap";
import { describe, expect, test } from "vitest";
import { soapEncoding11 } from "../../src/runtime/soap-encoding/style.js";
import { writeEncoded } from "../../src/runtime/soap-encoding/write-encoded.js";
import { listContracts } from "./corpus.js";
import { NoValue, randomValue } from "./random-values.js";

const contracts = listContracts().filter(({ name }) => name === "jira-rpc" || name === "axis-interop-rpcenc");
if (contracts.length === 0) console.warn("encoded messages: skipped, the shared folder is absent");

const seeds = [1];

/** Calls an operation with random values. Gives what each side got, and what it should have got; undefined where no value is drawn. */
async function exchange(binding: SoapBinding<UnknownOperations>, property: string, seed: number) {
  const { input, output } = binding.portType.operations[property] ?? {};
  const draw = (codec: typeof input, plus: number) => codec && randomValue(codec(), seed + plus);
  let sent: unknown;
  let answer: unknown;
  try {
    sent = draw(input, 0);
    answer = draw(output, 1000);
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
  let got: unknown;
  const take = async (value: unknown) => {
    got = value;
    return answer;
  };
  const fetch = createHandler({ services: [serve(binding, { [property]: take })] });
  const received = await createClient(binding, { url: "http://peer.example/", fetch })[property]?.(sent);
  // As encoded messages both say every type, the declared ones included. The values are those of the codecs, whatever their types.
  const written = (codec: typeof input, value: unknown) =>
    codec && withoutPrefixes(writeEncoded(codec(), value as never, soapEncoding11, "message"));
  return { want: [written(input, sent), written(output, answer)], got: [written(input, got), written(output, received)] };
}

/** The element without what a value remembers of the document that it came from. */
function withoutPrefixes({ name, attributes, children }: XmlElement): unknown {
  return {
    name,
    attributes: Object.fromEntries(Object.entries(attributes).map(([each, text]) => [each, text.replace(/^[\w.-]+:/, "")])),
    children: children.map((child) => (typeof child === "string" ? child : withoutPrefixes(child))),
  };
}

describe.skipIf(contracts.length === 0).each(contracts)("$name", ({ entries }) => {
  test("every encoded operation goes there and back", async () => {
    const { bindings } = await loadContract({ entries, lenient: true });
    let exchanged = 0;
    for (const binding of Object.values(bindings)) {
      if (binding.kind !== "soap") continue;
      for (const [property, { encoded, pattern }] of Object.entries(binding.portType.operations)) {
        if (encoded === undefined || pattern !== "request-response") continue;
        for (const seed of seeds) {
          const values = await exchange(binding, property, seed);
          if (values === undefined) continue;
          exchanged++;
          expect([property, seed, ...values.got]).toEqual([property, seed, ...values.want]);
        }
      }
    }
    expect(exchanged).toBeGreaterThan(0);
  });
});
