/**
 * A console for one contract as a process: says where it listens, and ends when a signal comes.
 */
import type { DescribedContract } from "../../../codegen/describe-contract.js";
import { console as createConsole } from "../../console/index.js";
import { errorCode, reasonText } from "../../error-text.js";
import { listen } from "../../node/http-server.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { firstSignal } from "../first-signal.js";
import { printLine } from "../report/print.js";

/** What to show, and where. */
export interface Explorer {
  readonly described: DescribedContract;
  readonly title: string | undefined;
  /** Addresses that requests may go to, beside those of the contract. */
  readonly allow: readonly string[];
  readonly port: number;
}

const host = "127.0.0.1";

/** Resolves with the exit code when the explorer has ended. */
export async function runExplorer({ described, title, allow, port }: Explorer): Promise<ExitCode> {
  const { services } = described.description;
  const texts = { description: JSON.stringify(described.description), tables: JSON.stringify(described.tables) };
  const found = services.flatMap(({ ports }) => ports.map(({ address }) => address));
  const page = createConsole({
    base: "",
    services: [{ id: "contract", title: title ?? services[0]?.name ?? "contract", contract: () => Promise.resolve(texts) }],
    relay: { found, named: allow },
  });
  const { url, close } = await listen(page, { port, host }).catch((error: unknown) => {
    if (errorCode(error) === undefined) throw error;
    throw new UsageError(`${host}:${port} cannot be listened at: ${reasonText(error)}; --port chooses another one`);
  });
  printLine(process.stdout, `explorer at ${url}/, stop with Ctrl+C`);
  await firstSignal();
  await close(0);
  return ExitCode.clean;
}
