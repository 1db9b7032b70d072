/**
 * The literal messages that node-soap tests itself with, many of which are not valid: a tolerant client and server read each that is an envelope at all.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import { createClient, createHandler, type SoapBinding, SoapFault, serve, type Validation } from "soapwright/soap";
import { describe, expect, test } from "vitest";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const folder = shared === undefined ? undefined : join(shared, "corpus/soap-peers/node-soap-samples");
if (folder === undefined) console.warn("tolerance: skipped, the shared folder is absent");

/** What no tolerance reads, and why. */
const unreadable = {
  requests: [],
  responses: [
    // Text before the root element.
    "Dummy__should_extract_envelope_from_response",
    // A prefix that is not declared.
    "SetResource__should_correctly_set_element_if_complex-type_has_same_name",
    // End tags that are not those of the start tags.
    "fooOp__should_return_back_good_response_object",
    // The document is no envelope.
    "getAppointmentNumber__should_be_able_to_parse_response",
  ],
};

interface Sample {
  readonly name: string;
  readonly binding: SoapBinding<UnknownOperations>;
  readonly property: string;
  readonly request: Uint8Array | undefined;
  readonly response: Uint8Array | undefined;
}

/** The sample in a folder, whose name begins with the operation; undefined for one whose contract cannot be used, or whose operation is not literal. */
async function readSample(name: string, path: string): Promise<Sample | undefined> {
  const { bindings } = await loadContract({ entries: [join(path, "soap.wsdl")], lenient: true });
  const [wanted] = name.split("__");
  for (const binding of Object.values(bindings)) {
    if (binding.kind !== "soap") continue;
    for (const [property, table] of Object.entries(binding.portType.operations)) {
      if (table.name !== wanted || table.encoded) continue;
      const read = (file: string) => (existsSync(join(path, file)) ? readFileSync(join(path, file)) : undefined);
      return { name, binding, property, request: read("request.xml"), response: read("response.xml") };
    }
  }
  return undefined;
}

async function samplesIn(parent: string): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const name of readdirSync(parent).sort()) {
    const sample = await readSample(name, join(parent, name));
    if (sample !== undefined) samples.push(sample);
  }
  return samples;
}

function mediaTypeOf(xml: Uint8Array): string {
  return Buffer.from(xml).includes("http://www.w3.org/2003/05/soap-envelope") ? "application/soap+xml" : "text/xml";
}

/** Reads a response; a fault that is read is read too. */
async function readsResponse({ binding, property }: Sample, xml: Uint8Array, validation: Validation): Promise<boolean> {
  const { portType } = binding;
  const { input, ...table } = portType.operations[property] ?? {};
  // A call without an input, since only the answer counts.
  const withoutInput = { ...binding, portType: { ...portType, operations: { [property]: table } } } as typeof binding;
  const answer = async () => new Response(Buffer.from(xml), { headers: { "content-type": mediaTypeOf(xml) } });
  const client = createClient(withoutInput, { url: "http://peer.example/", validation, fetch: answer });
  try {
    await client[property]?.(undefined);
    return true;
  } catch (error) {
    return error instanceof SoapFault;
  }
}

async function readsRequest({ binding, property }: Sample, xml: Uint8Array, validation: Validation): Promise<boolean> {
  const mediaType = mediaTypeOf(xml);
  const version = mediaType === "text/xml" ? "1.1" : "1.2";
  let called = false;
  const implementation = {
    [property]: async () => {
      called = true;
      throw new SoapFault("Receiver", "that is enough");
    },
  };
  const handler = createHandler({ services: [serve({ ...binding, version }, implementation)], validation });
  const headers = { "content-type": mediaType, soapaction: `"${binding.actions[property] ?? ""}"` };
  await handler(new Request("http://peer.example/", { method: "POST", headers, body: Buffer.from(xml) }));
  return called;
}

describe.skipIf(folder === undefined)("messages of node-soap's tests", () => {
  const samples = samplesIn(folder ?? "");

  /** Names of the samples whose message is not read, of how many. */
  async function refusedOf(side: "requests" | "responses", validation: Validation): Promise<{ of: number; refused: readonly string[] }> {
    const refused: string[] = [];
    let of = 0;
    for (const sample of await samples) {
      const xml = side === "requests" ? sample.request : sample.response;
      if (xml === undefined) continue;
      of++;
      const isRead = await (side === "requests" ? readsRequest : readsResponse)(sample, xml, validation);
      if (!isRead) refused.push(sample.name);
    }
    return { of, refused };
  }

  test.each(["requests", "responses"] as const)("%s: tolerant reading refuses only what is no envelope", async (side) => {
    const tolerant = await refusedOf(side, "off");
    expect(tolerant.refused).toEqual(unreadable[side]);
    const strict = await refusedOf(side, "strict");
    expect(strict.of).toBe(tolerant.of);
    expect(strict.refused.length).toBeGreaterThan(tolerant.refused.length);
  });
});
