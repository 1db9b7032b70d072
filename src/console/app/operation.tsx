/**
 * One operation: what it is for, its messages, and a place to try it.
 */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { AnswerView } from "./answer.js";
import type { ShownService } from "./configuration.js";
import { bindingOf, type ContractDescription, chooseBound, labelOf, type OperationDescription, typeOf } from "./contract.js";
import { asCurl, asHttpFile, asTypeScript, whole } from "./copies.js";
import { Credentials } from "./credentials.js";
import { Draft } from "./draft.js";
import type { Editor } from "./editor.js";
import { EditorBox } from "./editor-box.js";
import { Prose } from "./explore.js";
import { Form } from "./form.js";
import { forgetAll, sentRequests } from "./history.js";
import { issueText } from "./issue-text.js";
import type { OutgoingRequest } from "./message.js";
import { tidy } from "./pretty-xml.js";
import { goTo } from "./route.js";
import { t } from "./settings.js";
import { ElementTree } from "./type-tree.js";

interface Props {
  readonly service: ShownService;
  readonly contract: ContractDescription;
  readonly operation: OperationDescription;
  readonly binding: string | undefined;
}

export function OperationView({ service, contract, operation, binding }: Props) {
  const bound = chooseBound(contract, operation, binding);
  const draft = useMemo(() => bound && new Draft(contract, operation, bound, service), [contract, operation, bound, service]);
  return (
    <article class="operation">
      <header>
        <p class="crumb">{operation.portType}</p>
        <h1>{operation.name}</h1>
        {operation.documentation && <Prose text={operation.documentation} />}
        {operation.bindings.length > 1 && (
          <fieldset class="segments" aria-label={t("binding")}>
            {operation.bindings.map((each) => {
              const { name } = bindingOf(contract, each);
              return (
                <button
                  key={name}
                  type="button"
                  aria-pressed={each === bound}
                  onClick={() => goTo(["explore", service.id, operation.key, name], true)}
                >
                  {labelOf(contract, each)}
                </button>
              );
            })}
          </fieldset>
        )}
      </header>
      {draft === undefined || bound?.format === "none" ? (
        <>
          <p class="notice">{t("unwritable")}</p>
          <Messages contract={contract} operation={operation} binding={binding} />
        </>
      ) : (
        <Workbench key={bound?.binding} draft={draft} />
      )}
    </article>
  );
}

function Workbench({ draft }: { readonly draft: Draft }) {
  const side = useSignal<"form" | "contract">("form");
  const editor = useRef<Editor | undefined>(undefined);
  const { contract, operation, bound } = draft;
  const { transport, protocol, name } = bindingOf(contract, bound);
  const { request } = draft;
  return (
    <>
      <div class="bench">
        <section class="pane" aria-label={t("form")}>
          <div class="pane-head">
            <Tab is={side.value === "form"} pick={() => (side.value = "form")} label={t("form")} />
            <Tab is={side.value === "contract"} pick={() => (side.value = "contract")} label={t("contract")} />
          </div>
          <div class="pane-body">
            {side.value === "form" ? <Form draft={draft} /> : <Messages contract={contract} operation={operation} binding={name} />}
          </div>
        </section>
        <section class="pane" aria-label={t("message")}>
          <div class="pane-head">
            <h2>{draft.isXml ? t("message") : t("parameters")}</h2>
            <button type="button" class="quiet-button" onClick={() => draft.fill("lean")}>
              {t("sampleLean")}
            </button>
            <button type="button" class="quiet-button" onClick={() => draft.fill("full")}>
              {t("sampleFull")}
            </button>
            {draft.isXml && (
              <button type="button" class="quiet-button" onClick={() => draft.setText(tidy(draft.text.peek()))}>
                {t("format")}
              </button>
            )}
          </div>
          <EditorBox
            draft={draft}
            onEditor={(opened) => {
              editor.current = opened;
            }}
          />
          <Verdicts draft={draft} goToPlace={(line, column) => editor.current?.goTo(line, column)} />
        </section>
      </div>
      {request !== undefined && <Credentials isEnvelope={bound.format === "envelope"} />}
      <div class="send-bar">
        {request === undefined ? (
          <p class="notice">{transport?.includes("tcp") ? t("notHere") : t("notSent")}</p>
        ) : (
          <>
            {request.way === "none" ? <p class="notice">{t("onlyCopied")}</p> : <SendButtons draft={draft} />}
            <Target draft={draft} request={request} />
            <Copies draft={draft} request={request} />
          </>
        )}
        <span class="quiet">{protocol}</span>
      </div>
      {request !== undefined && request.way !== "none" && <AnswerView draft={draft} />}
      <History draft={draft} />
    </>
  );
}

function SendButtons({ draft }: { readonly draft: Draft }) {
  const isSending = draft.reply.value?.kind === "sending";
  return (
    <>
      <button type="button" class="primary" onClick={() => void draft.send()} title="Ctrl+Enter">
        {isSending ? t("sending") : t("send")}
      </button>
      {isSending && (
        <button type="button" onClick={() => draft.cancel()}>
          {t("cancel")}
        </button>
      )}
    </>
  );
}

