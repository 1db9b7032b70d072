/** Programs of .NET that use Windows authentication, built from the shared folder: a WCF client with the default binding, and a bare NegotiateStream. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedFolder } from "../../support/shared-folder.js";
import { Running } from "./mono-programs.js";

const version = spawnSync("dotnet", ["--version"], { encoding: "utf8" });
const ntlmLibrary = spawnSync("sh", ["-c", "ls /usr/lib/*/gssntlmssp/gssntlmssp.so"], { stdio: "ignore" });

/** Why the programs cannot be had here; undefined: nothing speaks against it before they are restored. */
export const negotiatePeersProblem: string | undefined =
  sharedFolder() === undefined
    ? "the shared folder is absent"
    : version.status !== 0
      ? ".NET is absent"
      : ntlmLibrary.status !== 0
        ? "Debian's gss-ntlmssp is absent"
        : undefined;

const environment = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" };

export class NegotiatePeers {
  readonly folder = mkdtempSync(join(tmpdir(), "soapwright-negotiate-"));
  /** Why they could not be built, for instance without a package source. */
  readonly problem: string | undefined;

  constructor() {
    const source = join(sharedFolder() ?? "", "interop/negotiate");
    for (const program of ["wcf", "nego"]) cpSync(join(source, program), join(this.folder, program), { recursive: true });
    cpSync(fileURLToPath(new URL("../dotnet/negotiate-client", import.meta.url)), join(this.folder, "http"), { recursive: true });
    // The shared folder is for reading only, and so are copies of it.
    execFileSync("chmod", ["-R", "u+w", this.folder]);
    writeFileSync(join(this.folder, "users"), "TEST:anna:secret\n");
    writeFileSync(join(this.folder, "users-wrong"), "TEST:anna:wrong\n");
    this.problem = this.#build("nego") ?? this.#build("wcf") ?? this.#build("http");
  }

  #build(program: string): string | undefined {
    try {
      const parameters = ["build", "-c", "Release", "-v", "q", "-o", "out"];
      execFileSync("dotnet", parameters, { cwd: join(this.folder, program), env: environment, stdio: "pipe", timeout: 240_000 });
      return undefined;
    } catch (error) {
      const said = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
      return `dotnet build ${program}: ${said.trim().split("\n").slice(-3).join(" ")}`;
    }
  }

  /** The environment of a user of NTLM: anna, with the right password or another; Kerberos is not to be had. */
  ntlmUser(users: "users" | "users-wrong" = "users"): NodeJS.ProcessEnv {
    return { ...environment, KRB5_CONFIG: "/dev/null", KRB5CCNAME: "FILE:/nonexistent", NTLM_USER_FILE: join(this.folder, users) };
  }

  /** Runs the WCF client with its default binding; what it printed, and its exit status. */
  async runClient(endpoint: string, scenario: string, user: NodeJS.ProcessEnv) {
    return new Running("dotnet", [join(this.folder, "wcf/out/wcfclient.dll"), endpoint, "windows", scenario], 60_000, user).ended;
  }

  /** Runs HttpClient: a POST and a GET of one address. */
  async runHttpClient(url: string, user: NodeJS.ProcessEnv) {
    return new Running("dotnet", [join(this.folder, "http/out/negotiate-client.dll"), url], 60_000, user).ended;
  }

  /** Starts a NegotiateStream server that sends back what it gets. */
  startEcho(user: NodeJS.ProcessEnv): Running {
    const parameters = ["Negotiate", "host/localhost", "-", "-", "-", "EncryptAndSign", "/dev/null", "server", "0"];
    return new Running("dotnet", [join(this.folder, "nego/out/nego.dll"), ...parameters], 60_000, user);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
