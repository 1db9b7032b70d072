/**
 * What runs at a glance: requests, how long they took and what they were refused for, store and queues, operations with progress.
 */
import type { LiveSnapshot, SeenRun } from "../live.js";
import { Histogram } from "./histogram.js";
import { dateText, missed, requests } from "./live-data.js";
import { linkTo } from "./route.js";
import { t } from "./settings.js";
import { WideTable } from "./wide-table.js";

interface Props {
  readonly now: LiveSnapshot;
}

export function Overview({ now }: Props) {
  const last = now.perSecond.at(-1) ?? 0;
  const overdue = now.work.reduce((sum, each) => sum + each.overdue, 0);
  const waiting = now.work.reduce((sum, each) => sum + each.messages, 0);
  return (
    <article class="overview">
      <h1>{t("live")}</h1>
      <ul class="tiles">
        <Tile label={`${t("requests")} ${t("perSecond")}`} value={String(last)}>
          <Sparkline values={now.perSecond} />
        </Tile>
        <Tile label={t("running")} value={String(now.running)} />
        <Tile label={t("median")} value={timeText(now.latency.median)} />
        <Tile label={t("slowest")} value={timeText(now.latency.slowest)} />
        <Tile label={t("overdue")} value={String(overdue)} tone={overdue > 0 ? "bad" : ""} />
        <Tile label={t("waiting")} value={String(waiting)} />
      </ul>
      <div class="columns">
        <section class="block">
          <h2>{t("latency")}</h2>
          <Histogram latency={now.latency} />
          <p class="quiet">{t("latencyWhy")}</p>
        </section>
        <Faults now={now} />
      </div>
      <Health now={now} />
      <Runs now={now} />
      <Requests />
    </article>
  );
}

function Faults({ now }: Props) {
  return (
    <section class="block">
      <h2>{t("faultsByRule")}</h2>
      {now.faults.length === 0 ? (
        <p class="quiet">{t("noFaults")}</p>
      ) : (
        <WideTable label={t("faultsByRule")}>
          <thead>
            <tr>
              <th>{t("rule")}</th>
              <th class="number">{t("count")}</th>
            </tr>
          </thead>
          <tbody>
            {now.faults.map(({ rule, count }) => (
              <tr key={rule}>
                <td>
                  <code>{rule}</code>
                </td>
                <td class="number">{count}</td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </section>
  );
}

/** Store and queues. */
function Health({ now: { store, work } }: Props) {
  return (
    <section class="block">
      <h2>{t("storeHealth")}</h2>
      <p>
        {store.kind} <strong class={store.fails ? "bad" : "good"}>{t(store.fails ? "storeFails" : "storeAnswers")}</strong>
        {store.countedAt !== undefined && (
          <span class="quiet">
            {" "}
            {t("countedAt")} {new Date(store.countedAt).toLocaleTimeString()} ({store.countedIn} ms)
          </span>
        )}
      </p>
      {work.length === 0 ? (
        <p class="quiet">{t("nothingWaits")}</p>
      ) : (
        <WideTable label={t("storeHealth")}>
          <thead>
            <tr>
              <th>{t("machine")}</th>
              <th class="number">{t("overdue")}</th>
              <th class="number">{t("waiting")}</th>
              <th>{t("oldest")}</th>
            </tr>
          </thead>
          <tbody>
            {work.map(({ machine, overdue, messages, oldestMessage }) => (
              <tr key={machine}>
                <td>
                  <a href={linkTo("live", machine)}>{machine}</a>
                </td>
                <td class="number">{overdue}</td>
                <td class="number">{messages}</td>
                <td>{oldestMessage === undefined ? "–" : dateText(oldestMessage)}</td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </section>
  );
}

/** Operations of IPAM with their sessions and callers. */
function Runs({ now: { runs, sessions } }: Props) {
  const callers = [...new Set(runs.map(({ caller }) => caller))];
  return (
    <section class="block">
      <div class="row">
        <h2>{t("operationsIpam")}</h2>
        <span class="quiet">
          {sessions} {t("sessionsOpen")}
          {callers.length > 0 && ` · ${t("callers")}: ${callers.join(", ")}`}
        </span>
      </div>
      {runs.length === 0 && <p class="quiet">{t("noRuns")}</p>}
      <ul class="runs">
        {runs.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
    </section>
  );
}

function Run({ run }: { readonly run: SeenRun }) {
  return (
    <li class="card">
      <p class="row">
        <strong>{run.operation}</strong> <span class={`state ${run.state}`}>{run.state}</span>
        <span class="quiet">
          {run.caller} · {t("since")} {dateText(run.startedAt)}
        </span>
      </p>
      {run.note !== undefined && <p class="quiet">{run.note}</p>}
      <Progress percent={run.percent} label={run.operation} />
      <ul class="sub">
        {run.subTasks.map((task) => (
          <li key={task.id}>
            <span>{task.name}</span> <span class="quiet">{task.status}</span>
            <Progress percent={task.percent} label={task.name} />
            {task.message !== undefined && <span class="quiet message">{task.message}</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}

function Requests() {
  return (
    <section class="block">
      <h2>{t("recent")}</h2>
      {missed.value > 0 && (
        <p class="quiet">
          {missed.value} {t("missedRequests")}
        </p>
      )}
      {requests.value.length === 0 ? (
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
              <th>{t("caller")}</th>
              <th class="number">ms</th>
            </tr>
          </thead>
          <tbody>
            {requests.value.map((request, index) => (
              <tr key={requests.value.length - index}>
                <td>{new Date(request.at).toLocaleTimeString()}</td>
                <td class={request.status < 400 ? "good" : "bad"}>{request.status}</td>
                <td>
                  <code>
                    {request.method} {request.path}
                  </code>
                </td>
                <td>{request.operation ?? ""}</td>
                <td>{request.code ?? ""}</td>
                <td>{request.caller ?? ""}</td>
                <td class="number">{request.ms}</td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </section>
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
