/**
 * What runs now: requests, machines with their instances, operations with progress.
 */
import { useEffect } from "preact/hooks";
import type { LiveSnapshot } from "../live.js";
import { ActDialog, ActList } from "./acts.js";
import { Skeleton } from "./explore.js";
import { isConnected, listen, machines, snapshot } from "./live-data.js";
import { Login } from "./login.js";
import { MachineView } from "./machine-view.js";
import { Overview } from "./overview.js";
import { linkTo, path } from "./route.js";
import { session } from "./session.js";
import { t } from "./settings.js";
import { Buyers, Outbox } from "./waiting.js";
import type { Word } from "./words.js";

/** The views beside machines, by the first step of their addresses. */
const views = [
  ["live", "requests"],
  ["outbox", "outbox"],
  ["buyers", "buyers"],
  ["acts", "acts"],
] as const satisfies readonly (readonly [string, Word])[];

/** Tests if a first step belongs here. */
export function isLiveView(step: string): boolean {
  return step === "login" || views.some(([view]) => view === step);
}

export function Live() {
  useEffect(listen, []);
  const [view = "live", machineName] = path.value;
  const now = snapshot.value;
  const waiting = now?.work.reduce((sum, { messages }) => sum + messages, 0) ?? 0;
  const machine = view === "live" ? machines.value?.find(({ name }) => name === machineName) : undefined;
  if (session.value === undefined) return <Skeleton lines={6} />;
  if (session.value.role === undefined || view === "login") return <Login />;
  return (
    <div class={`explore${machine === undefined ? "" : " picked"}`}>
      <nav class="side" aria-label={t("live")}>
        <p class={`connection ${isConnected.value ? "good" : "bad"}`} role="status">
          {isConnected.value ? t("connected") : t("reconnecting")}
        </p>
        <ul class="services">
          {views.map(([step, word]) => (
            <li key={step}>
              <a class="counted" href={linkTo(step)} aria-current={view === step && machine === undefined ? "page" : undefined}>
                {t(word)} {step === "outbox" && waiting > 0 && <span class="count">{waiting}</span>}
              </a>
            </li>
          ))}
        </ul>
        <section class="group">
          <h2>{t("machines")}</h2>
          <ul>
            {machines.value?.map(({ name }) => (
              <li key={name}>
                <a class="counted" href={linkTo("live", name)} aria-current={machine?.name === name ? "page" : undefined}>
                  {name} <span class="count">{totalOf(now, name)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      </nav>
      <main id="content" tabIndex={-1}>
        {view === "outbox" ? (
          <Outbox waiting={waiting} />
        ) : view === "buyers" ? (
          <Buyers />
        ) : view === "acts" ? (
          <ActList />
        ) : now === undefined ? (
          <Skeleton lines={6} />
        ) : machine === undefined ? (
          <Overview now={now} />
        ) : (
          <MachineView key={machine.name} machine={machine} now={now} />
        )}
      </main>
      <ActDialog />
    </div>
  );
}

function totalOf(now: LiveSnapshot | undefined, machine: string): number {
  return now?.counts.filter((each) => each.machine === machine).reduce((sum, { count }) => sum + count, 0) ?? 0;
}
