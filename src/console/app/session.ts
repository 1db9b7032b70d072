/**
 * Who looks at the page, and what operators ask the server to do.
 */
import { signal } from "@preact/signals";
import type { ActName, ActRecord } from "../acts.js";
import type { ShownSession } from "../operators.js";
import { configuration } from "./configuration.js";

/** Undefined: not known yet. */
export const session = signal<ShownSession | undefined>(undefined);

const stranger: ShownSession = { hasLogin: true, hasLogout: false, acts: [] };

/** Asks the server who looks. Never rejects. */
export async function loadSession(): Promise<void> {
  try {
    const response = await fetch(`${configuration.base}/session`);
    if (response.ok) session.value = await response.json();
  } catch {
    // The network is gone: what was known holds, and the live view says that it connects again.
  }
  session.value ??= stranger;
}

/** "failed": the server did not answer. */
export type LoginResult = "accepted" | "wrong" | "busy" | "failed";

export async function logIn(name: string, password: string): Promise<LoginResult> {
  const status = await send("session", "POST", { name, password }).then(
    (response) => response.status,
    () => 0,
  );
  if (status === 200) {
    await loadSession();
    return "accepted";
  }
  return status === 401 ? "wrong" : status === 429 ? "busy" : "failed";
}

export async function logOut(): Promise<void> {
  await send("session", "DELETE").catch(() => undefined);
  await loadSession();
}

/** Does an act. A text: why nothing was done. */
export async function perform(act: ActName, target: string): Promise<ActRecord | string> {
  try {
    const response = await send("acts", "POST", { act, target });
    if (response.ok) return await response.json();
    if (response.status === 401) void loadSession();
    return await response.text();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The latest acts first; undefined: the server did not answer. */
export async function askActs(): Promise<readonly ActRecord[] | undefined> {
  try {
    const response = await fetch(`${configuration.base}/acts`);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

function send(name: "session" | "acts", method: "POST" | "DELETE", body?: object): Promise<Response> {
  const headers = { "content-type": "application/json", "x-console-token": session.value?.token ?? "" };
  return fetch(`${configuration.base}/${name}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}
