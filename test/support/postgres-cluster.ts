/**
 * A PostgreSQL of a test's own, which it may restart and kill.
 */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Debian has its versions. */
const versions = "/usr/lib/postgresql";

function findPrograms(): string | undefined {
  const folders = existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, "bin")) : [];
  return folders.filter((folder) => existsSync(join(folder, "initdb"))).at(-1);
}

/** The folder of PostgreSQL's programs; undefined: it is not installed, or tests are not to use it. */
export const postgresPrograms = process.env.SOAPWRIGHT_POSTGRES === undefined ? undefined : findPrograms();

export interface Cluster {
  readonly url: string;
  restart(mode: "fast" | "immediate"): Promise<void>;
  remove(): void;
}

/** Makes and starts a cluster. PostgreSQL does not run as root: then it is the user postgres's. */
export async function startCluster(programs: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-postgres-"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(folder, 0o755);
    execFileSync("chown", ["postgres", folder]);
  }
  const data = join(folder, "data");
  /** The file and its arguments, with which a program runs as the right user. */
  const commandOf = (program: string, args: readonly string[]): readonly [string, readonly string[]] => {
    const file = join(programs, program);
    return isRoot ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", file, ...args]] : [file, args];
  };
  // A server that inherits a pipe would keep it open.
  const run = (program: string, ...args: string[]): void => {
    const [file, all] = commandOf(program, args);
    execFileSync(file, all, { stdio: "ignore", cwd: folder });
  };
  const runBeside = async (program: string, ...args: string[]): Promise<void> => {
    const [file, all] = commandOf(program, args);
    const child = spawn(file, all, { stdio: "ignore", cwd: folder });
    const code = await new Promise((resolve, reject) => child.on("exit", resolve).on("error", reject));
    if (code !== 0) throw new Error(`${program} ended with ${code}`);
  };
  const port = await freePort();
  run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync", "-U", "postgres");
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='${folder}'`;
  run("pg_ctl", "-D", data, "-w", "-o", options, "-l", join(folder, "log"), "start");
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    restart: (mode) => runBeside("pg_ctl", "-D", data, "-w", "-m", mode, "-o", options, "-l", join(folder, "log"), "restart"),
    remove: () => {
      run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has no port");
  return address.port;
}
