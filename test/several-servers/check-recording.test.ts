/**
 * The checker itself: it accepts what can happen, and finds forged histories that cannot.
 */
import type { TransitionRecord } from "soapwright/stores";
import { describe, expect, it } from "vitest";
import { findImpossible } from "./check-recording.js";
import type { Answer, Attempt, AttemptKind, PlacedRecord, RecordedTransaction, Recording } from "./recording.js";

const open = (value?: number): Answer => ({ code: 200, status: 2, value, orderId: undefined });
const finished = (value?: number, orderId?: string): Answer => ({ code: 200, status: 100, value, orderId });
const deleted: Answer = { code: 200, status: 1, value: undefined, orderId: undefined };
const unknown: Answer = { code: 420, status: 1, value: undefined, orderId: undefined };
const refused: Answer = { code: 430, status: 100, value: undefined, orderId: undefined };

/** An attempt from one moment to another one. */
const attempt = (kind: AttemptKind, begun: number, ended: number, answer: Answer, value?: number): Attempt => ({
  kind,
  begun,
  ended,
  answer,
  ...(value !== undefined && { value }),
});
const unanswered = (kind: AttemptKind, begun: number, value?: number): Attempt => ({
  kind,
  begun,
  ended: Number.POSITIVE_INFINITY,
  answer: undefined,
  ...(value !== undefined && { value }),
});

/** A history by its steps: `start create open`. */
function historyOf(...steps: readonly string[]): readonly TransitionRecord[] {
  return steps.map((text, index) => {
    const [from = "", command = "", to = ""] = text.split(" ");
    return { instanceId: "t", revision: index + 1, owner: "o", machine: "Order", at: index, by: "o", from, command, to };
  });
}

const create = "start create open";
const finish = ["open finish placing", "placing placed finished"];
const handedOver: PlacedRecord = { transactionId: "t", orderId: "SO-1", quantity: 5 };

/** An order that was created with a quantity of 5, and what became of it. */
function orderOf(
  attempts: readonly Attempt[],
  status: number | undefined,
  steps: readonly string[],
  placed: readonly PlacedRecord[] = [],
  change: Partial<RecordedTransaction> = {},
): Recording {
  const order: RecordedTransaction = { id: "t", machine: "Order", isTest: false, created: open(5), attempts, ...change };
  return {
    transactions: [order],
    stored: new Map(status === undefined ? [] : [["t", status]]),
    history: new Map([["t", historyOf(...steps)]]),
    placed,
  };
}

/** A search with three hits. */
function searchOf(attempts: readonly Attempt[], status: number | undefined, steps: readonly string[]): Recording {
  return orderOf(attempts, status, steps, [], { machine: "TextSearch", created: open(3) });
}

const possible: readonly (readonly [string, Recording])[] = [
  ["an order that stays open", orderOf([], 2, [create])],
  ["an order that is finished", orderOf([attempt("finish", 1, 2, finished(5, "SO-1"))], 100, [create, ...finish], [handedOver])],
  ["one whose end nobody was told", orderOf([unanswered("finish", 1)], 100, [create, ...finish], [handedOver])],
  [
    "one whose end was asked for and did not come",
    orderOf([unanswered("finish", 1), attempt("view", 2, 3, open(5))], 2, [create, "open view open"]),
  ],
  [
    "an update that was done after its caller had gone",
    orderOf([unanswered("update", 1, 8), attempt("view", 2, 3, open(5)), attempt("view", 4, 5, open(8))], 2, [
      create,
      "open view open",
      "open update open",
      "open view open",
    ]),
  ],
  [
    "two updates at once, either of which is the last one",
    orderOf([attempt("update", 1, 4, open(7), 7), attempt("update", 2, 3, open(8), 8), attempt("view", 5, 6, open(7))], 2, [
      create,
      "open update open",
      "open update open",
      "open view open",
    ]),
  ],
  [
    "two that ask for the end at once",
    orderOf([attempt("finish", 1, 4, refused), attempt("finish", 2, 3, finished(5, "SO-1"))], 100, [create, ...finish], [handedOver]),
  ],
  [
    "a rollback that comes before an update at the same time",
    orderOf([attempt("update", 1, 4, unknown, 7), attempt("rollback", 2, 3, deleted)], undefined, [create, "open rollback start"]),
  ],
  [
    "a test order",
    orderOf([attempt("finish", 1, 2, finished(5, "TEST-1"))], 100, [create, "open finishTest finished"], [], { isTest: true }),
  ],
  [
    "a search that is fetched and closed",
    searchOf([attempt("fetch", 1, 2, open(3)), attempt("fetchLast", 3, 4, finished(3)), attempt("fetch", 5, 6, refused)], 100, [
      "start find found",
      "found fetch found",
      "found fetchLast closed",
    ]),
  ],
];

