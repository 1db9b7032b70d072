/**
 * A catalogue in a file, JSON or CSV, which is read again when it has changed. Requests are answered from the old content until the new one is there.
 */
import { readFile } from "node:fs/promises";
import type { Catalogue, Classification } from "../../services/veloconnect/index.js";
import type { CatalogueContent, CatalogueEntry, CatalogueProblem } from "../catalogue/content.js";
import { createCatalogue, type MemoryCatalogue } from "../catalogue/memory-catalogue.js";
import { readCatalogueCsv } from "../catalogue/read-csv.js";
import { readCatalogueJson } from "../catalogue/read-json.js";
import { fileVersion, follow } from "./follow-file.js";

/** A file as it was read. */
export interface ReadCatalogue {
  readonly content: CatalogueContent;
  /** What was left out, line by line. */
  readonly problems: readonly CatalogueProblem[];
}

/** Hears what becomes of the file. */
export interface CatalogueEvents {
  /** The file was read, again or for the first time. */
  readonly onRead: (items: number, problems: readonly CatalogueProblem[]) => void;
  /** The file has changed and cannot be used; the catalogue stays as it was. */
  readonly onFailure: (error: unknown) => void;
}

/** A catalogue that follows its file. */
export interface FollowedCatalogue {
  readonly catalogue: Catalogue;
  /** Undefined: the file had no schemes when it was first read. */
  readonly classification: Classification | undefined;
  /** Tests if there is an item of a number. */
  readonly has: (number: string) => boolean;
  /** Stops following. */
  readonly close: () => void;
}

/** Lines that are read before other work gets its turn. */
const linesAtOnce = 2_000;

/** Reads a file: CSV if its name ends so, otherwise JSON. Throws for one without a single right entry. */
export async function readCatalogueFile(file: string): Promise<ReadCatalogue> {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  if (!/\.(csv|tsv|txt)$/i.test(file)) return { content: readCatalogueJson(text), problems: [] };
  const entries: CatalogueEntry[] = [];
  const problems: CatalogueProblem[] = [];
  let count = 0;
  for (const line of readCatalogueCsv(text)) {
    if ("entry" in line) entries.push(line.entry);
    else problems.push(line.problem);
    if (++count % linesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const [first] = problems;
  if (entries.length === 0)
    throw new Error(`no line is right${first === undefined ? "" : `; the first problem: ${describeProblem(first)}`}`);
  return { content: { entries, schemes: [] }, problems };
}

/** `17:5: price: "12,5O" is not a decimal number` */
export function describeProblem({ line, column, message }: CatalogueProblem): string {
  return `${line}:${column}: ${message}`;
}

/** Opens a file and follows it. Throws for one that cannot be used. */
export async function followCatalogue(file: string, events: CatalogueEvents, interval?: number): Promise<FollowedCatalogue> {
  const seen = await fileVersion(file);
  const load = async (): Promise<MemoryCatalogue> => {
    const { content, problems } = await readCatalogueFile(file);
    const loaded = createCatalogue(content);
    events.onRead(loaded.count, problems);
    return loaded;
  };
  let current = await load();
  const reload = async (): Promise<void> => {
    try {
      current = await load();
    } catch (error) {
      events.onFailure(error);
    }
  };
  const close = follow(seen, () => fileVersion(file), reload, interval);
  return {
    catalogue: {
      find: (...asked) => current.catalogue.find(...asked),
      findMany: (...asked) => current.catalogue.findMany(...asked),
      search: (...asked) => current.catalogue.search(...asked),
    },
    classification: current.classification && { schemes: async (call) => (await current.classification?.schemes(call)) ?? [] },
    has: (number) => current.has(number),
    close,
  };
}
