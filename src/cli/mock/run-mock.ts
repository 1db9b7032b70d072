/**
 * A mock as a process: says where it listens, logs each request, and ends with a verdict when a signal comes.
 */
import type { MockContract } from "../../../codegen/mock/mock-contract.js";
import { describePorts, portsOf } from "../../../codegen/mock/ports.js";
import type { SeenRequest } from "../../../codegen/mock/seen-request.js";
import { errorCode, reasonText } from "../../error-text.js";
import { listen } from "../../node/http-server.js";
import type { HttpHandler } from "../../service/exchange.js";
import { toFetchHandler } from "../../service/fetch-adapter.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { firstSignal } from "../first-signal.js";
import { printLine } from "../report/print.js";
import { RequestLog } from "./print-requests.js";

/** Milliseconds that running requests have at the end. */
const grace = 2_000;

export interface MockAddress {
  readonly port: number;
  readonly host: string;
}

/** Resolves with the exit code when the mock has ended: 1 if something broke the contract. */
export async function runMock(
  contract: MockContract,
  { port, host }: MockAddress,
  handlerFor: (onRequest: (seen: SeenRequest) => void) => HttpHandler,
): Promise<ExitCode> {
  const log = new RequestLog();
  const handler = toFetchHandler(handlerFor(log.add));
  const { url, close } = await listen(handler, { port, host }).catch((error: unknown) => {
    if (errorCode(error) === undefined) throw error;
    throw new UsageError(`${host}:${port} cannot be listened at: ${reasonText(error)}; --port or --host chooses another one`);
  });
  const { served, left } = portsOf(contract);
  for (const line of describePorts(served, url)) printLine(process.stdout, line);
  for (const address of left) printLine(process.stderr, `soapwright: ${address} is not served: only HTTP is`);
  printLine(process.stdout, `mock at ${url}, stop with Ctrl+C`);
  await firstSignal();
  await close(grace);
  log.summarize();
  return log.isClean ? ExitCode.clean : ExitCode.findings;
}
