/**
 * `soapwright ipam`: the client of the IPAM operation-with-progress service for people.
 */
import { readFile } from "node:fs/promises";
import { defineCommand } from "citty";
import { FramingError } from "../../nettcp/framing/errors.js";
import { connectNetTcp, NetTcpAddressError, type NetTcpConnectOptions, type NetTcpEncoding } from "../../node/net-tcp-client.js";
import { NetTcpTimeoutError } from "../../node/net-tcp-timeouts.js";
import { tlsClientUpgrade } from "../../node/net-tcp-upgrade.js";
import {
  type AnyIpamOperationWithProgressParameters,
  bareParameters,
  connectIpamSoap,
  type IpamAdminOperationId,
  isOperationId,
  type OperationOutcome,
  operationIds,
  operations,
  readParameters,
  runOperation,
  type TrackedProgress,
} from "../../services/ipam/index.js";
import { readFormat } from "../arguments.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { drawProgress, messageOf, progressLines } from "../report/ipam-progress.js";
import { printJson, printLine } from "../report/print.js";

const defaultEndpoint = "net.tcp://127.0.0.1:48885/Ipam/OperationWithProgress";
const encodings: readonly NetTcpEncoding[] = ["binary", "text", "utf-16", "utf-16le"];
/** Milliseconds that a server has to end its half of a session that is over anyway. */
const closeTimeout = 5000;

/** Shown behind the usage. */
export const examples = `  soapwright ipam run RenameSuperscope --params rename.xml
  soapwright ipam run DeleteDnsZones --params zones.xml --endpoint net.tcp://ipam.example:48885/Ipam/OperationWithProgress --tls
  soapwright ipam operations`;

export const ipamCommand = defineCommand({
  meta: { name: "ipam", description: "run an IPAM operation at a server and show its progress, or list the operations" },
  args: {
    action: { type: "positional", description: "run, with an OperationId; or operations, which lists them", valueHint: "run|operations" },
    operation: { type: "positional", description: "OperationId", required: false },
    params: { type: "string", description: "XML file with the operation's parameters", valueHint: "file" },
    endpoint: { type: "string", description: "address of the service", default: defaultEndpoint, valueHint: "net.tcp://..." },
    encoding: { type: "string", description: "encoding of messages", default: "binary", valueHint: encodings.join("|") },
    tls: { type: "boolean", description: "upgrade the connection to TLS", default: false },
    ca: { type: "string", description: "PEM file of the authority of the server's certificate; implies --tls", valueHint: "file" },
    insecure: { type: "boolean", description: "accept any certificate; implies --tls", default: false },
    format: { type: "string", description: "text or json: one object for each report", default: "text", valueHint: "text|json" },
  },
  async run({ args }) {
    const format = readFormat(args.format, ["text", "json"]);
    if (args.action === "operations") return listOperations(format);
    if (args.action !== "run") throw new UsageError(`soapwright ipam does "run" and "operations", not "${args.action}"`);
    const operationId = readOperationId(args.operation);
    const parameters = await readParametersFile(operationId, args.params);
    const connection = await readConnection(args);
    process.exitCode = await runAndShow({ operationId, parameters, connection, format });
  },
});

function listOperations(format: "text" | "json"): void {
  for (const id of operationIds) {
    const { number, parameters } = operations[id];
    if (format === "json") printJson({ operationId: id, number, parameters });
    else printLine(process.stdout, `${id} (${parameters})`);
  }
}

function readOperationId(text: string | undefined): IpamAdminOperationId {
  if (isOperationId(text)) return text;
  const problem = text === undefined ? "name the operation" : `there is no operation "${text}"`;
  throw new UsageError(`${problem}; "soapwright ipam operations" lists them`);
}

async function readParametersFile(
  operationId: IpamAdminOperationId,
  file: string | undefined,
): Promise<AnyIpamOperationWithProgressParameters> {
  if (file === undefined) return bareParameters(operationId);
  const result = readParameters(operationId, await readNamedFile(file));
  if (result.ok) return result.parameters;
  throw new UsageError(`"${file}" cannot be used:\n${result.problems.map((problem) => `  ${problem}`).join("\n")}`);
}

