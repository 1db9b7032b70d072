/**
 * The answer to a request: what it says, how it was written, and how it differs from the one before.
 */
import { useSignal } from "@preact/signals";
import type { Draft } from "./draft.js";
import { type ReceivedAnswer, readFault } from "./exchange.js";
import { type Line, prettyLines } from "./pretty-xml.js";
import { t } from "./settings.js";
import { TypedAnswer } from "./typed-answer.js";

type View = "formatted" | "typed" | "raw" | "headers" | "compare";

export function AnswerView({ draft }: { readonly draft: Draft }) {
  const reply = draft.reply.value;
  return (
    <section class="answer pane" aria-label={t("answer")} aria-live="polite">
      {reply === undefined && <p class="quiet pad">{t("noAnswer")}</p>}
      {reply?.kind === "sending" && <p class="quiet pad">{t("sending")}</p>}
      {reply?.kind === "failed" && (
        <p class="notice bad">
          <strong>{t("unreachable")}</strong> {reply.reason}
        </p>
      )}
      {reply?.kind === "received" && <Received draft={draft} answer={reply.answer} before={reply.before} />}
    </section>
  );
}

interface ReceivedProps {
  readonly draft: Draft;
  readonly answer: ReceivedAnswer;
  readonly before: ReceivedAnswer | undefined;
}

function Received({ draft, answer, before }: ReceivedProps) {
  const view = useSignal<View>("formatted");
  const fault = readFault(answer.text);
  const views: readonly View[] = ["formatted", "typed", "raw", "headers", ...(before === undefined ? [] : ["compare" as const])];
  return (
    <>
      <div class="pane-head">
        <h2>{t("answer")}</h2>
        <span class={`status ${answer.status < 400 ? "good" : "bad"}`}>
          {answer.status} {answer.statusText}
        </span>
        <span class="quiet">{answer.ms.toFixed(0)} ms</span>
        <span class="quiet">{sizeText(answer.bytes)}</span>
        <span class="spring" />
        {views.map((each) => (
          <button
            key={each}
            type="button"
            class="tab"
            aria-pressed={view.value === each}
            onClick={() => {
              view.value = each;
            }}
          >
            {t(each)}
          </button>
        ))}
      </div>
      {fault && (
        <dl class="fault">
          <dt>{t("code")}</dt>
          <dd>
            <code>{fault.code}</code>
          </dd>
          <dt>{t("reason")}</dt>
          <dd>{fault.reason}</dd>
          {fault.detail !== "" && <dt>{t("detail")}</dt>}
          {fault.detail !== "" && (
            <dd>
              <Code text={fault.detail} />
            </dd>
          )}
        </dl>
      )}
      <div class="answer-body">
        {answer.text === "" && view.value !== "headers" && <p class="quiet pad">{t("answerEmpty")}</p>}
        {view.value === "formatted" && <Code text={answer.text} />}
        {view.value === "typed" && answer.text !== "" && <TypedAnswer draft={draft} text={answer.text} />}
        {view.value === "raw" && <pre class="code">{answer.text}</pre>}
        {view.value === "compare" && before && <Difference before={before.text} after={answer.text} />}
        {view.value === "headers" && (
          <dl class="headers">
            {answer.headers.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </>
  );
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}

/** A document with its lines indented; other text as it is. */
function Code({ text }: { readonly text: string }) {
  const lines = prettyLines(text);
  return <pre class="code">{lines === undefined ? text : lines.map((line, index) => <CodeLine key={index} line={line} />)}</pre>;
}

function CodeLine({ line, change }: { readonly line: Line; readonly change?: string }) {
  return (
    <span class={`line ${change ?? ""}`}>
      {line.map(({ kind, text }, index) => (
        <span key={index} class={`x-${kind}`}>
          {text}
        </span>
      ))}
      {"\n"}
    </span>
  );
}

/** Lines that only one of two documents has are marked. */
function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const [old, now] = [before, after].map(
    (text) => prettyLines(text) ?? text.split("\n").map((line): Line => [{ kind: "text", text: line }]),
  );
  if (old === undefined || now === undefined) return null;
  return (
    <pre class="code">
      {differences(old, now).map(({ line, change }, index) => (
        <CodeLine key={index} line={line} change={change} />
      ))}
    </pre>
  );
}

interface ChangedLine {
  readonly line: Line;
  readonly change: "" | "gone" | "new";
}

/** Documents with more lines are compared line by line in place. */
const mostCompared = 1500;

/** The longest common subsequence of lines. */
function differences(old: readonly Line[], now: readonly Line[]): readonly ChangedLine[] {
  const textOf = (line: Line | undefined): string => line?.map(({ text }) => text).join("") ?? "";
  const [a, b] = [old.slice(0, mostCompared), now.slice(0, mostCompared)];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const same = textOf(a[i]) === textOf(b[j]);
      common[i * width + j] = same
        ? (common[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const found: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && right !== undefined && textOf(left) === textOf(right)) {
      found.push({ line: right, change: "" });
      i++;
      j++;
    } else if (right !== undefined && (left === undefined || (common[i * width + j + 1] ?? 0) >= (common[(i + 1) * width + j] ?? 0))) {
      found.push({ line: right, change: "new" });
      j++;
    } else if (left !== undefined) {
      found.push({ line: left, change: "gone" });
      i++;
    }
  }
  return found;
}
