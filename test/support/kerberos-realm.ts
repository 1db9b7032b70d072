/** A Kerberos realm of the tests' own on loopback: MIT's key distribution center, with the user anna and the service host/localhost. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const paths = ["/usr/sbin", "/usr/bin", "/sbin"];
const path = [process.env.PATH ?? "", ...paths].join(":");
const isAbsent = (command: string): boolean => spawnSync(command, ["--help"], { env: { PATH: path }, stdio: "ignore" }).error !== undefined;

/** Why a realm cannot be had here; undefined: it can. */
export const realmProblem: string | undefined = ["krb5kdc", "kadmin.local", "kdb5_util", "kinit"].some(isAbsent)
  ? "Debian's krb5-kdc, krb5-admin-server and krb5-user are absent"
  : undefined;

export const realm = "TEST.LOOPBACK";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class KerberosRealm {
  readonly folder = mkdtempSync(join(tmpdir(), "soapwright-kerberos-"));
  /** For programs that use the realm. */
  readonly environment: NodeJS.ProcessEnv;
  #center: ChildProcess | undefined;

  constructor() {
    this.environment = {
      ...process.env,
      PATH: path,
      KRB5_CONFIG: join(this.folder, "krb5.conf"),
      KRB5_KDC_PROFILE: join(this.folder, "kdc.conf"),
    };
  }

  async start(): Promise<void> {
    const port = await freePort();
    const at = (name: string): string => join(this.folder, name);
    const address = `127.0.0.1:${port}`;
    writeFileSync(
      at("krb5.conf"),
      `[libdefaults]\n  default_realm = ${realm}\n  dns_lookup_kdc = false\n  dns_canonicalize_hostname = false\n  rdns = false\n  udp_preference_limit = 1\n` +
        `[realms]\n  ${realm} = {\n    kdc = ${address}\n  }\n[domain_realm]\n  localhost = ${realm}\n`,
    );
    writeFileSync(
      at("kdc.conf"),
      `[kdcdefaults]\n  kdc_listen = ${address}\n  kdc_tcp_listen = ${address}\n[realms]\n  ${realm} = {\n    database_name = ${at("principal")}\n` +
        `    key_stash_file = ${at("stash")}\n    acl_file = ${at("acl")}\n    max_life = 10h\n` +
        "    supported_enctypes = aes256-cts:normal aes128-cts:normal aes256-sha2:normal aes128-sha2:normal\n  }\n" +
        `[logging]\n  kdc = FILE:${at("kdc.log")}\n`,
    );
    this.#run("kdb5_util", ["create", "-s", "-r", realm, "-P", "masterpw"]);
    this.#administer("addprinc -pw secret anna");
    this.addService("host/localhost", "server.keytab");
    this.#center = spawn("krb5kdc", ["-n"], { env: this.environment, stdio: "ignore" });
    await this.#untilAnswering();
  }

  /** Makes a service and writes its keys into a key table; `types` as MIT's tools name them. */
  addService(name: string, keytab: string, types?: string): string {
    const file = join(this.folder, keytab);
    const choice = types === undefined ? "" : `-e ${types} `;
    this.#administer(`addprinc -randkey ${choice}${name}`);
    this.#administer(`ktadd -k ${file} ${types === undefined ? "" : `-e ${types} `}${name}`);
    return file;
  }

  /** Logs anna in; the environment of a program that is she. */
  logIn(cache = "anna.ccache", ...flags: readonly string[]): NodeJS.ProcessEnv {
    const file = join(this.folder, cache);
    this.#run("kinit", ["-c", file, ...flags, "anna"], "secret\n");
    return { ...this.environment, KRB5CCNAME: `FILE:${file}` };
  }

  /** Ends the center and removes all its files. */
  async stop(): Promise<void> {
    const center = this.#center;
    if (center !== undefined) {
      const ended = new Promise((resolve) => center.once("exit", resolve));
      center.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #administer(query: string): void {
    this.#run("kadmin.local", ["-r", realm, "-q", query]);
  }

  #run(command: string, parameters: readonly string[], input = ""): void {
    execFileSync(command, parameters, { env: this.environment, input, stdio: ["pipe", "pipe", "pipe"], timeout: 60_000 });
  }

  async #untilAnswering(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        this.logIn("probe.ccache");
        return;
      } catch (error) {
        if (attempt === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
