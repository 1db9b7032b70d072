/**
 * One IPAM operation at a server, with its progress shown while it runs.
 */

import { errorText } from "../../error-text.js";
import { didYouMean } from "../../nearest-name.js";
import { kerberosInitiator } from "../../negotiate/kerberos/initiator.js";
import type { InitiatingMechanism } from "../../negotiate/mechanism.js";
import { NegotiateError } from "../../negotiate/negotiate-error.js";
import { ntlmInitiator } from "../../negotiate/ntlm/initiator.js";
import { ntHash } from "../../negotiate/ntlm/keys.js";
import { windowsTimeOf } from "../../negotiate/windows-time.js";
import { FramingError } from "../../nettcp/framing/errors.js";
import { nodeCryptography } from "../../node/cryptography.js";
import { readKerberosEnvironment } from "../../node/kerberos-environment.js";
import { connectNetTcp, NetTcpAddressError, type NetTcpConnectOptions, type NetTcpEncoding } from "../../node/net-tcp-client.js";
import { negotiateClientUpgrade } from "../../node/net-tcp-negotiate.js";
import { NetTcpTimeoutError } from "../../node/net-tcp-timeouts.js";
import { tlsClientUpgrade } from "../../node/net-tcp-upgrade.js";
import {
  type AnyIpamOperationWithProgressParameters,
  bareParameters,
  type IpamAdminOperationId,
  isOperationId,
  type OperationOutcome,
  operationIds,
  operations,
  readParameters,
  runOperation,
  type TrackedProgress,
} from "../../services/ipam/index.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { readInput } from "../read-input.js";
import { readPassword } from "../read-password.js";
import { drawProgress, messageOf, progressLines } from "../report/ipam-progress.js";
import { printFormatted, printJson, printLine } from "../report/print.js";

/** Milliseconds that a server has to end its half of a session that is over anyway. */
const closeTimeout = 5000;

/** What the flags say. */
export interface RunFlags {
  readonly params: string | undefined;
  readonly endpoint: string;
  readonly encoding: NetTcpEncoding;
  readonly tls: boolean;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly kerberos: boolean;
  readonly user: string | undefined;
  readonly format: "text" | "json";
}

/** Lists the operations that there are. */
export function listOperations(format: RunFlags["format"]): ExitCode {
  for (const id of operationIds) {
    const { number, parameters } = operations[id];
    if (format === "json") printJson({ operationId: id, number, parameters });
    else printLine(process.stdout, `${id} (${parameters})`);
  }
  return ExitCode.clean;
}

/** Runs an operation to its end. */
export async function runNamedOperation(operation: string | undefined, flags: RunFlags): Promise<ExitCode> {
  const operationId = readOperationId(operation);
  const parameters = await readParametersFile(operationId, flags.params);
  const connection = await readConnection(flags);
  return runAndShow({ operationId, parameters, connection, format: flags.format });
}

function readOperationId(text: string | undefined): IpamAdminOperationId {
  if (isOperationId(text)) return text;
  const problem = text === undefined ? "name the operation" : `there is no operation "${text}"${didYouMean(text, operationIds)}`;
  throw new UsageError(`${problem}; "soapwright ipam operations" lists them`);
}

async function readParametersFile(
  operationId: IpamAdminOperationId,
  file: string | undefined,
): Promise<AnyIpamOperationWithProgressParameters> {
  if (file === undefined) return bareParameters(operationId);
  const result = readParameters(operationId, await readInput(file));
  if (result.ok) return result.parameters;
  throw new UsageError(`"${file}" cannot be used:\n${result.problems.map((problem) => `  ${problem}`).join("\n")}`);
}

