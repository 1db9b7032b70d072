/**
 * One machine: its drawing with the number of instances in each state, the instances, and the history of one.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LiveSnapshot, ShownMachine } from "../live.js";
import { askHistory, askInstances, type InstanceHead, type TransitionRecord } from "./live-data.js";
import { linkTo, path } from "./route.js";
import { t } from "./settings.js";

interface Props {
  readonly machine: ShownMachine;
  readonly now: LiveSnapshot;
}

export function MachineView({ machine, now }: Props) {
  const id = path.value[2];
  return (
    <article class="operation">
      <h1>{machine.name}</h1>
      {id === undefined ? (
        <>
          <Drawing machine={machine} now={now} here={undefined} />
          <Instances machine={machine} now={now} />
        </>
      ) : (
        <Instance machine={machine} now={now} id={id} />
      )}
    </article>
  );
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** The server draws the machine; counts and the state of one instance are put on the drawing. */
function Drawing({ machine, now, here }: Props & { readonly here: string | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The drawing's own style sheet would be inline; style.css has its rules.
    const text = machine.svg.replace(/<style>[\s\S]*?<\/style>/, "");
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    host.current?.replaceChildren(document.importNode(drawn, true));
  }, [machine.svg]);
  const counts = now.counts.filter((each) => each.machine === machine.name);
  useEffect(() => {
    for (const { name } of machine.states) {
      const label = [...(host.current?.querySelectorAll("text.name") ?? [])].find(({ textContent }) => textContent === name);
      const box = label === undefined ? undefined : boxBefore(label);
      if (box === undefined) continue;
      box.classList.toggle("here", name === here);
      showCount(box, counts.find(({ state }) => state === name)?.count ?? 0);
    }
  }, [machine, here, JSON.stringify(counts)]);
  return (
    <section class="drawing pane" aria-label={t("states")}>
      <div ref={host} />
    </section>
  );
}

/** The rectangle of the state that a name stands in. */
function boxBefore(label: Element): Element | undefined {
  for (let each = label.previousElementSibling; each !== null; each = each.previousElementSibling) {
    if (each.localName === "rect" && each.getAttribute("class")?.match(/inner|pill/) == null) return each;
  }
  return undefined;
}

function showCount(box: Element, count: number): void {
  const { nextElementSibling: next } = box;
  const badge = next?.classList.contains("tally") ? next : document.createElementNS(svgNamespace, "g");
  if (badge !== next) {
    badge.setAttribute("class", "tally");
    const [x, y, width] = ["x", "y", "width"].map((name) => Number(box.getAttribute(name)));
    badge.setAttribute("transform", `translate(${(x ?? 0) + (width ?? 0)} ${y ?? 0})`);
    badge.append(document.createElementNS(svgNamespace, "rect"), document.createElementNS(svgNamespace, "text"));
    box.after(badge);
  }
  const text = String(count);
  const half = 7 + text.length * 4;
  const [pill, label] = badge.children;
  for (const [name, value] of Object.entries({ x: -half, y: -11, width: 2 * half, height: 22, rx: 11 }))
    pill?.setAttribute(name, String(value));
  label?.setAttribute("y", "4");
  label?.setAttribute("text-anchor", "middle");
  if (label !== undefined) label.textContent = text;
  badge.setAttribute("visibility", count === 0 ? "hidden" : "visible");
}

function Instances({ machine, now }: Props) {
  const state = useSignal("");
  const owner = useSignal("");
  const found = useSignal<readonly InstanceHead[]>([]);
  const next = useSignal<string | undefined>(undefined);
  const total = now.counts
    .filter((each) => each.machine === machine.name)
    .map(({ count, state: of }) => `${of} ${count}`)
    .join();
  const load = async (after: string): Promise<void> => {
    const page = await askInstances(machine.name, { state: state.value, owner: owner.value, after });
    found.value = after === "" ? (page?.instances ?? []) : [...found.value, ...(page?.instances ?? [])];
    next.value = page?.next;
  };
  useEffect(() => void load(""), [state.value, owner.value, total]);
  return (
    <section class="block">
      <div class="row">
        <h2>{t("instances")}</h2>
        <select aria-label={t("state")} value={state.value} onChange={(event) => (state.value = event.currentTarget.value)}>
          <option value="">{t("allStates")}</option>
          {machine.states.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <input
          type="search"
          placeholder={`${t("owner")}, ID`}
          aria-label={`${t("owner")}, ID`}
          value={owner.value}
          onInput={(event) => (owner.value = event.currentTarget.value)}
        />
      </div>
      {found.value.length === 0 && next.value === undefined ? (
        <p class="quiet">{t("noInstances")}</p>
      ) : (
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th>ID</th>
                <th>{t("owner")}</th>
                <th>{t("state")}</th>
                <th>{t("created")}</th>
                <th>{t("used")}</th>
                <th>{t("deadline")}</th>
              </tr>
            </thead>
            <tbody>
              {found.value.map((head) => (
                <tr key={head.id}>
                  <td>
                    <a href={linkTo("live", machine.name, head.id)}>
                      <code>{head.id}</code>
                    </a>
                  </td>
                  <td>{ownerText(head.owner)}</td>
                  <td>{head.stateName ?? head.state}</td>
                  <td>{dateText(head.createdAt)}</td>
                  <td>{dateText(head.usedAt)}</td>
                  <td>{head.deadline === undefined ? "–" : dateText(head.deadline)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next.value !== undefined && (
        <button type="button" onClick={() => void load(next.value ?? "")}>
          {t("more")}
        </button>
      )}
    </section>
  );
}

function Instance({ machine, now, id }: Props & { readonly id: string }) {
  const transitions = useSignal<readonly TransitionRecord[] | undefined>(undefined);
  const counts = JSON.stringify(now.counts);
  useEffect(() => void askHistory(id).then((found) => (transitions.value = found)), [id, counts]);
  return (
    <>
      <p class="crumb">
        <a href={linkTo("live", machine.name)}>← {t("back")}</a> <code>{id}</code>
      </p>
      <Drawing machine={machine} now={now} here={transitions.value?.at(-1)?.to} />
      <section class="block">
        <h2>{t("timeLine")}</h2>
        {transitions.value?.length === 0 && <p class="quiet">{t("noTransitions")}</p>}
        <ol class="timeline">
          {transitions.value?.map(({ revision, at, by, from, command, to }) => (
            <li key={revision}>
              <time>{dateText(at)}</time>
              <span>
                <b>{command}</b> <span class="quiet">{ownerText(by)}</span>
              </span>
              <span>
                {from === "" ? "" : `${from} → `}
                <strong>{to}</strong>
              </span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** Services may put several parts into an owner, as a list in JSON. */
function ownerText(owner: string): string {
  try {
    const parts: unknown = JSON.parse(owner);
    return Array.isArray(parts) ? parts.filter((part) => part !== null).join(" / ") : owner;
  } catch {
    return owner;
  }
}

function dateText(at: number): string {
  return new Date(at).toLocaleString();
}
