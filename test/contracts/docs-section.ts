/**
 * Sections of docs/contracts.md that tests write: what they measured and found stands there as they print it.
 *
 * SOAPWRIGHT_WRITE_DOCS=1 writes them; without it a test compares, so that the page cannot fall behind the code.
 */
import { readFileSync, writeFileSync } from "node:fs";

const page = "docs/contracts.md";

/** The text of a section, and of what it should be: equal when the page is up to date. */
export function section(name: string, lines: readonly string[]): { readonly found: string; readonly wanted: string } {
  const wanted = `\n${lines.join("\n")}\n`;
  const text = readFileSync(page, "utf8");
  const pattern = new RegExp(`(<!-- begin ${name} -->\n)([\\s\\S]*?)(\n<!-- end ${name} -->)`);
  const found = pattern.exec(text)?.[2];
  if (found === undefined) throw new Error(`${page} has no section "${name}"`);
  if (process.env.SOAPWRIGHT_WRITE_DOCS !== "1") return { found, wanted };
  writeFileSync(
    page,
    text.replace(pattern, (_, begin: string, __: string, end: string) => `${begin}${wanted}${end}`),
  );
  return { found: wanted, wanted };
}

/** Rows as a Markdown table, the first one the head; all columns but the first are numbers or short words. */
export function markdownTable(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...body] = rows;
  return [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...body].map((row) => `| ${row.join(" | ")} |`);
}