async function readConnection(flags: RunFlags): Promise<NetTcpConnectOptions> {
  const { endpoint, encoding, tls, ca, insecure } = flags;
  const connection = { endpoint, encoding, timeouts: { close: closeTimeout } };
  const usesTls = tls || ca !== undefined || insecure;
  const mechanisms = await readMechanisms(flags);
  if (mechanisms.length > 0) {
    if (usesTls)
      throw new UsageError("--kerberos and --user protect the connection themselves: they do not go with --tls, --ca and --insecure");
    return { ...connection, upgrade: negotiateClientUpgrade({ mechanisms }) };
  }
  if (!usesTls) return connection;
  const authority = ca === undefined ? {} : { ca: await readInput(ca) };
  return { ...connection, upgrade: tlsClientUpgrade({ ...authority, insecure }) };
}

/** The ways to log in that the flags name. */
async function readMechanisms({ kerberos, user }: RunFlags): Promise<readonly InitiatingMechanism[]> {
  const mechanisms: InitiatingMechanism[] = [];
  if (kerberos) {
    const environment = await readKerberosEnvironment().catch((error: unknown) => {
      throw new UsageError(`--kerberos: ${errorText(error)}`);
    });
    mechanisms.push(kerberosInitiator({ cryptography: nodeCryptography, now: Date.now, ...environment }));
  }
  if (user !== undefined) mechanisms.push(await readNtlmUser(user));
  return mechanisms;
}

async function readNtlmUser(text: string): Promise<InitiatingMechanism> {
  const [, domain = "", user = ""] = /^(?:([^\\@]+)\\)?([^\\]+)$/.exec(text) ?? [];
  if (user === "" || (domain === "" && !user.includes("@"))) throw new UsageError("--user is DOMAIN\\user or user@domain");
  const credentials = { user, domain, ntHash: ntHash(await readPassword()) };
  return ntlmInitiator({ cryptography: nodeCryptography, credentials, windowsTime: () => windowsTimeOf(Date.now()) });
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
      open: (accept) => connectNetTcp(connection, accept),
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

/** The reason why no session was opened. Throws the error again if it is not one of those. */
function connectionProblem(error: unknown): string {
  if (error instanceof NetTcpAddressError) throw new UsageError(error.message);
  const isExpected =
    error instanceof FramingError ||
    error instanceof NegotiateError ||
    error instanceof NetTcpTimeoutError ||
    (error instanceof Error && "code" in error);
  if (!isExpected && !(error instanceof Error && /closed/.test(error.message))) throw error;
  // Several addresses of one name that all fail are an AggregateError without a text.
  return error instanceof AggregateError ? error.errors.map(String).join("; ") : errorText(error);
}

function report(operationId: IpamAdminOperationId, outcome: OperationOutcome, format: "text" | "json"): ExitCode {
  const { ok, text } = describeOutcome(outcome);
  if (format === "json") printJson({ operationId, outcome: outcome.kind, ok, message: text });
  else printLine(process.stdout, `${operationId}: ${text}`);
  return ok ? ExitCode.clean : ExitCode.findings;
}

function describeOutcome(outcome: OperationOutcome): { readonly ok: boolean; readonly text: string } {
  switch (outcome.kind) {
    case "refused":
      return { ok: false, text: `refused: ${messageOf(outcome.exception) ?? outcome.reason}` };
    case "interrupted":
      return { ok: false, text: `the session ended before the operation, which may go on at the server: ${outcome.reason}` };
    case "completed": {
      const { overallStatus, failure } = outcome.progress;
      const reason = messageOf(failure);
      return { ok: overallStatus === "CompletedWithSuccess", text: reason === undefined ? overallStatus : `${overallStatus}: ${reason}` };
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

/** Draws over what it drew before. No line is longer than the terminal is wide: it would wrap, and its rest would be left behind. */
function showPicture(): Display {
  let height = 0;
  return (progress) => {
    const rows = Math.max(1, (process.stderr.rows || 24) - 1);
    const lines = drawProgress(progress, Math.max(20, (process.stderr.columns || 80) - 1)).slice(-rows);
    const up = height === 0 ? "" : `\x1b[${height}A`;
    printFormatted(process.stderr, `${up}${lines.map((line) => `\x1b[2K${line}\n`).join("")}`);
    height = lines.length;
  };
}
