/**
 * Our binary XML before the reader and the writer of .NET (System.Xml), on random documents in both directions.
 *
 * Skipped where `dotnet` is not installed or cannot build the judge.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BinaryReader } from "../../src/nettcp/binary/binary-reader.js";
import { BinaryWriter } from "../../src/nettcp/binary/binary-writer.js";
import { ReceivedStrings, SentStrings } from "../../src/nettcp/binary/dictionaries.js";
import { OctetBuffer } from "../../src/nettcp/binary/octet-buffer.js";
import { writeRecord } from "../../src/nettcp/binary/records.js";
import { staticStrings } from "../../src/nettcp/binary/static-dictionary.js";
import { XmlError } from "../../src/xml/errors.js";
import { internName } from "../../src/xml/names.js";
import { Reader } from "../../src/xml/read/reader.js";
import { copyDocument } from "../support/copy-document.js";
import { tokensOf } from "../support/document-tokens.js";
import { localNames, namespaces, type Random, randomOf, randomRecords, randomXml } from "../support/random-documents.js";

const project = fileURLToPath(new URL("dotnet/binary-xml", import.meta.url));

/** Builds the judge; gives its path, or why there is none. */
function buildJudge(): { readonly path: string; readonly folder: string } | { readonly reason: string } {
  try {
    execFileSync("dotnet", ["--version"], { stdio: "pipe" });
  } catch {
    return { reason: "dotnet is not installed" };
  }
  const folder = mkdtempSync(join(tmpdir(), "binary-xml-"));
  try {
    execFileSync("dotnet", ["build", project, "-c", "Release", "--artifacts-path", folder, "-v", "q"], { stdio: "pipe", timeout: 240_000 });
    const output = join(folder, "bin/binary-xml/release");
    if (readdirSync(output).includes("binary-xml.dll")) return { path: join(output, "binary-xml.dll"), folder };
    return { reason: "the judge was built elsewhere" };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { reason: `the judge cannot be built: ${String(error).slice(0, 300)}` };
  }
}

const judge = buildJudge();
if ("reason" in judge) console.warn(`the comparison with .NET is skipped: ${judge.reason}`);

/** Both write local times with the offset of this zone. */
const zone = "America/New_York";

/** Runs the judge: questions go out together, answers come in their order. */
class Judge {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((answer: string) => void)[] = [];

