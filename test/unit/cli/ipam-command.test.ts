/** The IPAM client as a person runs it, against the server as a person runs it. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate } from "../../support/tls-certificate.js";
import { type Running, Workplace } from "./run-command.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const parameters = fileURLToPath(new URL("../../../schemas/ipam/demonstration-parameters.xml", import.meta.url));

const place = new Workplace();
const servers: Running[] = [];

/** The address of a server's IPAM service. */
async function serve(...flags: string[]): Promise<string> {
  const server = place.start("serve", "--port", "0", "--memory", "--ipam-port", "0", ...flags);
  servers.push(server);
  await server.until("listening");
  const address = /net\.tcp:\/\/127\.0\.0\.1:\d+\/Ipam\/OperationWithProgress/.exec(server.output())?.[0];
  if (address === undefined) throw new Error(server.output());
  return address;
}

beforeAll(() => {
  if (!existsSync(`${root}/dist/src/cli/main.js`)) execFileSync("npm", ["run", "build:code"], { cwd: root });
}, 120_000);
afterAll(async () => {
  for (const { process: child, ended } of servers) {
    child.kill("SIGKILL");
    await ended;
  }
  place.remove();
});

describe("soapwright ipam run", () => {
  test("shows the progress as lines where there is no terminal", async () => {
    const endpoint = await serve();
    const { status, stdout, stderr } = await place.run("ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", endpoint);
    expect([status, stderr]).toEqual([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("subtask 1: Read the configuration");
    expect(lines).toContain("subtask 2: CompletedWithWarning 100%: one of the settings had its value already");
    expect(lines.at(-1)).toBe("RenameSuperscope: CompletedWithSuccess");
  });

  test("writes objects, over TLS, in text", async () => {
    const { key, cert } = makeCertificate("localhost");
    place.write("cert.pem", cert);
    place.write("key.pem", key);
    const endpoint = await serve("--ipam-cert", "cert.pem", "--ipam-key", "key.pem");
    const run = ["ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", endpoint];
    const { status, stdout } = await place.run(...run, "--ca", "cert.pem", "--encoding", "text", "--format", "json");
    expect(status).toBe(0);
    const objects: readonly { readonly outcome?: string }[] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects.at(-1)).toEqual({ operationId: "RenameSuperscope", outcome: "completed", ok: true, message: "CompletedWithSuccess" });
    const plain = await place.run(...run);
    expect([plain.status, plain.stderr]).toEqual([1, expect.stringContaining("UpgradeInvalid")]);
    const untrusted = await place.run(...run, "--tls");
    expect([untrusted.status, untrusted.stderr]).toEqual([1, expect.stringContaining("certificate")]);
  });

  test("an operation that fails, and one that is refused", async () => {
    place.write("roles.json", JSON.stringify({ groups: { IpamMsmAdministrators: "S-1-5-21-9" } }));
    const endpoint = await serve("--ipam-roles", "roles.json");
    const refused = await place.run("ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", endpoint);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain("RenameSuperscope: refused: ");
    const member = await serve("--ipam-roles", "roles.json", "--ipam-caller", "S-1-5-7,S-1-5-21-9");
    const failed = await place.run("ipam", "run", "RenameSuperscope", "--endpoint", member);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toContain("RenameSuperscope: CompletedWithFailure: ");
  });

  test("by NTLM, as a caller whom a role names; the log says who it was, what was done, and how it ended", async () => {
    const hash = await place.runWith("secret\n", "serve", "--hash-nt");
    expect(hash.stdout).toBe("878d8014606cda29677a44efa1353fc7\n");
    const accounts = ["anna", "bob"].map((name) => ({ name: `TEST\\${name}`, ntHash: hash.stdout.trim() }));
    place.write("accounts.json", JSON.stringify({ accounts }));
    place.write("named.json", JSON.stringify({ groups: { IpamMsmAdministrators: ["S-1-5-21-9", "test\\ANNA"] } }));
    const endpoint = await serve("--ipam-accounts", "accounts.json", "--ipam-roles", "named.json");
    const run = (password: string, user: string) =>
      place.runWith(password, "ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", endpoint, "--user", user);
    const done = await run("secret\n", "TEST\\anna");
    expect([done.status, done.stdout.trimEnd().split("\n").at(-1)]).toEqual([0, "RenameSuperscope: CompletedWithSuccess"]);
    const refused = await run("secret\n", "TEST\\bob");
    expect([refused.status, refused.stdout]).toEqual([1, expect.stringContaining("RenameSuperscope: refused: ")]);
    const wrong = await run("wrong\n", "TEST\\anna");
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining("the other end has refused the handshake: 0x80090304")]);
    const plain = await place.run("ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", endpoint);
    expect([plain.status, plain.stderr]).toEqual([1, expect.stringContaining("UpgradeInvalid")]);
    const server = servers.at(-1);
    await server?.until("no account");
    const ended = (server?.output() ?? "").split("\n").filter((line) => line.includes("IPAM session ended"));
    expect(ended.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ caller: "TEST\\anna", operation: "RenameSuperscope", end: "the operation is completed" }),
      expect.objectContaining({ caller: "TEST\\bob", operation: "RenameSuperscope" }),
    ]);
  });

  test.each([
    ["no operation", ["ipam", "run"], "name the operation"],
    ["an unknown one", ["ipam", "run", "Rename"], 'no operation "Rename"'],
    ["an unknown action", ["ipam", "start"], 'not "start"'],
    ["a missing file", ["ipam", "run", "RenameSuperscope", "--params", "none.xml"], "none.xml"],
    ["another scheme", ["ipam", "run", "RenameSuperscope", "--endpoint", "http://localhost/"], "net.tcp://host:port/path"],
    ["half a certificate", ["serve", "--ipam-cert", "cert.pem"], "go together"],
    ["a wrong port", ["serve", "--ipam-port", "70000"], "--ipam-port"],
    ["a wrong identifier", ["serve", "--ipam-caller", "root"], "security identifier"],
  ])("exits with 2 for %s", async (_, args, message) => {
    const { status, stderr } = await place.run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("a server that is not there", async () => {
    const { status, stderr } = await place.run(
      "ipam",
      "run",
      "RenameSuperscope",
      "--endpoint",
      "net.tcp://127.0.0.1:1/Ipam/OperationWithProgress",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("ECONNREFUSED");
  });
});

test("a restarted server knows which operations were running, a client which did not end", async () => {
  const flags = ["serve", "--port", "0", "--data", "data", "--ipam-port", "0"];
  const first = place.start(...flags);
  servers.push(first);
  await first.until("listening");
  const endpoint = /net\.tcp:\S+Progress/.exec(first.output())?.[0] ?? "";
  const run = place.start("ipam", "run", "RenameSuperscope", "--params", parameters, "--endpoint", endpoint);
  await run.until("subtask 2");
  first.process.kill("SIGKILL");
  expect(await run.ended).toMatchObject({ status: 1, stdout: expect.stringContaining("may go on at the server") });
  const second = place.start(...flags);
  servers.push(second);
  await second.until("IPAM operations were interrupted when the server stopped");
  expect(second.output()).toContain('"count":1');
});

test("soapwright ipam operations", async () => {
  const { status, stdout } = await place.run("ipam", "operations");
  expect(status).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(49);
});
