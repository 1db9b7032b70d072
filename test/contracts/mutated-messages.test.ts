/**
 * Messages of the corpora, damaged at random: our verdict by the official schemas against that of libxml2.
 *
 * Bytes are changed, left out, doubled and inserted; elements and attributes are left out, doubled, moved, renamed and given other values.
 * Where we differ from libxml2, Xerces (JDK) decides; without a JDK a difference fails. SOAPWRIGHT_MUTATIONS asks for longer runs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { xmlRegisterFsInputProviders } from "libxml2-wasm/lib/nodejs.mjs";
import { type Issue, type LoadedSchema, loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mutateBytes, mutateStructure } from "../support/mutated-documents.js";
import { sharedFolder } from "../support/shared-folder.js";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";

const shared = sharedFolder() ?? "";
const reason = shared === "" ? " (skipped: the folder with the corpora is absent)" : "";
const numRuns = Number(process.env.SOAPWRIGHT_MUTATIONS ?? 1500);

interface Corpus {
  readonly name: string;
  readonly schema: string;
  readonly messages: string;
}

const corpora: readonly Corpus[] = [
  {
    name: "veloconnect",
    schema: join(shared, "corpus/veloconnect/xsd/veloconnect-all.xsd"),
    messages: join(shared, "corpus/veloconnect/messages"),
  },
  { name: "ipamm2", schema: join(shared, "corpus/ipamm2/messages/check-envelope.xsd"), messages: join(shared, "corpus/ipamm2/messages") },
];

/** Documents in UTF-8 or ASCII, as they are. */
function readMessages(folder: string): readonly Uint8Array[] {
  const files = ["valid", "invalid"].flatMap((kind) => readdirSync(join(folder, kind)).map((file) => join(folder, kind, file)));
  return files.filter((file) => file.endsWith(".xml")).map((file) => readFileSync(file));
}

class LibXml2 {
  private readonly document: XmlDocument;
  private readonly validator: XsdValidator;

  constructor(schema: string) {
    this.document = XmlDocument.fromBuffer(readFileSync(schema), { url: schema });
    this.validator = XsdValidator.fromDoc(this.document);
  }

  isValid(message: Uint8Array): boolean {
    try {
      const document = XmlDocument.fromBuffer(message);
      try {
        this.validator.validate(document);
        return true;
      } finally {
        document.dispose();
      }
    } catch {
      return false;
    }
  }

  close(): void {
    this.validator.dispose();
    this.document.dispose();
  }
}

function isDoctypeRefused(issues: readonly Issue[]): boolean {
  return issues[0]?.id === "xml-doctype";
}

describe.skipIf(shared === "").each(corpora)(`damaged messages of $name${reason}`, ({ schema, messages }) => {
  const xerces = whyNoXerces() === undefined ? new XercesJudge() : undefined;
  const counts = { same: 0, valid: 0, settled: 0 };
  let ours: LoadedSchema;
  let libxml2: LibXml2;
  let originals: readonly Uint8Array[];

  beforeAll(async () => {
    xmlRegisterFsInputProviders();
    ours = await loadSchema({ entries: [schema] });
    expect(ours.ok).toBe(true);
    libxml2 = new LibXml2(schema);
    originals = readMessages(messages);
    await xerces?.schemaFiles([schema]);
  });
  afterAll(() => {
    libxml2.close();
    xerces?.close();
    console.log(`${counts.same} verdicts as libxml2's (${counts.valid} valid), ${counts.settled} settled by Xerces`);
  });

  async function compare(message: Uint8Array): Promise<void> {
    const issues = ours.validate(message);
    const valid = issues.length === 0;
    if (isDoctypeRefused(issues)) return;
    if (valid === libxml2.isValid(message)) {
      counts.same++;
      if (valid) counts.valid++;
      return;
    }
    const answer = await xerces?.instanceText(message);
    if (answer?.valid === valid) counts.settled++;
    else {
      const text = new TextDecoder("latin1").decode(message);
      expect.fail(`we: ${issues[0]?.id ?? "valid"} ${issues[0]?.message ?? ""}\nXerces: ${answer?.message ?? "not asked"}\n${text}`);
    }
  }

  test.each([
    ["bytes", mutateBytes],
    ["elements, attributes and values", mutateStructure],
  ] as const)("%s", async (_, mutate) => {
    const property = fc.asyncProperty(
      fc.nat(originals.length - 1),
      fc.array(fc.nat(0xffff), { minLength: 3, maxLength: 12 }),
      async (index, decisions) => {
        await compare(mutate(originals[index] ?? new Uint8Array(), decisions));
      },
    );
    await fc.assert(property, { numRuns, seed: 1_847 });
    expect(counts.valid).toBeGreaterThan(numRuns / 100);
  });
});
