/**
 * docs/interop.md: a row for each feature of a peer, written by a run of the tests and read by a test.
 */

/** What a cell says of one direction: "works", "fails", or why there is no test. */
export interface InteropRow {
  readonly peer: string;
  readonly version: string;
  readonly style: string;
  readonly feature: string;
  /** The peer's client against our server. */
  readonly client: string;
  /** Our client against the peer's server. */
  readonly server: string;
  /** Names of files in test/interop. */
  readonly files: readonly string[];
}

const head = `# Interoperability

Other people's stacks at the other end, in both directions. The run of the tests themselves writes this page: \`npm run interop\` writes the rows of the peers that are installed, and leaves the others as
they are. A cell says "works" if each of its tests passed, and else why there is none. Where a peer makes or reads messages without a connection, it counts as the client or the server that would send or
receive them. The last column names files of \`test/interop\`.

| peer | version | style | feature | its client calls our server | our client calls its server | tests |
| --- | --- | --- | --- | --- | --- | --- |
`;

export function printPage(rows: readonly InteropRow[]): string {
  const lines = rows.map(({ peer, version, style, feature, client, server, files }) => {
    const cells = [peer, version, style, feature, client, server, files.map((file) => `\`${file}\``).join(" ")];
    return `| ${cells.map((cell) => cell.replaceAll("|", "/")).join(" | ")} |\n`;
  });
  return head + lines.join("");
}

export function readPage(text: string): readonly InteropRow[] {
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && line.endsWith("` |"));
  return rows.map((row) => {
    const [peer = "", version = "", style = "", feature = "", client = "", server = "", files = ""] = row.slice(2, -2).split(" | ");
    return { peer, version, style, feature, client, server, files: files.replaceAll("`", "").split(" ") };
  });
}
