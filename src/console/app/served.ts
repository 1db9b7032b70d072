/**
 * What the console's handler serves of a contract; static pages have it in a script beside them.
 */
import type { DescribedTexts } from "../service.js";
import { configuration } from "./configuration.js";

declare global {
  /** Set by the `contract.js` of a static page. */
  var soapwrightContracts: Readonly<Record<string, DescribedTexts>> | undefined;
}

/** Gets the parsed JSON of a part of a contract. Rejects with what the server says. */
export async function served(part: "contracts" | "tables", id: string): Promise<unknown> {
  const beside = globalThis.soapwrightContracts?.[id];
  if (configuration.isStatic && beside !== undefined) return JSON.parse(part === "tables" ? beside.tables : beside.description);
  const response = await fetch(`${configuration.base}/${part}/${encodeURIComponent(id)}`);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
