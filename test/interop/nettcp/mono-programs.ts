/** The peer programs, built with Mono into a temporary folder, and run. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedFolder } from "../../support/shared-folder.js";

/** Why the programs cannot be had here; undefined: they can. */
export const monoProblem: string | undefined =
  sharedFolder() === undefined
    ? "the shared folder is absent"
    : ["mono", "mcs"].find((command) => spawnSync(command, ["--version"]).error !== undefined) === undefined
      ? undefined
      : "Mono is absent (Debian: mono-mcs mono-runtime libmono-system-servicemodel4.0a-cil)";

const references = ["-langversion:6", "-r:System.ServiceModel.dll", "-r:System.Runtime.Serialization.dll", "-r:System.Xml.dll"];

/**
 * The operation asks for the superscope that it renames and ends with a DhcpMsmOverallCompletionStatus; the programs know neither, so both
 * are added to their text.
 */
const additions: readonly (readonly [file: string, before: string, after: string])[] = [
  [
    "Contract.cs",
    "[DataMember] public string NewName { get; set; }",
    "[DataMember] public string NewName { get; set; }\n        [DataMember] public DhcpSuperscopeV4 Superscope { get; set; }",
  ],
  [
    "Contract.cs",
    "    [DataContract(Namespace = Ns.Ipam, IsReference = true)]\n    public class DeleteDnsZonesParameters",
    "    [DataContract(Namespace = Ns.Ipam, IsReference = true)]\n    public class DhcpSuperscopeV4 : IpamObject { }\n\n" +
      "    [DataContract(Namespace = Ns.Ipam, IsReference = true)]\n    public class DhcpMsmOverallCompletionStatus : IpamObject { }\n\n" +
      "    [DataContract(Namespace = Ns.Ipam, IsReference = true)]\n    public class DeleteDnsZonesParameters",
  ],
  [
    "Contract.cs",
    "[KnownType(typeof(SubTaskInstance))]",
    "[KnownType(typeof(SubTaskInstance))]\n    [KnownType(typeof(DhcpMsmOverallCompletionStatus))]",
  ],
  ["Client.cs", "NewName = name }", "NewName = name, Superscope = new DhcpSuperscopeV4() }"],
  ["Client.cs", "<NewName>by hand</NewName>", "<NewName>by hand</NewName><Superscope z:Id='i2'/>"],
  ["RawClient.cs", "<NewName>raw</NewName>", "<NewName>raw</NewName><Superscope z:Id='i2'/>"],
];

/**
 * Mono's channels read in threads of their own and throw there when a channel is aborted at the wrong moment, which ends the process. Under
 * .NET 1.1's policy such a thread ends alone; what the sessions report comes from the programs' own threads, so no failure is hidden.
 */
const configuration = `<configuration><runtime><legacyUnhandledExceptionPolicy enabled="1"/></runtime></configuration>\n`;

const sources = ["Contract.cs", "Types.cs", "Log.cs", "Server.cs", "Client.cs", "RawClient.cs"];

/** Writes the sources, with what was added to them, into a folder. */
export function writeSources(folder: string): void {
  const shared = join(sharedFolder() ?? "", "interop/wcf");
  for (const name of sources) {
    let text = readFileSync(join(shared, name), "utf8");
    for (const [file, before, after] of additions.filter(([file]) => file === name)) {
      if (!text.includes(before)) throw new Error(`"${file}" has no text "${before}" any more`);
      text = text.replace(before, after);
    }
    writeFileSync(join(folder, name), text);
  }
  copyOwn("Sessions.cs", folder);
}

function copyOwn(name: string, folder: string): void {
  copyFileSync(fileURLToPath(new URL(name, import.meta.url)), join(folder, name));
}

/** A program that has ended. */
export interface Ended {
  readonly status: number | null;
  readonly lines: readonly string[];
}

/** A program that runs. */
export class Running {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;
  #rest = "";
  #wake: (() => void)[] = [];

  constructor(command: string, parameters: readonly string[], timeout: number, environment: NodeJS.ProcessEnv = process.env) {
    this.process = spawn(command, parameters, { stdio: ["pipe", "pipe", "pipe"], env: { ...environment, TZ: "UTC" } });
    // A program that was killed does not take the end of its input.
    this.process.stdin?.on("error", () => undefined);
    const timer = setTimeout(() => this.kill(), timeout);
    for (const stream of [this.process.stdout, this.process.stderr]) stream?.on("data", (chunk: Buffer) => this.#take(String(chunk)));
    this.ended = new Promise((resolve) => {
      this.process.on("close", (status) => {
        clearTimeout(timer);
        if (this.#rest !== "") this.lines.push(this.#rest);
        this.#rest = "";
        this.#signal();
        resolve({ status, lines: this.lines });
      });
    });
  }

  #take(text: string): void {
    const parts = (this.#rest + text).split("\n");
    this.#rest = parts.pop() ?? "";
    this.lines.push(...parts);
    this.#signal();
  }

  #signal(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Waits for a line that begins so. */
  async line(start: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.startsWith(start));
      if (found !== undefined) return found;
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        throw new Error(`no line "${start}": ${this.lines.join("\n")}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  kill(): void {
    this.process.kill("SIGKILL");
  }

  /** Ends a server, which waits for its input to end. */
  async stop(): Promise<Ended> {
    this.process.stdin?.end("\n");
    const timer = setTimeout(() => this.kill(), 5000);
    const ended = await this.ended;
    clearTimeout(timer);
    return ended;
  }
}

/** What each program is compiled of. */
const programs = {
  "Server.exe": { files: ["Contract.cs", "Types.cs", "Log.cs", "Server.cs"], flags: [] },
  "Client.exe": { files: ["Contract.cs", "Types.cs", "Log.cs", "Client.cs"], flags: [] },
  "RawClient.exe": { files: ["Contract.cs", "Log.cs", "RawClient.cs"], flags: [] },
  "RawServer.exe": { files: ["Contract.cs", "Log.cs", "RawServer.cs"], flags: [] },
  "Sessions.exe": { files: ["Contract.cs", "Log.cs", "Sessions.cs"], flags: [] },
  "CallbackServer.exe": { files: ["Contract.cs", "Types.cs", "Log.cs", "Server.cs"], flags: ["-d:CALLBACK_ACTIONS"] },
  "CallbackClient.exe": { files: ["Contract.cs", "Types.cs", "Log.cs", "Client.cs"], flags: ["-d:CALLBACK_ACTIONS"] },
} as const;

/** Its programs by name. */
export type MonoProgram = keyof typeof programs;

/** The programs in their folder, each compiled when it is needed first. */
export class MonoPrograms {
  readonly folder = mkdtempSync(join(tmpdir(), "soapwright-mono-"));

  constructor() {
    writeSources(this.folder);
    copyOwn("RawServer.cs", this.folder);
  }

  #compile(program: MonoProgram): void {
    if (existsSync(join(this.folder, program))) return;
    const { files, flags } = programs[program];
    execFileSync("mcs", [...references, ...flags, `-out:${program}`, ...files], { cwd: this.folder, stdio: "pipe" });
    writeFileSync(join(this.folder, `${program}.config`), configuration);
  }

  start(program: MonoProgram, parameters: readonly string[], timeout = 60_000): Running {
    this.#compile(program);
    return new Running("mono", [join(this.folder, program), ...parameters], timeout);
  }

  run(program: MonoProgram, parameters: readonly string[], timeout = 60_000): Promise<Ended> {
    return this.start(program, parameters, timeout).ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
