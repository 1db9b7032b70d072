/**
 * What operators do: buttons, the question before each act, and the list of what was done.
 */
import { signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ActName, ActOutcome, ActRecord } from "../acts.js";
import { Skeleton } from "./explore.js";
import { dateText, ownerText } from "./live-data.js";
import { linkTo } from "./route.js";
import { askActs, perform, session } from "./session.js";
import { t } from "./settings.js";
import { WideTable } from "./wide-table.js";
import type { Word } from "./words.js";

interface AskedAct {
  readonly act: ActName;
  readonly target: string;
  /** The target as people read it. */
  readonly label: string;
  /** Called when the act has an outcome. */
  readonly onDone: () => void;
}

const asked = signal<AskedAct | undefined>(undefined);

const titles: Readonly<Record<ActName, Word>> = {
  expire: "actExpire",
  rollback: "actRollback",
  replay: "actReplay",
  disableBuyer: "actDisableBuyer",
  enableBuyer: "actEnableBuyer",
};
const questions: Readonly<Record<ActName, Word>> = {
  expire: "askExpire",
  rollback: "askRollback",
  replay: "askReplay",
  disableBuyer: "askDisableBuyer",
  enableBuyer: "askEnableBuyer",
};
const outcomes: Readonly<Record<ActOutcome, Word>> = {
  begun: "outcomeBegun",
  done: "outcomeDone",
  refused: "outcomeRefused",
  outdated: "outcomeOutdated",
  unknown: "outcomeUnknown",
  failed: "outcomeFailed",
};

/** A button that asks before it acts. Nothing for those who may not act, and for what the server cannot do. */
export function ActButton(props: AskedAct) {
  const now = session.value;
  if (now?.role !== "operator" || !now.acts.includes(props.act)) return null;
  return (
    <button
      type="button"
      onClick={() => {
        asked.value = props;
      }}
    >
      {t(titles[props.act])}…
    </button>
  );
}

/** Says what somebody lacks who may look and not act. */
export function ActHint() {
  const now = session.value;
  if (now === undefined || !now.hasLogin || now.role === "operator") return null;
  return <span class="quiet">{now.name === undefined ? <a href={linkTo("login")}>{t("toAct")}</a> : t("viewerOnly")}</span>;
}

/** The question before an act, and its outcome. The browser keeps the focus in it, and Escape closes it. */
export function ActDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const closing = useRef<HTMLButtonElement>(null);
  const outcome = useSignal<ActRecord | string | undefined>(undefined);
  const isSending = useSignal(false);
  const now = asked.value;
  useEffect(() => {
    outcome.value = undefined;
    if (now !== undefined) dialog.current?.showModal();
  }, [now]);
  useLayoutEffect(() => {
    // The button that had the focus is gone.
    if (outcome.value !== undefined) closing.current?.focus();
  }, [outcome.value]);
  const confirm = async ({ act, target, onDone }: AskedAct): Promise<void> => {
    isSending.value = true;
    outcome.value = await perform(act, target);
    isSending.value = false;
    onDone();
  };
  return (
    <dialog
      ref={dialog}
      class="question"
      aria-labelledby="question-title"
      aria-describedby="question-text"
      onClose={() => {
        asked.value = undefined;
      }}
    >
      {now !== undefined && (
        <>
          <h2 id="question-title">
            {t(titles[now.act])}: <code>{now.label}</code>
          </h2>
          <p id="question-text">{t(questions[now.act])}</p>
          <p class="quiet">{t("noted")}</p>
          <p role="status">{outcome.value !== undefined && <OutcomeText outcome={outcome.value} />}</p>
          <div class="row buttons">
            <button ref={closing} type="button" onClick={() => dialog.current?.close()}>
              {t(outcome.value === undefined ? "cancel" : "close")}
            </button>
            {outcome.value === undefined && (
              <button type="button" class="primary danger" disabled={isSending.value} onClick={() => void confirm(now)}>
                {t(titles[now.act])}
              </button>
            )}
          </div>
        </>
      )}
    </dialog>
  );
}

function OutcomeText({ outcome }: { readonly outcome: ActRecord | string }) {
  if (typeof outcome === "string") {
    return (
      <span class="bad">
        {t("notDone")} {outcome}
      </span>
    );
  }
  return <span class={outcome.outcome === "done" ? "good" : "bad"}>{t(outcomes[outcome.outcome])}</span>;
}

/** What operators did. */
export function ActList() {
  const acts = useSignal<readonly ActRecord[] | undefined>(undefined);
  useEffect(() => void askActs().then((found) => (acts.value = found ?? [])), []);
  return (
    <article class="overview">
      <h1>{t("acts")}</h1>
      <p class="quiet">{t("actsWhy")}</p>
      <ActHint />
      {acts.value === undefined ? (
        <Skeleton lines={4} />
      ) : acts.value.length === 0 ? (
        <p class="quiet">{t(session.value?.acts.length === 0 ? "noOperators" : "noActs")}</p>
      ) : (
        <WideTable label={t("acts")}>
          <thead>
            <tr>
              <th>{t("time")}</th>
              <th>{t("who")}</th>
              <th>{t("act")}</th>
              <th>{t("target")}</th>
              <th>{t("outcome")}</th>
            </tr>
          </thead>
          <tbody>
            {acts.value.map(({ id, at, by, address, act, target, outcome }) => (
              <tr key={id}>
                <td>{dateText(at)}</td>
                <td title={address}>{by}</td>
                <td>{t(titles[act])}</td>
                <td>
                  <code>{ownerText(target)}</code>
                </td>
                <td class={outcome === "done" ? "good" : "bad"}>{t(outcomes[outcome])}</td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </article>
  );
}