const orderDone = attempt("finish", 1, 2, finished(5, "SO-1"));
const impossible: readonly (readonly [string, Recording, RegExp])[] = [
  ["an acknowledged order that is gone", orderOf([], undefined, [create]), /no sequence.*the history ends in 2/s],
  [
    "an acknowledged update that a later answer does not know",
    orderOf([attempt("update", 1, 2, open(7), 7), attempt("view", 3, 4, open(5))], 2, [create, "open update open", "open view open"]),
    /no sequence/,
  ],
  [
    "a state that is older than one acknowledged before",
    orderOf([orderDone, attempt("status", 3, 4, open())], 100, [create, ...finish], [handedOver]),
    /no sequence/,
  ],
  [
    "a state that is older than one seen before, of an end that nobody was told",
    orderOf(
      [unanswered("finish", 1), attempt("status", 2, 3, finished()), attempt("status", 4, 5, open())],
      100,
      [create, ...finish],
      [handedOver],
    ),
    /no sequence/,
  ],
  [
    "answers that change without a reason",
    orderOf(
      [
        attempt("update", 1, 4, open(7), 7),
        attempt("update", 2, 3, open(8), 8),
        attempt("view", 5, 6, open(7)),
        attempt("view", 7, 8, open(8)),
      ],
      2,
      [create, "open update open", "open update open", "open view open", "open view open"],
    ),
    /no sequence/,
  ],
  [
    "an order that two have finished",
    orderOf(
      [attempt("finish", 1, 4, finished(5, "SO-1")), attempt("finish", 2, 3, finished(5, "SO-1"))],
      100,
      [create, ...finish],
      [handedOver],
    ),
    /no sequence/,
  ],
  [
    "an order that is finished and rolled back",
    orderOf([orderDone, attempt("rollback", 3, 4, deleted)], 100, [create, ...finish], [handedOver]),
    /no sequence/,
  ],
  ["an acknowledged end that was not stored", orderOf([orderDone], 2, [create]), /no sequence.*finish was acknowledged 1 times/s],
  ["an acknowledged rollback that was not stored", orderOf([attempt("rollback", 1, 2, deleted)], 2, [create]), /no sequence/],
  ["an end that nobody has asked for", orderOf([], 100, [create, ...finish], [handedOver]), /no sequence/],
  ["an order that is finished and not handed over", orderOf([orderDone], 100, [create, ...finish]), /handed over 0 times instead of 1/],
  [
    "an order that is handed over twice",
    orderOf([orderDone], 100, [create, ...finish], [handedOver, { ...handedOver, orderId: "SO-2" }]),
    /handed over 2 times instead of 1/,
  ],
  ["an open order that is handed over", orderOf([], 2, [create], [handedOver]), /handed over 1 times instead of 0/],
  [
    "a test order that is handed over",
    orderOf([attempt("finish", 1, 2, finished(5, "SO-1"))], 100, [create, "open finishTest finished"], [handedOver], { isTest: true }),
    /handed over 1 times instead of 0/,
  ],
  [
    "an order with lines that its buyer had replaced",
    orderOf(
      [attempt("update", 1, 2, open(7), 7), attempt("finish", 3, 4, finished(undefined, "SO-1"))],
      100,
      [create, "open update open", ...finish],
      [handedOver],
    ),
    /no sequence.*5 handed over/s,
  ],
  [
    "another number than the buyer was told",
    orderOf([attempt("finish", 1, 2, finished(5, "SO-9"))], 100, [create, ...finish], [handedOver]),
    /told SO-9/,
  ],
  [
    "two orders of one number",
    orderOf([orderDone], 100, [create, ...finish], [handedOver, { ...handedOver, transactionId: "u" }]),
    /2 orders are SO-1/,
  ],
  ["an order of nobody", orderOf([], 2, [create], [{ ...handedOver, transactionId: "u" }]), /of u, which nobody has/],
  ["a transition that the table does not have", orderOf([], 100, [create, "open placed finished"]), /does not follow from "open"/],
  ["a transition that is missing in the history", orderOf([orderDone], 100, [create, "placing placed finished"], [handedOver]), /placed/],
  [
    "a history without what was acknowledged",
    orderOf([attempt("update", 1, 2, open(7), 7)], 2, [create]),
    /update was acknowledged 1 times, asked for 1 times, and is recorded 0 times/,
  ],
  [
    "a history with what was refused",
    orderOf([orderDone, attempt("update", 3, 4, refused, 7)], 100, [create, "open update open", ...finish], [handedOver]),
    /update was acknowledged 0 times, asked for 0 times, and is recorded 1 times/,
  ],
  [
    "an order that is placed twice by its history",
    orderOf([orderDone], 100, [create, ...finish, "placing placed finished"], [handedOver]),
    /placed 2 times/,
  ],
  ["a history that ends elsewhere", orderOf([unanswered("finish", 1)], 2, [create, ...finish]), /ends in 100, and the instance is in 2/],
  ["hits that change", searchOf([attempt("fetch", 1, 2, open(4))], 2, ["start find found", "found fetch found"]), /no sequence/],
  [
    "a closed search that opens again",
    searchOf([attempt("fetchLast", 1, 2, finished(3)), attempt("fetch", 3, 4, open(3))], 100, [
      "start find found",
      "found fetchLast closed",
    ]),
    /no sequence/,
  ],
];

describe("the checker of recordings", () => {
  it.each(possible)("accepts %s", (_, recording) => {
    expect(findImpossible(recording)).toEqual([]);
  });

  it.each(impossible)("finds %s", (_, recording, problem) => {
    expect(findImpossible(recording).join("\n")).toMatch(problem);
  });
});
