/**
 * Random values of generated types: what the validator takes is written, valid for the JDK's validator, and read back as the same value;
 * and it is of the generated TypeScript type.
 *
 * VALUES=n draws n values of each element; SEED=n draws others.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { decode, type ElementCodec, encode, fromJson, toJson, validate } from "soapwright";
import { generate } from "soapwright/codegen";
import { loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoXerces, type XercesAnswer, XercesJudge } from "../support/xerces.js";
import { batches, compile, listCompilers } from "../types/compilers.js";
import { listContracts } from "./corpus.js";
import { judgeSchemas } from "./judge-schemas.js";
import { NoValue, randomValue } from "./random-values.js";
import { withoutScope } from "./round-trip.js";
import { firstDifference, literal } from "./value-literal.js";

const contracts = listContracts();
const noJudge = whyNoXerces();
if (contracts.length === 0) console.warn("random values: skipped, the shared folder is absent");
else if (noJudge !== undefined) console.warn(`random values: skipped, ${noJudge}`);

const draws = Number(process.env.VALUES ?? 2);
const seed = Number(process.env.SEED ?? 1);
/** Elements of one contract: of more, every n-th is drawn. */
const mostElements = Number(process.env.ELEMENTS ?? 60);

/** Arrays of the SOAP encoding have items by wsdl:arrayType, of which a judge of XML Schema does not know. SOAP 1.1 §5.4.2, WSDL 1.1 §2.2 */
function isSoapArray({ name }: ElementCodec, { keys }: XercesAnswer): boolean {
  return name === "{http://schemas.xmlsoap.org/soap/encoding/}Array" && keys.every((key) => key === "cvc-complex-type.2.1");
}

interface Count {
  drawn: number;
  none: number;
  refused: Map<string, number>;
  written: number;
}

describe.skipIf(contracts.length === 0 || noJudge !== undefined)("random values", () => {
  const table: string[] = [];
  const sizes = new Map<string, number>();
  let judge: XercesJudge;
  let folder: string;
  beforeAll(() => {
    judge = new XercesJudge();
    folder = mkdtempSync(join(tmpdir(), "soapwright-values-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("."), join(folder, "node_modules/soapwright"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => {
    judge.close();
    rmSync(folder, { recursive: true });
    console.log(table.join("\n"));
  });

  test.each(contracts)("$name", async (contract) => {
    const lenient = true;
    const schema = await loadSchema({ entries: contract.entries, lenient });
    expect(schema.ok).toBe(true);
    const { files, remove } = judgeSchemas(contract);
    const judged = (await judge.schemaFiles(files)).valid;
    remove();
    const count: Count = { drawn: 0, none: 0, refused: new Map(), written: 0 };
    const wrong: string[] = [];
    const values: (readonly [string, unknown])[] = [];
    const elements = Object.entries(schema.documents);
    const step = Math.ceil(elements.length / mostElements);
    for (const [index, [name, codec]] of elements.entries()) {
      if (index % step > 0) continue;
      for (let draw = 0; draw < draws; draw++) {
        const value = drawValue(codec, seed * 1_000_003 + index * 101 + draw, count);
        if (value === undefined) continue;
        values.push([name, value]);
        const fault = await tryValue(codec, value, judged);
        if (fault !== undefined) wrong.push(`${name}: ${fault}`);
      }
    }
    const generated = await generate({ entries: contract.entries, lenient });
    writeValues(contract.name, generated.files, values);
    const refused = [...count.refused].map(([id, times]) => `${id} ${times}`).join(", ");
    table.push(`${contract.name}: ${count.drawn} drawn, ${count.none} not found, ${count.written} written; refused: ${refused}`);
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  test("are of the generated types", { timeout: 3_600_000 }, async () => {
    const newest = listCompilers().at(-1);
    if (newest === undefined) throw new Error("there is no compiler");
    const compiled = batches(sizes).map(async (names) => (await compile(newest, folder, names)).errors);
    expect((await Promise.all(compiled)).flat().slice(0, 10)).toEqual([]);
  });

  /** What is wrong with a value that the validator takes. */
  async function tryValue(codec: ElementCodec, value: unknown, judged: boolean): Promise<string | undefined> {
    // The codec was made from a schema, so that the compiler knows nothing of its values.
    const written = encode(codec, value as never);
    const text = () => `in ${new TextDecoder().decode(written).slice(0, 300)}`;
    try {
      const again = decode(codec, written);
      const difference = firstDifference(withoutScope(again), withoutScope(value));
      // Rounds of a repeated group that could be one are read as one; what is written then must be the same.
      if (difference !== undefined) {
        if (!Buffer.from(encode(codec, again as never)).equals(Buffer.from(written)))
          return `read back another value: ${difference} ${text()}`;
        if (!/sequence|choice/i.test(difference)) return `read back: ${difference} ${text()}`;
      }
      const back = firstDifference(fromJson(codec, JSON.parse(JSON.stringify(toJson(codec, value as never)))), value);
      if (back !== undefined) return `another value from JSON: ${back}`;
    } catch (error) {
      return `${String(error).slice(0, 300)} ${text()}`;
    }
    if (!judged) return undefined;
    const answer = await judge.instanceText(written);
    return answer.valid || isSoapArray(codec, answer) ? undefined : `${answer.message.slice(0, 300)} ${text()}`;
  }

  /** Values as literals of the generated types, for the compiler. */
  function writeValues(name: string, files: ReadonlyMap<string, string>, values: readonly (readonly [string, unknown])[]): void {
    const project = join(folder, name);
    mkdirSync(project);
    const constants = new Map<string, { readonly path: string; readonly constant: string }>();
    for (const [path, text] of files) {
      writeFileSync(join(project, path), text);
      if (path === "index.ts" || path === "service.ts") continue;
      for (const [, constant = "", clark = ""] of text.matchAll(
        /^export const (\w+): ElementCodec\w*<(?:(?!^export)[\s\S])*? = \/\*@__PURE__\*\/ element\w*<(?:(?!^export)[\s\S])*?>\(\s*"([^"]+)"/gmu,
      )) {
        constants.set(clark, { path, constant });
      }
    }
    const lines = values.flatMap(([clark, value], index) => {
      const found = constants.get(clark);
      if (found === undefined) return [];
      const module = `./${found.path.replace(/\.ts$/, ".js")}`;
      return [
        `import { ${found.constant} as c${index} } from ${JSON.stringify(module)};`,
        `encode(c${index}, ${literal(value)}); // ${clark}`,
      ];
    });
    expect(lines.length / 2).toBe(values.length);
    const text = `import { encode } from "soapwright";\n${lines.join("\n")}\n`;
    writeFileSync(join(project, "values.ts"), text);
    sizes.set(name, text.length + [...files.values()].join("").length);
  }
});

/** A value that the validator takes; what it refuses is counted, and another one is drawn. */
function drawValue(codec: ElementCodec, number: number, count: Count): unknown {
  count.drawn++;
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      const value = randomValue(codec, number + attempt * 7919);
      // As above.
      const [issue] = validate(codec, value as never);
      if (issue === undefined) {
        count.written++;
        return value;
      }
      count.refused.set(issue.id, (count.refused.get(issue.id) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
    }
  }
  count.none++;
  return undefined;
}
