/**
 * docs/interop.md: rows of the peers' tests, written by a run and read by a test.
 */

/** One test of a peer. */
export interface InteropRow {
  readonly peer: string;
  readonly version: string;
  readonly style: string;
  /** What the test says, the groups that it stands in included. */
  readonly feature: string;
  readonly verdict: "works" | "fails";
  /** A path from the project's root. */
  readonly file: string;
}

const head = `# Interoperability

Other people's stacks at the other end, in both directions. Written by the run of the tests themselves: \`npm run interop\` writes the rows of the peers that are installed, and leaves the others as
they are. The version of JAX-WS and WSS4J is that of the Java they run on. Servers of .NET with security in messages are not among them: .NET has had no SOAP server of its own since .NET Framework.

| peer | version | style | what | verdict | test |
| --- | --- | --- | --- | --- | --- |
`;

export function printPage(rows: readonly InteropRow[]): string {
  const lines = rows.map(({ peer, version, style, feature, verdict, file }) => {
    const cells = [peer, version, style, feature, verdict, `\`${file}\``];
    return `| ${cells.map((cell) => cell.replaceAll("|", "/")).join(" | ")} |\n`;
  });
  return head + lines.join("");
}

export function readPage(text: string): readonly InteropRow[] {
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && line.endsWith("` |"));
  return rows.map((row) => {
    const [peer = "", version = "", style = "", feature = "", verdict = "", file = ""] = row.slice(2, -2).split(" | ");
    return { peer, version, style, feature, verdict: verdict === "works" ? "works" : "fails", file: file.replaceAll("`", "").trim() };
  });
}