/** Where the request goes; a choice where a binding has several addresses. */
function Target({ draft, request }: { readonly draft: Draft; readonly request: OutgoingRequest }) {
  return (
    <>
      {draft.destinations.length > 1 && (
        <select
          aria-label={t("address")}
          value={draft.destination.value?.address}
          onChange={(event) => {
            draft.destination.value = draft.destinations[event.currentTarget.selectedIndex];
          }}
        >
          {draft.destinations.map(({ address }) => (
            <option key={address}>{address}</option>
          ))}
        </select>
      )}
      <code class="target">
        <b>{request.method}</b> {request.url.replace(/([?&]Password=)[^&]*/i, "$1…")}
      </code>
    </>
  );
}

function Tab({ is, pick, label }: { readonly is: boolean; readonly pick: () => void; readonly label: string }) {
  return (
    <button type="button" class="tab" aria-pressed={is} onClick={pick}>
      {label}
    </button>
  );
}

function Verdicts({ draft, goToPlace }: { readonly draft: Draft; readonly goToPlace: (line: number, column: number) => void }) {
  const issues = draft.verdict.value;
  const state = issues === undefined ? "checking" : issues.length === 0 ? "good" : "bad";
  return (
    <div class={`verdict ${state}`}>
      <p role="status">
        {issues === undefined
          ? t("checking")
          : issues.length === 0
            ? `✓ ${t("valid")}`
            : `${issues.length} ${issues.length === 1 ? t("issue") : t("issues")}`}
      </p>
      {issues !== undefined && issues.length > 0 && (
        <ol>
          {issues.slice(0, 20).map((issue, index) => {
            const { id, line = 1, column = 1, path } = issue;
            return (
              <li key={index}>
                <button type="button" onClick={() => goToPlace(line, column)} title={path}>
                  <span class="place">
                    {line}:{column}
                  </span>
                  <span>{issueText(issue)}</span>
                  <span class="rule">{id}</span>
                </button>
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function Copies({ draft, request }: { readonly draft: Draft; readonly request: OutgoingRequest }) {
  const done = useSignal(false);
  const copy = (text: string): void => {
    void navigator.clipboard.writeText(text).then(() => {
      done.value = true;
      setTimeout(() => {
        done.value = false;
      }, 1500);
    });
  };
  const { origin } = location;
  const copyCall = async (): Promise<void> => {
    const { contract, operation, bound, destination } = draft;
    copy(asTypeScript(contract, operation, bound, whole(destination.value?.address ?? "", origin), await draft.callValues()));
  };
  return (
    <span class="copies">
      <span class="quiet">{done.value ? `✓ ${t("copied")}` : t("copy")}</span>
      <button type="button" class="quiet-button" onClick={() => copy(asCurl(request, origin))}>
        curl
      </button>
      <button type="button" class="quiet-button" onClick={() => void copyCall()}>
        TypeScript
      </button>
      <button type="button" class="quiet-button" onClick={() => copy(asHttpFile(request, origin))}>
        HTTP
      </button>
    </span>
  );
}

function Messages({ contract, operation, binding }: Omit<Props, "service">) {
  const bound = chooseBound(contract, operation, binding);
  const input = bound?.input;
  return (
    <div class="contract-pane">
      <h2>{t("input")}</h2>
      {input?.headers.map((element) => (
        <ElementTree key={element.name} contract={contract} element={element} isOpen={false} />
      ))}
      {input?.body.map((element) => (
        <ElementTree key={element.name} contract={contract} element={element} />
      ))}
      {input !== undefined && input.parameters.length > 0 && (
        <ul class="tree">
          {input.parameters.map(({ name, type, occurs }) => (
            <ElementTree
              key={name}
              contract={contract}
              element={{
                name: occurs === "once" ? name : `${name} (${occurs})`,
                namespace: "",
                type,
                documentation: typeOf(contract, type).documentation,
              }}
              isOpen={false}
            />
          ))}
        </ul>
      )}
      <h2>{t("output")}</h2>
      {operation.output?.body.map((element) => <ElementTree key={element.name} contract={contract} element={element} isOpen={false} />) ?? (
        <p class="quiet">{t("nothing")}</p>
      )}
      {operation.faults.length > 0 && <h2>{t("faults")}</h2>}
      {operation.faults.map(({ name, element }) =>
        element === undefined ? <p key={name}>{name}</p> : <ElementTree key={name} contract={contract} element={element} isOpen={false} />,
      )}
    </div>
  );
}

function History({ draft }: { readonly draft: Draft }) {
  const own = sentRequests.value.filter(({ service, operation }) => service === draft.service.id && operation === draft.operation.key);
  return (
    <details class="history">
      <summary>
        {t("history")} <span class="count">{own.length}</span>
      </summary>
      {own.length === 0 ? (
        <p class="quiet">{t("noHistory")}</p>
      ) : (
        <>
          <ul>
            {own.map((sent) => (
              <li key={sent.at}>
                <button
                  type="button"
                  onClick={() => {
                    if (sent.binding === bindingOf(draft.contract, draft.bound).name) draft.setText(sent.text);
                    else goTo(["explore", sent.service, sent.operation, sent.binding], true);
                  }}
                >
                  <time>{new Date(sent.at).toLocaleTimeString()}</time> <span>{sent.binding}</span>{" "}
                  <b class={sent.status < 400 ? "good" : "bad"}>{sent.status}</b> <span class="quiet">{sent.ms.toFixed(0)} ms</span>
                </button>
              </li>
            ))}
          </ul>
          <button type="button" class="quiet-button" onClick={forgetAll}>
            {t("clear")}
          </button>
        </>
      )}
    </details>
  );
}
