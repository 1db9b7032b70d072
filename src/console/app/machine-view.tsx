/**
 * One machine: its drawing with the number of instances in each state, the instances, and the history of one.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { LiveSnapshot, ShownMachine } from "../live.js";
import { ActButton, ActHint } from "./acts.js";
import { Instances } from "./instances.js";
import { askHistory, askInstances, dateText, type InstanceHead, ownerText, type TransitionRecord } from "./live-data.js";
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
          <Drawing machine={machine} now={now} transitions={undefined} />
          <Instances machine={machine} now={now} />
        </>
      ) : (
        <Instance machine={machine} now={now} id={id} />
      )}
    </article>
  );
}

const noTransitions: readonly TransitionRecord[] = [];

/** The steps of one instance that led to each state, by their numbers in the time line. */
function stepsOf(transitions: readonly TransitionRecord[]): ReadonlyMap<string, readonly number[]> {
  const steps = new Map<string, number[]>();
  for (const [index, { to }] of transitions.entries()) steps.set(to, [...(steps.get(to) ?? []), index + 1]);
  return steps;
}

/** Marks the arrows that the transitions of an instance have gone along, and the commands beside them. None: no arrow is marked. */
function markTaken(drawing: Element | null, transitions: readonly TransitionRecord[]): void {
  const taken = new Set(transitions.flatMap(({ from, command, to }) => [`${from} > ${to}`, `${from} > ${to}: ${command}`]));
  for (const drawn of drawing?.querySelectorAll("[data-from]") ?? []) {
    const [from = "", to = "", command] = ["data-from", "data-to", "data-command"].map((name) => drawn.getAttribute(name) ?? undefined);
    // The first arrow comes from nowhere.
    const isTaken = from === "" ? transitions.length > 0 : taken.has(`${from} > ${to}${command === undefined ? "" : `: ${command}`}`);
    drawn.classList.toggle("taken", isTaken);
  }
}

/** The last three of many. */
function shortened(numbers: readonly number[]): string {
  return `${numbers.length > 3 ? "… " : ""}${numbers.slice(-3).join(", ")}`;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** The server draws the machine; counts, or the states and arrows that one instance has been through, are put on the drawing. */
function Drawing({ machine, now, transitions }: Props & { readonly transitions: readonly TransitionRecord[] | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  const steps = useMemo(() => transitions && stepsOf(transitions), [transitions]);
  const here = transitions?.at(-1)?.to;
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
      box.classList.toggle("been", steps?.has(name) === true);
      const count = counts.find(({ state }) => state === name)?.count ?? 0;
      showBadge(box, steps === undefined ? (count === 0 ? "" : String(count)) : shortened(steps.get(name) ?? []));
    }
    markTaken(host.current, transitions ?? noTransitions);
  }, [machine, JSON.stringify(counts), transitions]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. WCAG 2.1.1
    <section class="drawing pane" aria-label={t("states")} tabIndex={0}>
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

/** A text at the corner of a state; none where it is empty. */
function showBadge(box: Element, text: string): void {
  const { nextElementSibling: next } = box;
  const badge = next?.classList.contains("tally") ? next : document.createElementNS(svgNamespace, "g");
  if (badge !== next) {
    badge.setAttribute("class", "tally");
    const [x, y, width] = ["x", "y", "width"].map((name) => Number(box.getAttribute(name)));
    badge.setAttribute("transform", `translate(${(x ?? 0) + (width ?? 0)} ${y ?? 0})`);
    badge.append(document.createElementNS(svgNamespace, "rect"), document.createElementNS(svgNamespace, "text"));
    box.after(badge);
  }
  const half = 7 + text.length * 4;
  const [pill, label] = badge.children;
  for (const [name, value] of Object.entries({ x: -half, y: -11, width: 2 * half, height: 22, rx: 11 }))
    pill?.setAttribute(name, String(value));
  label?.setAttribute("y", "4");
  label?.setAttribute("text-anchor", "middle");
  if (label !== undefined) label.textContent = text;
  badge.setAttribute("visibility", text === "" ? "hidden" : "visible");
}

function Instance({ machine, now, id }: Props & { readonly id: string }) {
  const transitions = useSignal<readonly TransitionRecord[] | undefined>(undefined);
  const head = useSignal<InstanceHead | undefined>(undefined);
  const counts = JSON.stringify(now.counts);
  const load = (): void => {
    void askHistory(id).then((found) => (transitions.value = found));
    void askInstances(machine.name, { state: "", owner: id, after: "" }).then(
      (page) => (head.value = page?.instances.find((each) => each.id === id)),
    );
  };
  useEffect(load, [id, counts]);
  const state = machine.states.find(({ name }) => name === head.value?.stateName);
  return (
    <>
      <p class="crumb">
        <a href={linkTo("live", machine.name)}>← {t("back")}</a> <code>{id}</code>
      </p>
      {head.value !== undefined && (
        <p class="row acts">
          {state?.acts.map((act) => (
            <ActButton key={act} act={act} target={id} label={id} onDone={load} />
          ))}
          <ActButton act="disableBuyer" target={head.value.owner} label={ownerText(head.value.owner)} onDone={load} />
          <ActHint />
        </p>
      )}
      <Drawing machine={machine} now={now} transitions={transitions.value ?? noTransitions} />
      <section class="block">
        <h2>{t("timeLine")}</h2>
        <p class="quiet">{t(transitions.value?.length === 0 ? "noTransitions" : "steps")}</p>
        <ol class="timeline">
          {transitions.value?.map(({ revision, at, by, from, command, to }, index, all) => (
            <li key={revision}>
              <span class="step">{index + 1}</span>
              <span>
                <time dateTime={new Date(at).toISOString()}>{dateText(at)}</time>
                <span class="quiet"> {elapsedText(at - (all[index - 1]?.at ?? at))}</span>
              </span>
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

/** "+ 3 min": how long after the step before. */
function elapsedText(milliseconds: number): string {
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
    ["ms", 1],
  ] as const;
  const unit = units.find(([, size]) => milliseconds >= size);
  return unit === undefined ? "" : `+ ${Math.floor(milliseconds / unit[1])} ${unit[0]}`;
}
