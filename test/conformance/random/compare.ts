/**
 * One schema and its instances -> what three judges say of them.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import type { XercesAnswer, XercesJudge } from "../xerces.js";

/** Three verdicts on a schema (`instance` is undefined) or on an instance of a schema that all accept. */
export interface Judgement {
  readonly schema: string;
  readonly instance: string | undefined;
  /** Our rules' ids with their messages; none: valid. */
  readonly ours: readonly { readonly id: string; readonly message: string }[];
  readonly xerces: XercesAnswer;
  /** undefined: libxml2 refused the schema. */
  readonly libxml2: boolean | undefined;
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
    const second = new SecondJudge(schema);
    try {
      const ours = loaded.diagnostics.filter(({ severity }) => severity === "error");
      const judgements: Judgement[] = [{ schema, instance: undefined, ours, xerces, libxml2: second.accepts }];
      if (loaded.ok && xerces.valid)
        for (const instance of instances) judgements.push(await this.judgeInstance(schema, loaded, second, instance));
      return judgements;
    } finally {
      second.close();
    }
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
  private readonly validator: XsdValidator | undefined;

  constructor(schema: string) {
    this.document = XmlDocument.fromString(schema);
    this.validator = attempt(() => XsdValidator.fromDoc(this.document));
  }

  get accepts(): boolean {
    return this.validator !== undefined;
  }

  judge(instance: string): boolean | undefined {
    const { validator } = this;
    if (validator === undefined) return undefined;
    const document = attempt(() => XmlDocument.fromString(instance));
    if (document === undefined) return false;
    const valid = attempt(() => {
      validator.validate(document);
      return true;
    });
    document.dispose();
    return valid === true;
  }

  close(): void {
    this.validator?.dispose();
    this.document.dispose();
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
