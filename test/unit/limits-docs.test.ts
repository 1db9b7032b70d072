/**
 * docs/limits.md, compared with the limits of the code.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { contractLimits } from "../../codegen/schema/limits.js";
import { command } from "../../src/cli/commands/fetch.js";
import { defaultQuotas } from "../../src/nettcp/quotas.js";
import { defaultLoad, keepAliveTimeout, maxHeaderSize, maxPipelined } from "../../src/node/http-server.js";
import { maxFormLength, maxParameters } from "../../src/protocols/http/url-parameters.js";
import { maxSelectedNodes } from "../../src/runtime/identity/tracker.js";
import { defaultMaxIssues } from "../../src/runtime/issues.js";
import { defaultOptions } from "../../src/server/options.js";
import { maxIdentifierLength, maxPasswordLength } from "../../src/services/veloconnect/identifier-limits.js";
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
  const none = { "children of an element": "none" };
  expect(namesAndNumbers(reader)).toEqual({ ...formatted({ ...defaultLimits }), ...none });
  expect(namesAndNumbers(messages)).toEqual(formatted({ ...messageLimits }));
  expect(namesAndNumbers(others)).toEqual(formatted({ maxIssues: defaultMaxIssues, "limit-identity": maxSelectedNodes }));
});

test("contracts", () => {
  const [rows] = tablesUnder("Contracts");
  expect(rows?.map(([number]) => number)).toEqual(Object.values(formatted(contractLimits)));
});

test("net.tcp", () => {
  expect(namesAndNumbers(tablesUnder("net.tcp and binary XML")[0])).toEqual(formatted({ ...defaultQuotas }));
});

test("HTTP", () => {
  const { maxBodyBytes, timeout, maxConcurrent, openPerBuyer, passwordLimits } = defaultOptions;
  expect(namesAndNumbers(tablesUnder("HTTP")[0])).toEqual(
    formatted({
      "--max-body": maxBodyBytes,
      "address and headers": maxHeaderSize,
      "--timeout": timeout,
      "--max-concurrent": maxConcurrent,
      "--connections-per-address": defaultLoad.maxConnectionsPerAddress,
      "requests sent ahead": maxPipelined,
      "unread answers": defaultLoad.maxUnsentBytes,
      parameters: maxParameters,
      form: maxFormLength,
      "--wrong-passwords": passwordLimits.wrongPerAddress,
      "wrong passwords of a BuyersID": passwordLimits.wrongPerBuyer,
      "running checks": passwordLimits.running,
      checks: passwordLimits.total,
      "checks of an address": passwordLimits.perAddress,
      "checks of a BuyersID": passwordLimits.perBuyer,
      identifier: maxIdentifierLength,
      password: maxPasswordLength,
      "keep-alive": keepAliveTimeout,
      "--open-per-buyer": openPerBuyer,
    }),
  );
});

test("fetch", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await command.invoke({ name: "fetch", summary: "", args: ["--help"] });
  const help = write.mock.calls.join("");
  write.mockRestore();
  const defaults = [...help.matchAll(/(--max-[a-z-]+|--timeout) .*\(default: (\d+)\)/g)].map(([, flag = "", value]) => [
    flag,
    Number(value),
  ]);
  expect(namesAndNumbers(tablesUnder("`soapwright fetch`")[0])).toEqual(formatted(Object.fromEntries(defaults)));
});
