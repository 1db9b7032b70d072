/**
 * Samples of every global element of the contracts that others wrote, judged by Xerces.
 *
 * CONTRACTS=name,name restricts the contracts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openContract } from "../../codegen/open-contract.js";
import { Sampler } from "../../codegen/tools/sample/sampler.js";
import { sharedFolder } from "../support/shared-folder.js";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";
import { listContracts } from "./corpus.js";
import { judgeSchemas } from "./judge-schemas.js";

const why = sharedFolder() === undefined ? "the shared folder is absent" : whyNoXerces();
if (why !== undefined) console.warn(`samples of real contracts: skipped, ${why}`);

/** Elements of which there is no document, with the reason. */
const without: readonly (readonly [element: string, reason: string])[] = [
  ["{http://www.opengis.net/gml/3.2}TimeTopologyComplex", "its type is abstract, and no type is derived from it"],
  ["{urn:oasis:names:tc:SAML:2.0:assertion}BaseID", "its type is abstract, and no type is derived from it"],
  ["{http://schemas.xmlsoap.org/soap/encoding/}ENTITY", "the document would have to declare an entity"],
  ["{http://schemas.xmlsoap.org/soap/encoding/}ENTITIES", "the document would have to declare an entity"],
  ["{http://schemas.xmlsoap.org/soap/encoding/}IDREF", "there is nothing that it could refer to"],
  ["{http://schemas.xmlsoap.org/soap/encoding/}IDREFS", "there is nothing that it could refer to"],
  ["{http://iptc.org/std/nar/2006-10-01/}rightsExpressionXML", "it asks for a declared element of another namespace, and there is none"],
  ["{http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01}Sig", "it must refer to an ID, and has no place for one"],
];

/** Not contracts that another validator takes, or none that loads. */
const notJudged = new Set(["nodesoap-farequote", "cwmp-1.2", "onvif-devicemgmt", "onvif-media2-ptz-events", "axis-interop-rpcenc"]);

/** Judging takes a while: of elements beyond this number every n-th is taken. */
const mostElements = 150;

describe.skipIf(why !== undefined)("samples of real contracts", () => {
  let judge: XercesJudge;
  beforeAll(() => {
    judge = new XercesJudge();
  });
  afterAll(() => judge.close());

  it.each(listContracts().filter(({ name }) => !notJudged.has(name)))("$name", async (real) => {
    const { contract } = openContract({ entries: real.entries, lenient: true });
    if (contract === undefined) throw new Error("the contract does not load");
    const { schema, validate } = contract;
    const sampler = new Sampler(schema, validate);
    const schemas = judgeSchemas(real);
    const answer = await judge.schemaFiles(schemas.files);
    schemas.remove();
    expect(answer.valid || !real.compiles, answer.message).toBe(true);
    const declared = [...schema.elements.values()].filter(({ abstract, at }) => !abstract && at.uri !== "built-in");
    const step = Math.ceil(declared.length / mostElements);
    const wrong: string[] = [];
    for (const [index, element] of declared.entries()) {
      if (index % step > 0) continue;
      for (const fullness of [1, 0.4]) {
        const sample = sampler.sample(element, { seed: index, fullness, variety: fullness < 1 });
        if (!sample.ok) {
          if (!without.some(([name]) => name === element.name.clark)) wrong.push(`${element.name.clark}: ${sample.reason}`);
          continue;
        }
        if (!answer.valid) continue;
        const verdict = await judge.instanceText(sample.xml);
        if (!verdict.valid && !verdict.message.includes("Cannot find the declaration of element"))
          wrong.push(`${verdict.message}\n${sample.xml}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
