/**
 * What the environment refuses is said in one line with what to do about it, exit code 2: it is no error of ours.
 */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, Workplace } from "./run-command.js";

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  const schema = (body: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop">${body}</xs:schema>`;
  const element = '<xs:element name="Order" type="xs:int"/>';
  place.write("order.xsd", schema(element));
  const more = Array.from({ length: 40 }, (_, index) => `<xs:complexType name="T${index}"/><xs:element name="E${index}" type="xs:int"/>`);
  place.write("larger.xsd", schema(element + more.join("")));
  place.write("file", "");
});
afterAll(() => place.remove());

const writers = ["generate order.xsd --out", "docs order.xsd --out", "fetch order.xsd --out", "sample order.xsd --out"];
const oneLine = /^soapwright: [^\n]+; [^\n]+\n$/;

describe.skipIf(!existsSync("/proc/self"))("a place that takes no folders", () => {
  it.each([...writers, "serve --port 0 --no-ipam --data", "machine order --out"])("%s /proc/x", async (line) => {
    const { status, stderr } = await place.run(...line.split(" "), line.startsWith("machine") ? "/proc/x/y" : "/proc/x");
    expect([status, stderr]).toEqual([2, expect.stringMatching(oneLine)]);
    expect(stderr).toContain("/proc/x");
  });
});

describe("a file where a folder is meant", () => {
  it.each([...writers.map((line) => `${line} file`), `${writers[0]} file/deeper`])("%s", async (line) => {
    const { status, stderr } = await place.run(...line.split(" "));
    expect([status, stderr]).toEqual([2, expect.stringMatching(oneLine)]);
    expect(stderr).toContain("file is in the way");
  });
});

describe("a folder where a file is meant", () => {
  it.each(["validate .", "machine order --out .", "ipam run EditDhcpServer --params ."])("%s", async (line) => {
    const { status, stderr } = await place.run(...line.split(" "));
    expect([2, 3]).toContain(status);
    expect(stderr).toMatch(/is a folder/);
    expect(stderr).not.toMatch(/internal|EISDIR|\n.*\n.*\n/);
  });
});

const isRoot = process.getuid?.() === 0;

/** Runs as somebody without rights, which the superuser is not. */
function runWithoutRights(...args: string[]) {
  return spawnSync(process.execPath, [command, ...args], {
    cwd: place.folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    ...(isRoot && { uid: 65_534, gid: 65_534 }),
  });
}

describe.skipIf(process.platform === "win32")("a folder that may not be written", () => {
  beforeAll(() => {
    chmodSync(place.folder, 0o755);
    mkdirSync(join(place.folder, "locked"));
    chmodSync(join(place.folder, "locked"), 0o555);
  });

  it.each([...writers.map((line) => `${line} locked`), `${writers[0]} locked/deeper`])("%s", (line) => {
    // An installation that others may not read cannot be run by them.
    if (runWithoutRights("--version").status !== 0) return;
    const { status, stderr } = runWithoutRights(...line.split(" "));
    expect([status, stderr]).toEqual([2, expect.stringMatching(oneLine)]);
    expect(stderr).toContain("permission denied");
  });
});

/** A disk of 64 KiB; only the superuser can make one. */
function mountSmallDisk(): string | undefined {
  const folder = join(place.folder, "disk");
  mkdirSync(folder);
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder]).status === 0 ? folder : undefined;
}

describe("a full disk", () => {
  let disk: string | undefined;
  beforeAll(() => {
    disk = mountSmallDisk();
  });
  afterAll(() => {
    if (disk !== undefined) spawnSync("umount", [disk]);
  });

  it.each(writers.slice(0, 3))("%s leaves everything as it was", async (line) => {
    if (disk === undefined) return;
    expect(await place.run(...line.split(" "), "disk/ours")).toMatchObject({ status: 0 });
    const before = readdirSync(join(disk, "ours"), { recursive: true });
    spawnSync("sh", ["-c", "cat /dev/zero > disk/rest"], { cwd: place.folder });
    const { status, stderr } = await place.run(...line.replace("order", "larger").split(" "), "disk/ours");
    expect([status, stderr]).toEqual([2, expect.stringMatching(oneLine)]);
    expect(stderr).toContain("no space left on the disk");
    expect(readdirSync(join(disk, "ours"), { recursive: true })).toEqual(before);
    spawnSync("sh", ["-c", "rm -r disk/*"], { cwd: place.folder });
  });

  it.skipIf(!existsSync("/dev/full"))("behind the standard output is said", () => {
    const { status, stderr } = spawnSync("sh", ["-c", `'${process.execPath}' '${command}' ipam operations > /dev/full`], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([2, "soapwright: the output cannot be written: no space left on the disk\n"]);
  });
});

describe("a reader that stops early", () => {
  it.each(["ipam operations", "sample order.xsd --count 300", "--help", "generate --help"])("ends %s quietly", async (line) => {
    const child = spawn(process.execPath, [command, ...line.split(" ")], { cwd: place.folder });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect([status, stderr]).toEqual([0, ""]);
  });
});
