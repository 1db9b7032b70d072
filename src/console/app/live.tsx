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
import { linkTo, path } from "./route.js";
import { session } from "./session.js";
import { t } from "./settings.js";
import { Buyers, Outbox } from "./waiting.js";
import { WideTable } from "./wide-table.js";
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
                {t(word)}{" "}
                {step === "outbox" && now !== undefined && now.waitingMessages > 0 && <span class="count">{now.waitingMessages}</span>}
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
          <Outbox waiting={now?.waitingMessages ?? 0} />
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

function Overview({ now }: { readonly now: LiveSnapshot }) {
  const last = now.perSecond.at(-1) ?? 0;
  return (
    <article class="overview">
      <h1>{t("live")}</h1>
      <ul class="tiles">
        <Tile label={`${t("requests")} ${t("perSecond")}`} value={String(last)}>
          <Sparkline values={now.perSecond} />
        </Tile>
        <Tile label={t("running")} value={String(now.running)} />
        <Tile label={t("median")} value={timeText(now.median)} />
        <Tile label={t("slowest")} value={timeText(now.slowest)} />
        <Tile label={t("overdue")} value={String(now.overdue)} tone={now.overdue > 0 ? "bad" : ""} />
        <Tile label={t("waiting")} value={String(now.waitingMessages)} />
      </ul>
      <section class="block">
        <h2>{t("operationsIpam")}</h2>
        {now.runs.length === 0 && <p class="quiet">{t("noRuns")}</p>}
        <ul class="runs">
          {now.runs.map((run) => (
            <li key={run.id} class="card">
              <p>
                <strong>{run.operation}</strong> <span class={`state ${run.state}`}>{run.state}</span>
                <span class="quiet"> {run.caller}</span>
              </p>
              <Progress percent={run.percent} label={run.operation} />
              <ul class="sub">
                {run.subTasks.map((task) => (
                  <li key={task.id}>
                    <span>{task.name}</span> <span class="quiet">{task.status}</span>
                    <Progress percent={task.percent} label={task.name} />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </section>
      <section class="block">
        <h2>{t("recent")}</h2>
        {now.requests.length === 0 ? (
          <p class="quiet">{t("noRequests")}</p>
        ) : (
          <WideTable label={t("recent")}>
            <thead>
              <tr>
                <th>{t("time")}</th>
                <th>{t("status")}</th>
                <th>{t("path")}</th>
                <th>{t("operations")}</th>
                <th>{t("code")}</th>
                <th class="number">ms</th>
              </tr>
            </thead>
            <tbody>
              {now.requests.map((request, index) => (
                <tr key={`${request.at} ${index}`}>
                  <td>{new Date(request.at).toLocaleTimeString()}</td>
                  <td class={request.status < 400 ? "good" : "bad"}>{request.status}</td>
                  <td>
                    <code>
                      {request.method} {request.path}
                    </code>
                  </td>
                  <td>{request.operation ?? ""}</td>
                  <td>{request.code ?? ""}</td>
                  <td class="number">{request.ms}</td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        )}
      </section>
    </article>
  );
}

function timeText(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "–" : `${milliseconds} ms`;
}

function Tile(props: {
  readonly label: string;
  readonly value: string;
  readonly tone?: string;
  readonly children?: preact.ComponentChildren;
}) {
  return (
    <li class="tile">
      <span class="quiet">{props.label}</span>
      <strong class={props.tone ?? ""}>{props.value}</strong>
      {props.children}
    </li>
  );
}

function Progress({ percent, label }: { readonly percent: string; readonly label: string }) {
  return (
    <span class="progress">
      <progress max={100} value={Number(percent) || 0} aria-label={label} /> <span class="quiet">{Math.round(Number(percent) || 0)} %</span>
    </span>
  );
}

/** The last minute. */
function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(...values, 1);
  const points = values.map(
    (value, index) => `${((index * 120) / Math.max(values.length - 1, 1)).toFixed(1)},${(29 - (value * 28) / most).toFixed(1)}`,
  );
  return (
    <svg class="spark" viewBox="0 0 120 30" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(" ")} />
    </svg>
  );
}
