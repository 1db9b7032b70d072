/**
 * What the documentation site has: sections, and the pages of the repository in each.
 */

export interface Section {
  readonly title: string;
  /** What one page in it is called. */
  readonly one: string;
  readonly files: readonly string[];
}

/** In the order of the navigation. Guides are there for each of three uses: schemas, services, the protocols that come with the package. */
export const sections: readonly Section[] = [
  { title: "Start", one: "introduction", files: ["README.md", "CHANGELOG.md"] },
  {
    title: "Schemas and documents",
    one: "guide",
    files: [
      "docs/validation.md",
      "docs/values.md",
      "docs/streams.md",
      "docs/configuration.md",
      "docs/inspect.md",
      "docs/diff.md",
      "docs/limits.md",
    ],
  },
  {
    title: "Services of your own",
    one: "guide",
    files: [
      "docs/own-service.md",
      "docs/serving.md",
      "docs/calling.md",
      "docs/mock.md",
      "docs/console.md",
      "docs/console-pictures.md",
      "docs/from-node-soap.md",
      "docs/ws-security.md",
      "docs/machines.md",
      "docs/testing.md",
    ],
  },
  {
    title: "veloconnect and IPAM",
    one: "guide",
    files: ["docs/server.md", "docs/operations.md", "docs/merchandise-system.md", "docs/net-tcp.md"],
  },
  { title: "Cookbook", one: "recipe", files: ["docs/cookbook.md"] },
  {
    title: "Conformance, interoperability, speed",
    one: "table",
    files: ["docs/contracts.md", "docs/interop.md", "docs/peers.md", "docs/performance.md"],
  },
  {
    title: "Inside",
    one: "page",
    files: ["ARCHITECTURE.md", "docs/tables.md", "docs/development.md", "CONTRIBUTING.md", "SECURITY.md", "THREAT_MODEL.md"],
  },
];

/** Where a page of the repository stands in the site; undefined for what is no page of it. */
export function pathOf(file: string): string | undefined {
  if (!sections.some(({ files }) => files.includes(file))) return undefined;
  return file === "README.md" ? "index.html" : file.replace(/\.md$/, ".html").toLowerCase();
}
