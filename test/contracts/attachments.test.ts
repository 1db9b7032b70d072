/**
 * Other people's WSDL documents with mime:multipartRelated: no part is left out, and messages with attachments go there and back.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "soapwright";
import { createMock } from "soapwright/mock";
import { createClient } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { messageOf } from "../../codegen/mock/attachments.js";
import { readMockContract } from "../../codegen/mock/mock-contract.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const corpus = shared === undefined ? undefined : join(shared, "corpus");
const files =
  corpus === undefined ? [] : readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".wsdl"));
const entries = files.map((file) => join(corpus ?? "", file)).filter((file) => readFileSync(file, "utf8").includes(":multipartRelated>"));

describe.skipIf(shared === undefined)("attachments in contracts of the corpus", () => {
  it("are there", () => {
    expect(entries.length).toBeGreaterThanOrEqual(3);
  });

  it.each(entries)("%s", async (entry) => {
    const { contract, diagnostics } = readMockContract({ entries: [entry], lenient: true });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    if (contract === undefined) throw new Error("the contract cannot be used");
    const mock = createMock({ entries: [entry], lenient: true });
    let attached = 0;
    for (const binding of Object.values(contract.bindings)) {
      if (binding.kind !== "soap") continue;
      const client = createClient(binding, { url: "http://mock.example/", fetch: mock });
      for (const [property, table] of Object.entries(binding.portType.operations)) {
        if (table.inputAttachments === undefined && table.outputAttachments === undefined) continue;
        const codec = table.input?.();
        const sample = codec && contract.sample(codec.name, 1, 1);
        const body = codec !== undefined && sample?.ok ? decode(codec, sample.xml) : undefined;
        const output = await client[property]?.(messageOf(table.inputAttachments, body));
        for (const part of Object.keys(table.outputAttachments?.parts ?? {})) expect(output).toHaveProperty(part);
        attached++;
      }
    }
    expect(attached).toBeGreaterThan(0);
    expect(mock.problems()).toEqual([]);
  });
});
