/**
 * Which test files have other people's stacks at the other end, for the table of docs/interop.md.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Peer {
  /** A file in test/interop. */
  readonly file: string;
  readonly peer: string;
  /** The version that is installed; "" if none is. */
  readonly version: () => string;
  /** Style and transport. */
  readonly style: string;
}

/** The first text like a version in what a program prints. */
function printed(program: string, ...args: readonly string[]): () => string {
  return () => {
    const { stdout = "", stderr = "" } = spawnSync(program, args, { encoding: "utf8", timeout: 20_000 });
    return /\d+(?:\.\d+)+/.exec(`${stdout ?? ""}${stderr ?? ""}`)?.[0] ?? "";
  };
}

const nodeSoap = (): string => JSON.parse(readFileSync("node_modules/soap/package.json", "utf8")).version;
const php = printed("php", "--version");
const gsoap = printed("soapcpp2", "-V");
/** The version of a package of Debian. */
const debian = (name: string) => printed("dpkg-query", "--show", name);
const axis = debian("libaxis-java");
const dotnet = printed("dotnet", "--version");

export const peers: readonly Peer[] = [
  { file: "node-soap.test.ts", peer: "node-soap", version: nodeSoap, style: "document/literal" },
  { file: "php-client.test.ts", peer: "PHP", version: php, style: "document/literal" },
  { file: "php-server.test.ts", peer: "PHP", version: php, style: "document/literal" },
  { file: "php-encoded.test.ts", peer: "PHP", version: php, style: "rpc/encoded" },
  { file: "axis-encoded.test.ts", peer: "Axis", version: axis, style: "rpc/encoded, SwA" },
  { file: "soap-lite-encoded.test.ts", peer: "SOAP::Lite", version: debian("libsoap-lite-perl"), style: "rpc/encoded" },
  { file: "suds-encoded.test.ts", peer: "suds", version: debian("python3-suds"), style: "rpc/encoded" },
  { file: "gsoap-client.test.ts", peer: "gSOAP", version: gsoap, style: "document/literal" },
  { file: "gsoap-server.test.ts", peer: "gSOAP", version: gsoap, style: "document/literal" },
  {
    file: "zeep-client.test.ts",
    peer: "zeep",
    version: printed("/usr/bin/python3", "-c", "import zeep; print(zeep.__version__)"),
    style: "document/literal",
  },
  { file: "jaxws-client.test.ts", peer: "JAX-WS", version: printed("java", "-version"), style: "document/literal" },
  { file: "jaxws-mtom.test.ts", peer: "JAX-WS", version: printed("java", "-version"), style: "MTOM" },
  { file: "dotnet-http.test.ts", peer: ".NET", version: dotnet, style: "document/literal" },
  { file: "ws-security.test.ts", peer: "WSS4J, xmlsec", version: printed("java", "-version"), style: "WS-Security" },
  {
    file: "ws-security-saml.test.ts",
    peer: "xmlsec",
    version: printed("/usr/bin/python3", "-c", "import xmlsec; print(xmlsec.__version__)"),
    style: "WS-Security",
  },
  { file: "ws-security-node-soap.test.ts", peer: "node-soap", version: nodeSoap, style: "WS-Security" },
  { file: "ws-security-gsoap.test.ts", peer: "gSOAP", version: gsoap, style: "WS-Security" },
  { file: "ws-security-dotnet.test.ts", peer: ".NET", version: dotnet, style: "WS-Security" },
  { file: "nettcp-dotnet.test.ts", peer: ".NET", version: dotnet, style: "net.tcp" },
  { file: "nettcp-mono.test.ts", peer: "Mono", version: printed("mono", "--version"), style: "net.tcp" },
  { file: "negotiate-dotnet.test.ts", peer: ".NET", version: dotnet, style: "Windows authentication" },
];
