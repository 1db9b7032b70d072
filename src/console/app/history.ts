/**
 * Requests that were sent, kept in the browser without their secrets.
 */
import { signal } from "@preact/signals";
import { readStored, store } from "./settings.js";

export interface SentRequest {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly binding: string;
  readonly text: string;
  readonly status: number;
  readonly ms: number;
}

const mostKept = 40;
/** Longer messages are not kept. */
const mostCharacters = 20_000;

export const sentRequests = signal<readonly SentRequest[]>(read());

function read(): readonly SentRequest[] {
  try {
    const kept: unknown = JSON.parse(readStored("history") ?? "[]");
    // Written by this file alone, unless somebody edits the browser's storage.
    return Array.isArray(kept)
      ? kept.filter((each): each is SentRequest => typeof each?.text === "string" && typeof each?.operation === "string")
      : [];
  } catch {
    return [];
  }
}

export function remember(sent: Omit<SentRequest, "at">): void {
  if (sent.text.length > mostCharacters) return;
  keep([{ ...sent, text: withoutSecrets(sent.text), at: Date.now() }, ...sentRequests.peek()].slice(0, mostKept));
}

export function forgetAll(): void {
  keep([]);
}

function keep(requests: readonly SentRequest[]): void {
  sentRequests.value = requests;
  store("history", JSON.stringify(requests));
}

const secretName = "[\\w.-]*(?:password|passwort|passwd|secret|token|credential)[\\w.-]*";

/** Empties elements, attributes and parameters whose names say that they are secret. */
export function withoutSecrets(text: string): string {
  return text
    .replace(new RegExp(`(<(?:[\\w.-]+:)?${secretName}(?:\\s[^>]*)?>)[^<]*(</)`, "gi"), "$1$2")
    .replace(new RegExp(`(\\s(?:[\\w.-]+:)?${secretName}\\s*=\\s*)(["'])[^"']*\\2`, "gi"), "$1$2$2")
    .replace(new RegExp(`^(${secretName}=).*$`, "gim"), "$1");
}
