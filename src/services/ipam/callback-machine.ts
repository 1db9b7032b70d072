/**
 * The client's state machine of one session: which callback is accepted in which state, and what it does to the progress tracker.
 *
 * [MS-IPAMM2] 3.21.1.1 (figure 14), 3.21.4. A callback at the wrong time breaks the protocol; it is ignored, and the refusal's name is logged.
 */
import { type CommandOf, defineMachine, type EffectOf, type StateOf } from "../../machine/machine.js";

/** The machine: CallbackInitialized until StartProgressCallback, Completed from SetOverallStatus on. */
export const callbackMachine = defineMachine({
  name: "IPAM callbacks",
  initial: "CallbackInitialized",
  commands: [
    "startProgress",
    "addSubTask",
    "setStatusOfKnown",
    "setStatusOfUnknown",
    "setCompletionPercentage",
    "setOverallStatus",
    "sessionEnded",
  ],
  states: {
    CallbackInitialized: {
      on: {
        // 3.21.4.6 says that the state becomes Callback Initialized here; 3.21.1.1 and figure 14 say Started, the only reading that makes sense.
        startProgress: { to: "OperationWithProgressStarted", effects: ["resetTracker"], basis: "3.21.1.1" },
        addSubTask: { refuse: "beforeStart", basis: "choice" },
        setStatusOfKnown: { refuse: "beforeStart", basis: "choice" },
        setStatusOfUnknown: { refuse: "beforeStart", basis: "choice" },
        setCompletionPercentage: { refuse: "beforeStart", basis: "choice" },
        setOverallStatus: { refuse: "beforeStart", basis: "choice" },
        sessionEnded: { to: "Ended", effects: ["markInterrupted"], basis: "3.21.4.1" },
      },
    },
    OperationWithProgressStarted: {
      on: {
        startProgress: { refuse: "startedTwice", basis: "choice" },
        addSubTask: { to: "OperationWithProgressStarted", effects: ["addSubTask"], basis: "3.21.4.2" },
        setStatusOfKnown: { to: "OperationWithProgressStarted", effects: ["setStatus"], basis: "3.21.4.5" },
        setStatusOfUnknown: { to: "OperationWithProgressStarted", effects: ["addSubTask", "setStatus"], basis: "choice" },
        setCompletionPercentage: { to: "OperationWithProgressStarted", effects: ["setPercentage"], basis: "3.21.4.3" },
        setOverallStatus: { to: "OperationWithProgressCompleted", effects: ["setOverall"], basis: "3.21.4.4" },
        sessionEnded: { to: "Ended", effects: ["markInterrupted"], basis: "3.21.4.1" },
      },
    },
    OperationWithProgressCompleted: {
      on: {
        startProgress: { refuse: "afterEnd", basis: "choice" },
        addSubTask: { refuse: "afterEnd", basis: "choice" },
        setStatusOfKnown: { refuse: "afterEnd", basis: "choice" },
        setStatusOfUnknown: { refuse: "afterEnd", basis: "choice" },
        setCompletionPercentage: { refuse: "afterEnd", basis: "choice" },
        setOverallStatus: { refuse: "afterEnd", basis: "choice" },
        // The overall result is known already, so the end of the session adds nothing.
        sessionEnded: { to: "Ended", basis: "3.21.1.1" },
      },
    },
    Ended: {
      on: {
        startProgress: { refuse: "noSession" },
        addSubTask: { refuse: "noSession" },
        setStatusOfKnown: { refuse: "noSession" },
        setStatusOfUnknown: { refuse: "noSession" },
        setCompletionPercentage: { refuse: "noSession" },
        setOverallStatus: { refuse: "noSession" },
        sessionEnded: { refuse: "noSession" },
      },
    },
  },
});

/** The states of the callback side. */
export type CallbackState = StateOf<typeof callbackMachine>;
/** The events of the callback side. */
export type CallbackEvent = CommandOf<typeof callbackMachine>;
/** What a transition does to the tracker. */
export type CallbackEffect = EffectOf<typeof callbackMachine>;
