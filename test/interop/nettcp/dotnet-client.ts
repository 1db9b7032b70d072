/** The peer programs' client, built with .NET on System.ServiceModel.NetTcp, the framework's own implementation of net.tcp. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedFolder } from "../../support/shared-folder.js";
import { type Ended, Running, writeSources } from "./mono-programs.js";

const version = spawnSync("dotnet", ["--version"], { encoding: "utf8" });

/** Why the client cannot be had here; undefined: nothing speaks against it before it is restored. */
export const dotnetProblem: string | undefined =
  sharedFolder() === undefined ? "the shared folder is absent" : version.status === 0 ? undefined : ".NET is absent";

const environment = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" };

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net${version.stdout?.split(".")[0] ?? "0"}.0</TargetFramework>
    <StartupObject>IpamInterop.Program</StartupObject>
    <NoWarn>CS0612;CS8632</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <Compile Remove="Server.cs;RawClient.cs" />
  </ItemGroup>
</Project>
`;

const program = `namespace IpamInterop
{
    static class Program
    {
        static int Main(string[] args)
        {
            return args[0] == "client" ? Client.Main(args[1..]) : Sessions.Main(args[1..]);
        }
    }
}
`;

/** A certificate of a test is known to nobody. */
const trusting = `
            factory.Credentials.ServiceCertificate.SslCertificateAuthentication = new System.ServiceModel.Security.X509ServiceCertificateAuthentication
            { CertificateValidationMode = System.ServiceModel.Security.X509CertificateValidationMode.None };`;

export class DotnetClient {
  readonly #folder = mkdtempSync(join(tmpdir(), "soapwright-dotnet-"));
  /** Why it could not be built, for instance without a package source. */
  readonly problem: string | undefined;

  constructor() {
    const write = (name: string, text: string): void => writeFileSync(join(this.#folder, name), text);
    const edit = (name: string, change: (text: string) => string): void =>
      write(name, change(readFileSync(join(this.#folder, name), "utf8")));
    writeSources(this.#folder);
    write("peer.csproj", project);
    write("Program.cs", program);
    // The framework serves nothing: the service behind the contract goes.
    edit("Types.cs", (text) => `${text.slice(0, text.indexOf("    [ServiceBehavior"))}}\n`);
    for (const name of ["Client.cs", "Sessions.cs"]) edit(name, (text) => text.replace("static int Main(", "internal static int Main("));
    edit("Client.cs", (text) => text.replace("binding, new EndpointAddress(uri));\n", (found) => `${found.trimEnd()}${trusting}\n`));
    this.problem =
      this.#dotnet("add", "package", "System.ServiceModel.NetTcp") ?? this.#dotnet("build", "-c", "Release", "-v", "q", "-o", "out");
  }

  /** The end of what a command says where it fails. */
  #dotnet(...parameters: readonly string[]): string | undefined {
    try {
      execFileSync("dotnet", parameters, { cwd: this.#folder, env: environment, stdio: "pipe", timeout: 240_000 });
      return undefined;
    } catch (error) {
      const said = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
      return `dotnet ${parameters.slice(0, 3).join(" ")}: ${said.trim().split("\n").slice(-3).join(" ")}`;
    }
  }

  /** Why a package cannot be had; undefined: it can. */
  problemOf(packageName: string): string | undefined {
    return this.#dotnet("add", "package", packageName);
  }

  run(parameters: readonly string[], timeout = 60_000): Promise<Ended> {
    return new Running("dotnet", [join(this.#folder, "out/peer.dll"), ...parameters], timeout).ended;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
