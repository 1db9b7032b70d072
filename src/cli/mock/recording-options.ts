/**
 * `--record url --to folder` -> what a recorder needs.
 */
import type { MockContract } from "../../../codegen/mock/mock-contract.js";
import { portsOf } from "../../../codegen/mock/ports.js";
import type { RecorderOptions } from "../../../codegen/mock/recorder.js";
import { UsageError } from "../exit-code.js";
import { forwarderTo } from "./forward.js";
import { RecordingsFolder } from "./recordings-folder.js";

/** Throws a UsageError for a URL that is not http: or https:, and for a folder that cannot be used. */
export function recordingOptions(record: string, to: string | undefined, contract: MockContract): Omit<RecorderOptions, "onRequest"> {
  if (to === undefined) throw new UsageError("--record needs --to: the folder for the recordings");
  const url = URL.canParse(record) ? new URL(record) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--record: "${record}" is not a URL that begins with http:// or https://`);
  if (url.username !== "" || url.password !== "") throw new UsageError("--record: the URL has a password; the client sends its own");
  const paths = portsOf(contract).served.map(({ path }) => path);
  return { contract, forward: forwarderTo(url, paths), keep: new RecordingsFolder(to).write };
}
