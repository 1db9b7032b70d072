/**
 * Live data of the server: a stream of snapshots, and what is asked for.
 */
import { effect, signal } from "@preact/signals";
import type { InstanceHead, TransitionRecord } from "../../stores/store.js";
import type { InstancePage, LiveSnapshot, ShownMachine } from "../live.js";
import { configuration } from "./configuration.js";

export const snapshot = signal<LiveSnapshot | undefined>(undefined);
export const isConnected = signal(false);
export const machines = signal<readonly ShownMachine[] | undefined>(undefined);

let stream: EventSource | undefined;

/** Listens while the view is shown and the page is seen; the browser connects again by itself. */
export function listen(): () => void {
  const isSeen = signal(!document.hidden);
  const look = (): void => {
    isSeen.value = !document.hidden;
  };
  document.addEventListener("visibilitychange", look);
  const stop = effect(() => {
    if (isSeen.value) open();
    else close();
  });
  if (machines.peek() === undefined) void ask<readonly ShownMachine[]>("machines").then((shown) => (machines.value = shown ?? []));
  return () => {
    stop();
    close();
    document.removeEventListener("visibilitychange", look);
  };
}

function open(): void {
  stream ??= new EventSource(`${configuration.base}/live/events`);
  stream.onopen = () => {
    isConnected.value = true;
  };
  stream.onerror = () => {
    isConnected.value = false;
  };
  stream.onmessage = ({ data }) => {
    isConnected.value = true;
    snapshot.value = JSON.parse(data);
  };
}

function close(): void {
  stream?.close();
  stream = undefined;
}

async function ask<T>(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<T | undefined> {
  try {
    const response = await fetch(`${configuration.base}/live/${name}?${new URLSearchParams({ ...parameters })}`);
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

export type { InstanceHead, TransitionRecord };