async function readNamedFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError(`"${file}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

interface ConnectionFlags {
  readonly endpoint: string;
  readonly encoding: string;
  readonly tls: boolean;
  readonly ca?: string | undefined;
  readonly insecure: boolean;
}

async function readConnection({ endpoint, encoding, tls, ca, insecure }: ConnectionFlags): Promise<NetTcpConnectOptions> {
  const connection = { endpoint, encoding: readFormatNamed("--encoding", encoding, encodings), timeouts: { close: closeTimeout } };
  if (!tls && ca === undefined && !insecure) return connection;
  const authority = ca === undefined ? {} : { ca: Buffer.from(await readNamedFile(ca)) };
  return { ...connection, upgrade: tlsClientUpgrade({ ...authority, insecure }) };
}

function readFormatNamed<Value extends string>(flag: string, value: string, values: readonly Value[]): Value {
  const found = values.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${flag} is one of ${values.join(", ")}, not "${value}"`);
  return found;
}

interface Run {
  readonly operationId: IpamAdminOperationId;
  readonly parameters: AnyIpamOperationWithProgressParameters;
  readonly connection: NetTcpConnectOptions;
  readonly format: "text" | "json";
}

async function runAndShow({ operationId, parameters, connection, format }: Run): Promise<ExitCode> {
  const display = format === "json" ? showJson : wantsPicture() ? showPicture() : showLines();
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once("SIGINT", interrupt);
  try {
    const outcome = await runOperation({
      connect: connectIpamSoap({ open: (accept) => connectNetTcp(connection, accept) }),
      parameters,
      onProgress: display,
      onBreach: (problem) => printLine(process.stderr, `the server breaks the protocol: ${problem}`),
      signal: interruption.signal,
    });
    return report(operationId, outcome, format);
  } catch (error) {
    printLine(process.stderr, `soapwright: no session with ${connection.endpoint}: ${connectionProblem(error)}`);
    return ExitCode.findings;
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** What kept a session from being opened; anything else is a defect. */
function connectionProblem(error: unknown): string {
  if (error instanceof NetTcpAddressError) throw new UsageError(error.message);
  const isExpected = error instanceof FramingError || error instanceof NetTcpTimeoutError || (error instanceof Error && "code" in error);
  if (!isExpected && !(error instanceof Error && /closed/.test(error.message))) throw error;
  // Several addresses of one name that all fail are an AggregateError without a text.
  return error instanceof AggregateError ? error.errors.map(String).join("; ") : error.message;
}

function report(operationId: IpamAdminOperationId, outcome: OperationOutcome, format: "text" | "json"): ExitCode {
  const said = sayOutcome(outcome);
  if (format === "json") printJson({ operationId, outcome: outcome.kind, ok: said.ok, message: said.text });
  else printLine(process.stdout, `${operationId}: ${said.text}`);
  return said.ok ? ExitCode.clean : ExitCode.findings;
}

function sayOutcome(outcome: OperationOutcome): { readonly ok: boolean; readonly text: string } {
  switch (outcome.kind) {
    case "refused":
      return { ok: false, text: `refused: ${messageOf(outcome.exception) ?? outcome.reason}` };
    case "interrupted":
      return { ok: false, text: `the session ended before the operation, which may go on at the server: ${outcome.reason}` };
    case "completed": {
      const { overallStatus, failure } = outcome.progress;
      const said = messageOf(failure);
      return { ok: overallStatus === "CompletedWithSuccess", text: said === undefined ? overallStatus : `${overallStatus}: ${said}` };
    }
  }
}

type Display = (progress: TrackedProgress) => void;

function wantsPicture(): boolean {
  return process.stdout.isTTY && process.stderr.isTTY && process.env.CI === undefined && process.env.TERM !== "dumb";
}

const showJson: Display = ({ state, percent, overallStatus, subTasks }) => {
  printJson({ state, percent, overallStatus, subTasks });
};

function showLines(): Display {
  let before: TrackedProgress | undefined;
  return (progress) => {
    for (const line of progressLines(before, progress)) printLine(process.stdout, line);
    before = progress;
  };
}

/** Draws over what it drew before; nothing is longer than a line of the terminal, which would wrap and be left behind. */
function showPicture(): Display {
  let height = 0;
  return (progress) => {
    const rows = Math.max(1, (process.stderr.rows || 24) - 1);
    const lines = drawProgress(progress, Math.max(20, (process.stderr.columns || 80) - 1)).slice(-rows);
    const up = height === 0 ? "" : `\x1b[${height}A`;
    process.stderr.write(`${up}${lines.map((line) => `\x1b[2K${line}\n`).join("")}`);
    height = lines.length;
  };
}
