/**
 * WSDL documents and schemas near the folder that a command runs in, for proposals.
 */
import { type Dirent, readdirSync } from "node:fs";

/** WSDL documents in the folder or the folders in it, else schemas. */
export function findDocuments(): readonly string[] {
  const folders = list(".").filter(mayHoldContracts);
  const files = [...filesIn("."), ...folders.flatMap(({ name }) => filesIn(name).map((file) => `${name}/${file}`))].sort();
  const wsdls = files.filter((file) => file.endsWith(".wsdl"));
  return wsdls.length > 0 ? wsdls : files.filter((file) => file.endsWith(".xsd"));
}

function filesIn(folder: string): readonly string[] {
  return list(folder).flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]));
}

/** A folder that cannot be read holds nothing. */
function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function mayHoldContracts(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules" && entry.name !== "dist";
}