  constructor(path: string) {
    this.#process = spawn("dotnet", [path], { env: { ...process.env, TZ: zone } });
    createInterface(this.#process.stdout).on("line", (line) => this.#waiting.shift()?.(line));
  }

  ask(question: string): Promise<string> {
    this.#process.stdin.write(`${question}\n`);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    this.#process.stdin.end();
  }
}

type JudgedToken = ["<", string, string, string, [string, string, string, string][]] | ["text", string] | [">"];

const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** The judge's tokens in our form. */
function judgedTokens(json: string): readonly string[] {
  const tokens: string[] = [];
  const open: string[] = [];
  let text = "";
  // The judge's own form.
  for (const token of [...(JSON.parse(json) as JudgedToken[]), undefined]) {
    if (token?.[0] === "text") {
      text += token[1];
      continue;
    }
    if (text !== "" && open.length > 0) tokens.push(JSON.stringify(text));
    text = "";
    if (token?.[0] === ">") tokens.push(`>${open.pop()}`);
    if (token?.[0] !== "<") continue;
    const [, prefix, namespace, local, attributes] = token;
    const clark = (uri: string, name: string) => (uri === "" ? name : `{${uri}}${name}`);
    const declarations = attributes
      .filter(([, uri]) => uri === xmlnsNamespace)
      .map(([before, , name, value]) => `xmlns:${before === "" ? "" : name}=${JSON.stringify(value)}`);
    const others = attributes
      .filter(([, uri]) => uri !== xmlnsNamespace)
      .map(([before, uri, name, value]) => `${before}:${clark(uri, name)}=${JSON.stringify(value)}`);
    tokens.push([`<${prefix}:${clark(namespace, local)}`, ...declarations.sort(), ...others.sort()].join(" "));
    open.push(clark(namespace, local));
  }
  return tokens;
}

/** Messages of one session each way, a new one from time to time. */
const sessionLength = 20;
const rounds = 7000;

describe.skipIf("reason" in judge)("binary XML before .NET", () => {
  let peer: Judge;
  const zoneBefore = process.env.TZ;

  beforeAll(async () => {
    process.env.TZ = zone;
    // Names of schemas get ids in the session.
    for (const namespace of namespaces)
      for (const local of localNames.filter((name) => name.length % 2 === 0)) internName(namespace, local);
    peer = new Judge("path" in judge ? judge.path : "");
    expect(await peer.ask(`dictionary ${JSON.stringify(staticStrings)}`)).toBe("ok");
  });

  afterAll(() => {
    peer.stop();
    process.env.TZ = zoneBefore;
    if ("folder" in judge) rmSync(judge.folder, { recursive: true, force: true });
  });

  /** Makes questions in batches, so that memory stays small, and looks at the answers. */
  async function compare(
    seed: number,
    make: (random: Random, index: number) => { question: string; check: (answer: string) => void },
  ): Promise<void> {
    const random = randomOf(seed);
    for (let start = 0; start < rounds; start += sessionLength) {
      const answers: Promise<string>[] = [peer.ask("session")];
      const checks: ((answer: string) => void)[] = [(answer) => expect(answer).toBe("ok")];
      for (let index = start; index < Math.min(start + sessionLength, rounds); index++) {
        const { question, check } = make(random, index);
        answers.push(peer.ask(question));
        checks.push(check);
      }
      for (const [index, answer] of (await Promise.all(answers)).entries()) checks[index]?.(answer);
    }
  }

  it("what we write it reads", async () => {
    let sent = new SentStrings(2048);
    await compare(1, (random, index) => {
      if (index % sessionLength === 0) sent = new SentStrings(2048);
      const xml = randomXml(random);
      const writer = new BinaryWriter({ dictionary: sent });
      copyDocument(new Reader(xml), writer);
      const document = writer.finish();
      const message = Buffer.concat([sent.takeTable(), document]).toString("hex");
      const check = (answer: string) => {
        if (!answer.startsWith("ok ")) throw new Error(`${answer} for ${xml}, ${message}`);
        expect(judgedTokens(answer.slice(3)), message).toEqual(tokensOf(new Reader(xml)));
      };
      return { question: `decode ${message}`, check };
    });
  });

  it("what it writes we read", async () => {
    let received = new ReceivedStrings(1_000_000);
    await compare(2, (random, index) => {
      const xml = randomXml(random);
      const check = (answer: string) => {
        if (index % sessionLength === 0) received = new ReceivedStrings(1_000_000);
        if (!answer.startsWith("ok ")) throw new Error(`${answer} for ${xml}`);
        const message = Buffer.from(answer.slice(3), "hex");
        const reader = new BinaryReader(message, {
          dictionary: received,
          start: received.readTable(message),
          quotas: { bytesPerRead: 100_000 },
        });
        // The writer of .NET leaves out declarations that change nothing.
        expect(tokensOf(reader, false), answer).toEqual(tokensOf(new Reader(xml), false));
      };
      return { question: `encode ${Buffer.from(xml).toString("base64")}`, check };
    });
  });

  function recordsOf(random: Random): Buffer {
    const buffer = new OctetBuffer();
    for (const record of randomRecords(random)) writeRecord(buffer, record);
    return Buffer.from(buffer.finish());
  }

  function ourTokens(document: Uint8Array): readonly string[] | undefined {
    try {
      return tokensOf(new BinaryReader(document, { quotas: { bytesPerRead: 100_000, nameTableCharacters: 100_000 } }));
    } catch (error) {
      if (error instanceof XmlError) return undefined;
      throw error;
    }
  }

  it("records of all types mean the same", async () => {
    await compare(3, (random) => {
      const document = recordsOf(random);
      const check = (answer: string) => {
        if (!answer.startsWith("ok ")) throw new Error(`${answer} for ${document.toString("hex")}`);
        expect(ourTokens(document), document.toString("hex")).toEqual(judgedTokens(answer.slice(3)));
      };
      return { question: `decode 00${document.toString("hex")}`, check };
    });
  });

  it("what it refuses we refuse", async () => {
    let accepted = 0;
    let refused = 0;
    await compare(4, (random) => {
      const document = recordsOf(random);
      for (let count = random(3); count >= 0; count--) document[random(document.length)] = random(256);
      const ours = ourTokens(document);
      const check = (answer: string) => {
        if (answer.startsWith("ok ")) {
          accepted++;
          if (ours !== undefined) expect(ours, document.toString("hex")).toEqual(judgedTokens(answer.slice(3)));
        } else {
          refused++;
          if (ours !== undefined) throw new Error(`we read what .NET refuses: ${answer} for ${document.toString("hex")}`);
        }
      };
      return { question: `decode 00${document.toString("hex")}`, check };
    });
    expect(accepted).toBeGreaterThan(rounds / 20);
    expect(refused).toBeGreaterThan(rounds / 20);
  });
});
