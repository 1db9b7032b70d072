/**
 * docs/limits.md, compared with the limits of the code.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { contractLimits } from "../../codegen/schema/limits.js";
import { command as fetchCommand } from "../../src/cli/commands/fetch.js";
import { command as serveCommand } from "../../src/cli/commands/serve.js";
import { defaultQuotas } from "../../src/nettcp/quotas.js";
import { defaultLoad, keepAliveTimeout, maxHeaderSize, maxPipelined } from "../../src/node/http-server.js";
import { maxFormLength, maxParameters } from "../../src/protocols/http/url-parameters.js";
import { maxSelectedNodes } from "../../src/runtime/identity/tracker.js";
import { defaultMaxIssues } from "../../src/runtime/issues.js";
import { defaultOptions } from "../../src/server/options.js";
import { maxIdentifierLength, maxPasswordLength } from "../../src/services/veloconnect/identifier-limits.js";
import { instanceOverhead } from "../../src/stores/store.js";
import { defaultWrongPasswordLimits } from "../../src/wrong-passwords.js";
import { defaultLimits, messageLimits } from "../../src/xml/limits.js";

const text = readFileSync(fileURLToPath(new URL("../../docs/limits.md", import.meta.url)), "utf8");

/** The tables of a section, each as a list of its rows without back quotes. */
function tablesUnder(heading: string): readonly (readonly string[])[][] {
  const section = text.slice(text.indexOf(`\n## ${heading}\n`)).split("\n## ", 2)[1] ?? "";
  const tables = section.split("\n\n").filter((part) => part.startsWith("|"));
  return tables.map((table) =>
    table
      .trim()
      .split("\n")
      .slice(2)
      .map((row) =>
        row
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim().replaceAll("`", "")),
      ),
  );
}

/** The first two cells of the rows: a name and our number. */
const namesAndNumbers = (rows: readonly (readonly string[])[] = []): Record<string, string> =>
  Object.fromEntries(rows.map(([name = "", number = ""]) => [name, number]));
const formatted = (values: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toLocaleString("en-US")]));

test("documents", () => {
  const [reader, messages, others] = tablesUnder("Documents");
  expect(namesAndNumbers(reader)).toEqual(formatted({ ...defaultLimits }));
  expect(namesAndNumbers(messages)).toEqual(formatted({ ...messageLimits }));
  expect(namesAndNumbers(others)).toEqual(formatted({ maxIssues: defaultMaxIssues, "limit-identity": maxSelectedNodes }));
});

test("contracts", () => {
  const [rows] = tablesUnder("Contracts");
  expect(rows?.map(([number]) => number)).toEqual(Object.values(formatted(contractLimits)));
});

test("net.tcp", () => {
  const [quotas, ntlm] = tablesUnder("net.tcp and binary XML");
  expect(namesAndNumbers(quotas)).toEqual(formatted({ ...defaultQuotas }));
  const { perAddress, perName } = defaultWrongPasswordLimits;
  expect(namesAndNumbers(ntlm)).toEqual(
    formatted({ "wrong passwords of an address": perAddress, "wrong passwords of an account": perName }),
  );
});

/** What a command's help says of its flags: name, placeholder, default. */
async function flagsOf(
  name: string,
  invoke: typeof fetchCommand.invoke,
): Promise<readonly (readonly [flag: string, kind: string, value: string])[]> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await invoke({ name, summary: "", args: ["--help"] });
  const help = write.mock.calls.join("");
  write.mockRestore();
  return [...help.matchAll(/(--[a-z-]+) <([a-z]+)> .*default:? (\d+)/g)].map(([, flag = "", kind = "", value = ""]) => [flag, kind, value]);
}

/** Flags that say how much, as opposed to where and what. */
const amounts = ["number", "bytes", "seconds", "hours", "days"];

test("HTTP and veloconnect", async () => {
  const { passwordLimits } = defaultOptions;
  const ofHttp = namesAndNumbers(tablesUnder("HTTP")[0]);
  const ofVeloconnect = namesAndNumbers(tablesUnder("veloconnect")[0]);
  const flags = (await flagsOf("serve", (given) => serveCommand.invoke(given))).filter(([, kind]) => amounts.includes(kind));
  expect(flags.length).toBeGreaterThan(8);
  expect({ ...ofHttp, ...ofVeloconnect }).toEqual(
    formatted({
      ...Object.fromEntries(flags.map(([flag, , value]) => [flag, Number(value)])),
      "address and headers": maxHeaderSize,
      connections: defaultLoad.maxConnections,
      "requests sent ahead": maxPipelined,
      "unread answers": defaultLoad.maxUnsentBytes,
      parameters: maxParameters,
      form: maxFormLength,
      "wrong passwords of a BuyersID": passwordLimits.wrongPerBuyer,
      "running checks": passwordLimits.running,
      checks: passwordLimits.total,
      "checks of an address": passwordLimits.perAddress,
      "checks of a BuyersID": passwordLimits.perBuyer,
      identifier: maxIdentifierLength,
      password: maxPasswordLength,
      "keep-alive": keepAliveTimeout,
      "bytes beside a transaction": instanceOverhead,
    }),
  );
  // What the help says, and the table of each, is what applies.
  expect(defaultLoad.maxConnectionsPerAddress).toBe(Number(ofHttp["--connections-per-address"]?.replace(",", "")));
});

test("fetch", async () => {
  const flags = await flagsOf("fetch", (given) => fetchCommand.invoke(given));
  const limits = flags.filter(([flag]) => /^--(max-|timeout)/.test(flag)).map(([flag, , value]) => [flag, Number(value)]);
  expect(namesAndNumbers(tablesUnder("`soapwright fetch`")[0])).toEqual(formatted(Object.fromEntries(limits)));
});
