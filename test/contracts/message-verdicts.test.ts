/**
 * Messages of the corpora, judged by our schemas and by the official ones.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();

interface Message {
  readonly file: string;
  readonly path: string;
  readonly valid: boolean;
}

function veloconnectMessages(folder: string): readonly Message[] {
  const lines = readFileSync(join(folder, "verdicts.tsv"), "utf8").trim().split("\n");
  return lines
    .map((line) => line.split("\t"))
    .filter(([file]) => file?.endsWith(".xml"))
    .map(([file = "", verdict]) => ({ file, path: join(folder, file), valid: verdict === "valid" }));
}

function ipamMessages(folder: string): readonly Message[] {
  return ["valid", "invalid"].flatMap((kind) =>
    readdirSync(join(folder, kind)).map((file) => ({ file: `${kind}/${file}`, path: join(folder, kind, file), valid: kind === "valid" })),
  );
}

async function load(...entries: string[]): Promise<LoadedSchema> {
  const schema = await loadSchema({ entries });
  expect(schema.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return schema;
}

function verdict(schema: LoadedSchema, { path }: Message): { valid: boolean; first: string | undefined } {
  const [first] = schema.validate(readFileSync(path), { baseUri: path });
  return { valid: first === undefined, first: first && `${first.id} ${first.path} ${first.message}` };
}

describe.skipIf(shared === undefined)("veloconnect messages", () => {
  const corpus = join(shared ?? "", "corpus/veloconnect");
  const messages = shared === undefined ? [] : veloconnectMessages(join(corpus, "messages"));
  let ours: LoadedSchema;
  let official: LoadedSchema;
  beforeAll(async () => {
    ours = await load("schemas/veloconnect/veloconnect.xsd");
    official = await load(join(corpus, "xsd/veloconnect-all.xsd"));
  });

  it("are all there", () => expect(messages.length).toBe(174));

  it.each(messages.map((message) => [message.file, message] as const))("%s by the official schemas", (_, message) => {
    expect(verdict(official, message)).toMatchObject({ valid: message.valid });
  });

  it.each(messages.map((message) => [message.file, message] as const))("%s by our schemas", (_, message) => {
    expect(verdict(ours, message)).toMatchObject({ valid: message.valid });
  });

  it.each([
    ["1", true],
    ["199", true],
    [" 7 ", true],
    ["+7", true],
    ["007", true],
    ["0", false],
    ["200", false],
    ["-1", false],
    ["1.5", false],
    ["", false],
  ])("StatusCode %j", (code, valid) => {
    const namespace = "urn:veloconnect:transaction-1.0";
    const status = `<TransactionStatus><TransactionId>T</TransactionId><StatusCode>${code}</StatusCode></TransactionStatus>`;
    const document = `<GetStatusResponse xmlns="${namespace}"><BuyersID>B</BuyersID><ResponseCode>200</ResponseCode>${status}</GetStatusResponse>`;
    for (const schema of [ours, official]) expect(schema.validate(document).length === 0).toBe(valid);
  });
});

describe.skipIf(shared === undefined)("IPAM messages", () => {
  const corpus = join(shared ?? "", "corpus/ipamm2");
  const messages = shared === undefined ? [] : ipamMessages(join(corpus, "messages"));

  it("are all there", () => expect(messages.length).toBe(34));

  it.each([
    ["the official schemas", [join(corpus, "messages/check-envelope.xsd")]],
    ["our schemas", ["schemas/ipam/operation-with-progress.wsdl", "test/contracts/strict-envelope.xsd"]],
  ])("get the stated verdict from %s", async (_, entries) => {
    const schema = await load(...entries);
    const wrong = messages.filter((message) => verdict(schema, message).valid !== message.valid);
    expect(wrong.map((message) => `${message.file}: ${verdict(schema, message).first ?? "valid"}`)).toEqual([]);
  });
});
