/**
 * Other people's stacks for the table of docs/interop.md, in its order, and why a direction has no test.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Direction } from "./interop-row.js";

export interface Peer {
  readonly name: string;
  /** The version that is installed; "" if none is. */
  readonly version: () => string;
}

/** Why the tests of a peer leave a direction out: in all of its rows, in those of a style, or in one. */
export interface Gap {
  readonly peer: string;
  readonly style?: string;
  readonly feature?: string;
  readonly direction: Direction;
  readonly reason: string;
}

/** The first text like a version in what a program prints. */
function printed(program: string, ...args: readonly string[]): () => string {
  return () => {
    const { stdout = "", stderr = "" } = spawnSync(program, args, { encoding: "utf8", timeout: 20_000 });
    return /\d+(?:\.\d+)+/.exec(`${stdout ?? ""}${stderr ?? ""}`)?.[0] ?? "";
  };
}

/** The version of a package of Debian. */
const debian = (name: string) => printed("dpkg-query", "--show", name);
/** What Python says of a module. */
const python = (module: string) => printed("/usr/bin/python3", "-c", `import ${module}; print(${module}.__version__)`);

/** The version of the package that a project of .NET asks for. */
const versionOfPackage = (project: string): string => /Version="([\d.]+)"/.exec(readFileSync(project, "utf8"))?.[1] ?? "";

export const peers: readonly Peer[] = [
  { name: "node-soap", version: () => JSON.parse(readFileSync("node_modules/soap/package.json", "utf8")).version },
  { name: "PHP", version: printed("php", "--version") },
  { name: "Axis", version: debian("libaxis-java") },
  { name: "SOAP::Lite", version: debian("libsoap-lite-perl") },
  { name: "suds", version: debian("python3-suds") },
  { name: "gSOAP", version: printed("soapcpp2", "-V") },
  { name: "zeep", version: python("zeep") },
  { name: "JAX-WS", version: debian("libjaxws-java") },
  { name: "WSS4J", version: debian("libwss4j-java") },
  { name: "xmlsec", version: python("xmlsec") },
  { name: ".NET", version: printed("dotnet", "--version") },
  { name: "SoapCore", version: () => versionOfPackage("test/interop/dotnet/soapcore-server/soapcore-server.csproj") },
  { name: "Mono", version: printed("mono", "--version") },
];

const clientOnly = "it is a client only";
const noDotnetServer = "not tried: the framework has no SOAP server, and the package CoreWCF could not be had";

/** Where several fit, the first counts. */
export const gaps: readonly Gap[] = [
  { peer: "suds", direction: "server", reason: clientOnly },
  { peer: "zeep", style: "document/literal", direction: "server", reason: clientOnly },
  { peer: "zeep", style: "SwA", direction: "server", reason: clientOnly },
  { peer: "xmlsec", direction: "server", reason: "it checks the assertions that we send in the same tests" },
  {
    peer: ".NET",
    style: "Windows authentication",
    feature: "wrong and missing credentials",
    direction: "server",
    reason: "not tried: NegotiateStream alone is a server",
  },
  { peer: "SoapCore", direction: "client", reason: "it is a server only" },
  { peer: ".NET", style: "document/literal", direction: "server", reason: "its server is SoapCore, below" },
  { peer: ".NET", style: "WS-Security", direction: "server", reason: "its server is SoapCore, below" },
  { peer: ".NET", style: "MTOM", direction: "server", reason: "its SoapCore answers a bare envelope as multipart/related" },
  { peer: ".NET", direction: "server", reason: noDotnetServer },
  { peer: ".NET", style: "Windows authentication", direction: "client", reason: "its NetTcpBinding takes this place" },
  { peer: "Mono", feature: "framing faults", direction: "server", reason: "its server sends none" },
];
