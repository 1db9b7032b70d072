/**
 * What a console gets of a contract: its tables judge as the compiler's own do.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type DescribedContract, describeContract } from "../../../codegen/describe-contract.js";
import { loadContract } from "../../../codegen/load-contract.js";
import { createValidator, type Validate } from "../../../src/console/app/validator.js";
import type { Issue } from "../../../src/runtime/issues.js";

const folder = "examples/repair-order";
const read = (name: string): string => readFileSync(fileURLToPath(new URL(`../../../${folder}/${name}`, import.meta.url)), "utf8");

describe("tables as JSON", () => {
  let described: DescribedContract;
  let validate: Validate;
  let reference: (xml: string) => readonly Issue[];
  beforeAll(async () => {
    const names = ["repair-order.wsdl", "repair-order.xsd"];
    described = describeContract("repair-order.wsdl", Object.fromEntries(names.map((name) => [name, read(name)])));
    validate = createValidator(JSON.parse(JSON.stringify(described.tables)));
    const loaded = await loadContract({ entries: [`${folder}/repair-order.wsdl`] });
    reference = (xml) => loaded.validate(xml);
  });

  it("find samples valid, and what is wrong with broken ones as the compiler's tables do", () => {
    const samples = Object.values(described.description.samples).flatMap(({ lean, full }) => [lean, full]);
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      expect(validate(sample)).toEqual([]);
      for (const broken of [sample.replace(/>[^<\s]+</, "><"), sample.replace(/<(\w+)>/, "<Other$1>"), sample.slice(0, -9)]) {
        expect(validate(broken)).toEqual(reference(broken));
      }
    }
  });

  it.each(["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"])("know envelopes of %s", (namespace) => {
    const [sample = ""] = Object.values(described.description.samples).map(({ lean }) => lean);
    const envelope = (body: string): string => `<s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
    const body = sample.replace(/^<\?xml[^>]*\?>/, "");
    expect(validate(envelope(body))).toEqual([]);
    expect(validate(envelope(body.replace(/<\/[\w:]+>\s*$/, "<wrong/>$&")))).not.toEqual([]);
    expect(validate(`<s:Envelope xmlns:s="${namespace}"><s:Bodies/></s:Envelope>`)).not.toEqual([]);
  });
});
