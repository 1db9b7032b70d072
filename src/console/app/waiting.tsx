/**
 * Messages that wait to be sent, and buyers: what operators act on beside instances.
 */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ShownBuyer, WaitingMessage } from "../live.js";
import { ActButton, ActHint } from "./acts.js";
import { Skeleton } from "./explore.js";
import { askBuyers, askOutbox, dateText, ownerText } from "./live-data.js";
import { linkTo } from "./route.js";
import { t } from "./settings.js";
import { WideTable } from "./wide-table.js";

/** `waiting`: how many there are; the list is read again when that changes. */
export function Outbox({ waiting }: { readonly waiting: number }) {
  const messages = useSignal<readonly WaitingMessage[] | undefined>(undefined);
  const load = loader(messages, askOutbox);
  useEffect(load, [waiting]);
  return (
    <article class="overview">
      <h1>{t("outbox")}</h1>
      <p class="quiet">{t("outboxWhy")}</p>
      <ActHint />
      {messages.value === undefined ? (
        <Skeleton lines={4} />
      ) : messages.value.length === 0 ? (
        <p class="quiet">{t("noOutbox")}</p>
      ) : (
        <WideTable label={t("outbox")}>
          <thead>
            <tr>
              <th>{t("instance")}</th>
              <th>{t("effect")}</th>
              <th>{t("created")}</th>
              <th class="number">{t("attempts")}</th>
              <th>{t("due")}</th>
              <th>{t("act")}</th>
            </tr>
          </thead>
          <tbody>
            {messages.value.map(({ key, instanceId, machine, effect, createdAt, attempts, dueAt }) => (
              <tr key={key}>
                <td>
                  <a href={linkTo("live", machine, instanceId)}>
                    <code>{instanceId}</code>
                  </a>
                </td>
                <td>
                  {machine} {effect}
                </td>
                <td>{dateText(createdAt)}</td>
                <td class="number">{attempts}</td>
                <td>{dateText(dueAt)}</td>
                <td>
                  <ActButton act="replay" target={JSON.stringify([instanceId, key])} label={`${effect} ${instanceId}`} onDone={load} />
                </td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </article>
  );
}

export function Buyers() {
  const buyers = useSignal<readonly ShownBuyer[] | undefined>(undefined);
  const load = loader(buyers, askBuyers);
  useEffect(load, []);
  return (
    <article class="overview">
      <h1>{t("buyers")}</h1>
      <ActHint />
      {buyers.value === undefined ? (
        <Skeleton lines={4} />
      ) : buyers.value.length === 0 ? (
        <p class="quiet">{t("noBuyers")}</p>
      ) : (
        <WideTable label={t("buyers")}>
          <thead>
            <tr>
              <th>{t("buyers")}</th>
              <th>{t("state")}</th>
              <th>{t("act")}</th>
            </tr>
          </thead>
          <tbody>
            {buyers.value.map(({ owner, isDisabled }) => (
              <tr key={owner}>
                <td>
                  <code>{ownerText(owner)}</code>
                </td>
                <td class={isDisabled ? "bad" : "good"}>{t(isDisabled ? "buyerDisabled" : "buyerEnabled")}</td>
                <td>
                  <ActButton act={isDisabled ? "enableBuyer" : "disableBuyer"} target={owner} label={ownerText(owner)} onDone={load} />
                </td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </article>
  );
}

function loader<T>(found: Signal<readonly T[] | undefined>, ask: () => Promise<readonly T[] | undefined>): () => void {
  return () => void ask().then((list) => (found.value = list ?? found.value ?? []));
}
