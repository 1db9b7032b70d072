/**
 * The table of a machine -> a diagram: states, and arrows with their commands.
 */
import { deletes, enumerate, isTerminal, type Machine, type Moved } from "./machine.js";

/** One command on an arrow. */
export interface ArrowLabel {
  readonly command: string;
  /** The duration after which a deadline gives the command; undefined if it is not the command of the deadline. */
  readonly after: string | undefined;
  readonly effects: readonly string[];
}

/** All transitions from one state to another. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly labels: readonly ArrowLabel[];
}

export interface DiagramState {
  readonly name: string;
  readonly number: number | undefined;
  readonly description: string | undefined;
  /** Commands that wait until the state is left. */
  readonly waiting: readonly string[];
  readonly isTerminal: boolean;
  /** Commands that stay in the state. */
  readonly loops: readonly ArrowLabel[];
}

export interface Diagram {
  readonly name: string;
  readonly states: readonly DiagramState[];
  readonly initial: number;
  /** Between different states, in the order of the table. */
  readonly arrows: readonly Arrow[];
}

/** Makes a diagram. Refusals are not part of it. */
export function toDiagram(machine: Machine): Diagram {
  const pairs = enumerate(machine);
  const indexOf = (state: string): number => machine.states.indexOf(state);
  const labels = new Map<string, ArrowLabel[]>();
  for (const pair of pairs) {
    if (pair.kind !== "moved") continue;
    const key = `${indexOf(pair.from)} ${indexOf(pair.to)}`;
    labels.set(key, [...(labels.get(key) ?? []), labelOf(machine, pair)]);
  }
  const states = machine.states.map((name, index): DiagramState => {
    const { number, description } = machine.facts[name] ?? {};
    const waiting = pairs.flatMap((pair) =>
      pair.kind === "refused" && pair.state === name && pair.refusal === "wait" ? [pair.command] : [],
    );
    return { name, number, description, waiting, isTerminal: isTerminal(machine, name), loops: labels.get(`${index} ${index}`) ?? [] };
  });
  const arrows = [...labels].map(([key, each]): Arrow => {
    const [from = 0, to = 0] = key.split(" ").map(Number);
    return { from, to, labels: each };
  });
  return { name: machine.name, states, initial: indexOf(machine.initial), arrows: arrows.filter(({ from, to }) => from !== to) };
}

function labelOf(machine: Machine, moved: Moved): ArrowLabel {
  const deadline = machine.facts[moved.from]?.deadline;
  const after = deadline?.command === moved.command ? deadline.after : undefined;
  return {
    command: moved.command,
    after: typeof after === "number" ? `${after} ms` : after,
    effects: deletes(moved) ? [...moved.effects.filter((effect) => effect !== "delete"), "delete"] : moved.effects,
  };
}
