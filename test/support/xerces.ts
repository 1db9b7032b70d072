/**
 * The JDK's validator as a judge, in one long-running process: compiled here, asked over its standard input.
 */
import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** What the judge says; without keys: valid. */
export interface XercesAnswer {
  readonly valid: boolean;
  /** The rules' ids, as its messages begin with them; "XML" for what is not well-formed. */
  readonly keys: readonly string[];
  readonly message: string;
  /** Of the first message; 0 where there is none. */
  readonly line: number;
  readonly column: number;
}

/** Why there is no judge here, or undefined. */
export function whyNoXerces(): string | undefined {
  return spawnSync("javac", ["-version"]).error === undefined ? undefined : "there is no JDK (javac) on this machine";
}

export class XercesJudge {
  private readonly folder = mkdtempSync(join(tmpdir(), "soapwright-xerces-"));
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor() {
    const source = fileURLToPath(new URL("XercesJudge.java", import.meta.url));
    execFileSync("javac", ["-d", this.folder, source]);
    this.process = spawn("java", ["-Xss16m", "-cp", this.folder, "XercesJudge"], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.process.stdout }).on("line", (line) => this.waiting.shift()?.(line));
  }

  schemaFiles(paths: readonly string[]): Promise<XercesAnswer> {
    return this.ask(["schemaFiles", ...paths]);
  }

  schemaText(text: string): Promise<XercesAnswer> {
    return this.ask(["schemaText", base64(text)]);
  }

  instanceFile(path: string): Promise<XercesAnswer> {
    return this.ask(["instanceFile", path]);
  }

  instanceText(text: string | Uint8Array): Promise<XercesAnswer> {
    return this.ask(["instanceText", base64(text)]);
  }

  close(): void {
    this.process.stdin.end();
    rmSync(this.folder, { recursive: true });
  }

  private async ask(fields: readonly string[]): Promise<XercesAnswer> {
    const answer = new Promise<string>((resolve) => this.waiting.push(resolve));
    this.process.stdin.write(`${fields.join("\t")}\n`);
    const [verdict = "", keys = "", message = "", place = ""] = (await answer).split("\t");
    const [line = 0, column = 0] = place === "" ? [] : place.split(":").map(Number);
    return { valid: verdict === "valid", keys: keys.split(" ").filter((key) => key !== ""), message, line, column };
  }
}

function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString("base64");
}
