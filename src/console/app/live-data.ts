/**
 * Live data of the server: a stream of snapshots, and what is asked for.
 */
import { effect, signal } from "@preact/signals";
import type { InstanceHead, TransitionRecord } from "../../stores/store.js";
import type { InstancePage, LiveSnapshot, SeenRequest, ShownBuyer, ShownMachine, WaitingMessage } from "../live.js";
import { configuration } from "./configuration.js";
import { loadSession, session } from "./session.js";

export const snapshot = signal<LiveSnapshot | undefined>(undefined);
/** The latest first: those of all snapshots that came, as many as are shown. */
export const requests = signal<readonly SeenRequest[]>([]);
/** Requests that came while nobody listened, and that the server no longer has. */
export const missed = signal(0);
export const isConnected = signal(false);
export const machines = signal<readonly ShownMachine[] | undefined>(undefined);

/** Milliseconds until the page connects again where the browser does not. */
const pause = 3000;

const requestsShown = 200;

let stream: EventSource | undefined;

/** Listens while the view is shown and the page is seen; the browser connects again by itself. */
export function listen(): () => void {
  const isSeen = signal(!document.hidden);
  const look = (): void => {
    isSeen.value = !document.hidden;
  };
  document.addEventListener("visibilitychange", look);
  const stop = effect(() => {
    const mayLook = session.value?.role !== undefined;
    if (mayLook && machines.peek() === undefined) void ask<readonly ShownMachine[]>("machines").then((shown) => (machines.value = shown));
    if (mayLook && isSeen.value) open();
    else close();
  });
  return () => {
    stop();
    close();
    document.removeEventListener("visibilitychange", look);
  };
}

function open(): void {
  // The browser names the last event where it connects again itself, and not where the page does.
  const after = new URLSearchParams({ after: snapshot.peek()?.id ?? "" });
  stream ??= new EventSource(`${configuration.base}/live/events?${after}`);
  stream.onopen = () => {
    isConnected.value = true;
  };
  stream.onerror = () => {
    isConnected.value = false;
    // The browser connects again after a network error, and not after an answer like "log in first".
    if (stream?.readyState === EventSource.CLOSED) setTimeout(reopen, pause);
  };
  stream.onmessage = ({ data }) => {
    isConnected.value = true;
    take(JSON.parse(data));
  };
}

function take(next: LiveSnapshot): void {
  requests.value = [...next.requests, ...requests.value].slice(0, requestsShown);
  missed.value += next.missed;
  snapshot.value = next;
}

function reopen(): void {
  if (stream?.readyState !== EventSource.CLOSED) return;
  close();
  void loadSession().then(() => session.value?.role !== undefined && open());
}

function close(): void {
  stream?.close();
  stream = undefined;
}

async function ask<T>(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<T | undefined> {
  try {
    const response = await fetch(`${configuration.base}/live/${name}?${new URLSearchParams({ ...parameters })}`);
    if (response.status === 401) void loadSession();
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

export function askInstances(
  machine: string,
  filter: { readonly state: string; readonly owner: string; readonly after: string },
): Promise<InstancePage | undefined> {
  return ask("instances", { machine, ...filter });
}

export async function askHistory(id: string): Promise<readonly TransitionRecord[]> {
  return (await ask<readonly TransitionRecord[]>("history", { id })) ?? [];
}

export const askOutbox = (): Promise<readonly WaitingMessage[] | undefined> => ask("outbox");
export const askBuyers = (): Promise<readonly ShownBuyer[] | undefined> => ask("buyers");

/** Services may put several parts into an owner, as a list in JSON. */
export function ownerText(owner: string): string {
  try {
    const parts: unknown = JSON.parse(owner);
    return Array.isArray(parts) ? parts.filter((part) => part !== null).join(" / ") : owner;
  } catch {
    return owner;
  }
}

export function dateText(at: number): string {
  return new Date(at).toLocaleString();
}

export type { InstanceHead, TransitionRecord };
