/**
 * One schema and its instances -> what three judges say of them.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import type { XercesAnswer, XercesJudge } from "../../support/xerces.js";

/** Three verdicts on a schema (`instance` is undefined) or on an instance of a schema that all accept. */
export interface Judgement {
  readonly schema: string;
  readonly instance: string | undefined;
  /** Our rules' ids with their messages; none: valid. */
  readonly ours: readonly { readonly id: string; readonly message: string }[];
  readonly xerces: XercesAnswer;
  /** undefined: libxml2 was not asked, or refused the schema. */
  readonly libxml2: SecondAnswer | undefined;
}

export interface SecondAnswer {
  readonly valid: boolean;
  readonly message: string;
}

export class Judges {
  private readonly xerces: XercesJudge;
  private readonly folder = mkdtempSync(join(tmpdir(), "soapwright-judges-"));
  private readonly file = join(this.folder, "schema.xsd");

  constructor(xerces: XercesJudge) {
    this.xerces = xerces;
  }

  /** Judges the schema, and the instances where we and Xerces take the schema. */
  async judge(schema: string, instances: readonly string[]): Promise<readonly Judgement[]> {
    writeFileSync(this.file, schema);
    const loaded = await loadSchema({ entries: [this.file] });
    const xerces = await this.xerces.schemaText(schema);
    const ours = loaded.diagnostics.filter(({ severity }) => severity === "error");
    const judgements: Judgement[] = [{ schema, instance: undefined, ours, xerces, libxml2: undefined }];
    if (!loaded.ok || !xerces.valid) return judgements;
    // libxml2 compiles some schemas for ever that do not conform.
    const second = new SecondJudge(schema);
    try {
      for (const instance of instances) judgements.push(await this.judgeInstance(schema, loaded, second, instance));
    } finally {
      second.close();
    }
    return judgements;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async judgeInstance(schema: string, loaded: LoadedSchema, second: SecondJudge, instance: string): Promise<Judgement> {
    return {
      schema,
      instance,
      ours: loaded.validate(instance),
      xerces: await this.xerces.instanceText(instance),
      libxml2: second.judge(instance),
    };
  }
}

/** libxml2. */
class SecondJudge {
  private readonly document: XmlDocument;
  private validator: XsdValidator | undefined;

  constructor(schema: string) {
    this.document = XmlDocument.fromString(schema);
    attempt(() => {
      this.validator = XsdValidator.fromDoc(this.document);
    });
  }

  judge(instance: string): SecondAnswer | undefined {
    const { validator } = this;
    if (validator === undefined) return undefined;
    return attempt(() => {
      const document = XmlDocument.fromString(instance);
      try {
        validator.validate(document);
      } finally {
        document.dispose();
      }
    });
  }

  close(): void {
    this.validator?.dispose();
    this.document.dispose();
  }
}

/** libxml2-wasm throws what it finds. */
function attempt(work: () => void): SecondAnswer {
  try {
    work();
    return { valid: true, message: "" };
  } catch (error) {
    return { valid: false, message: error instanceof Error ? error.message : String(error) };
  }
}
