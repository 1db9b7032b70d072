/**
 * The server's state machine of one IPAM operation-with-progress session: every state, every event, decided.
 *
 * In: an event, already classified (a request is valid or not, a caller authorized or not). Out: effects in order and the next state,
 * or a refusal by name. [MS-IPAMM2] 3.19.1.1 (figure 13), 3.19.4, 3.19.6.1, 3.1.4.2, 3.1.5. Where the specification is silent, `basis`
 * says "choice": no state moves backwards, and a request that comes at the wrong time gets an answer and changes nothing.
 */
import { type CommandOf, defineMachine, type EffectOf, type RefusalOf, type StateOf } from "../../machine/machine.js";

/**
 * What can happen to a session. A request is checked in this order: gates, state, authorization, data; so `gateClosed` stands for either
 * request while the store is not provisioned or needs a schema conversion.
 */
const events = [
  "sessionEstablished",
  "initializeValid",
  "initializeInvalid",
  "startAuthorized",
  "startRefused",
  "gateClosed",
  "callbackElement",
  "keepalive",
  "unreadable",
  "subTaskAdded",
  "subTaskChanged",
  "percentageChanged",
  "operationSucceeded",
  "operationFailed",
  "callbackFailed",
  "tickHeard",
  "tickSilent",
  "tickExhausted",
  "serverCloses",
  "sessionEnded",
] as const;

/** Timer events are alike in every live state. [MS-IPAMM2] 3.1.5 */
const ticks = <State extends string>(state: State) =>
  ({
    tickHeard: { to: state, effects: ["resetGrace"], basis: "3.1.5" },
    tickSilent: { to: state, effects: ["spendGrace"], basis: "3.1.5" },
  }) as const;

/** Elements that only the server may send, and the keepalive, are taken without an answer. [MS-IPAMM2] 3.19.4.5 to 3.19.4.9, 2.2.2.2 */
const ignored = <State extends string>(state: State) =>
  ({
    callbackElement: { to: state, basis: "3.19.4.5 to 3.19.4.9" },
    keepalive: { to: state, basis: "2.2.2.2" },
  }) as const;

/** Where no operation runs, the session simply goes; first what needs no peer, so that a blocked connection keeps nothing. [MS-IPAMM2] 3.19.4.2 */
const endings = {
  tickExhausted: { to: "Ended", effects: ["stopTimer", "discard", "abort"], basis: "3.1.5" },
  serverCloses: { to: "Ended", effects: ["stopTimer", "discard", "close"], basis: "choice" },
  sessionEnded: { to: "Ended", effects: ["stopTimer", "discard"], basis: "3.19.4.2" },
} as const;

/** Where an operation runs, it runs to its end unobserved. */
const endingsWhileRunning = {
  tickExhausted: { to: "Ended", effects: ["stopTimer", "abandonOperation", "discard", "abort"], basis: "3.1.5, choice" },
  serverCloses: { to: "Ended", effects: ["stopTimer", "abandonOperation", "discard", "close"], basis: "choice" },
  sessionEnded: { to: "Ended", effects: ["stopTimer", "abandonOperation", "discard"], basis: "3.19.4.2, choice" },
} as const;

/** Events of an operation where none can exist: a defect of ours, logged; nothing is sent. */
const noOperation = {
  subTaskAdded: { refuse: "impossible" },
  subTaskChanged: { refuse: "impossible" },
  percentageChanged: { refuse: "impossible" },
  operationSucceeded: { refuse: "impossible" },
  operationFailed: { refuse: "impossible" },
} as const;

/** Nothing may follow SetOverallStatus. [MS-IPAMM2] 3.19.1.1 */
const lateOperation = {
  subTaskAdded: { refuse: "late", basis: "3.19.1.1" },
  subTaskChanged: { refuse: "late", basis: "3.19.1.1" },
  percentageChanged: { refuse: "late", basis: "3.19.1.1" },
  operationSucceeded: { refuse: "late", basis: "3.19.1.1" },
  operationFailed: { refuse: "late", basis: "3.19.1.1" },
} as const;

/** Outside a session nothing happens at all. [MS-IPAMM2] 3.19.4.2 */
const nothing = {
  initializeValid: { refuse: "noSession" },
  initializeInvalid: { refuse: "noSession" },
  startAuthorized: { refuse: "noSession" },
  startRefused: { refuse: "noSession" },
  gateClosed: { refuse: "noSession" },
  callbackElement: { refuse: "noSession" },
  keepalive: { refuse: "noSession" },
  unreadable: { refuse: "noSession" },
  subTaskAdded: { refuse: "noSession" },
  subTaskChanged: { refuse: "noSession" },
  percentageChanged: { refuse: "noSession" },
  operationSucceeded: { refuse: "noSession" },
  operationFailed: { refuse: "noSession" },
  callbackFailed: { refuse: "noSession" },
  tickHeard: { refuse: "noSession" },
  tickSilent: { refuse: "noSession" },
  tickExhausted: { refuse: "noSession" },
  serverCloses: { refuse: "noSession" },
  sessionEnded: { refuse: "noSession" },
} as const;

/** A connection that cannot carry a callback is as good as closed; it is the only one there is. */
const undeliverable = { to: "Ended", effects: ["stopTimer", "discard", "abort"], basis: "choice" } as const;
const undeliverableWhileRunning = { to: "Ended", effects: ["stopTimer", "abandonOperation", "discard", "abort"], basis: "choice" } as const;

/** The machine; figure 13 of [MS-IPAMM2], with the final node called Ended, and None before the transport announces the session. */
export const sessionMachine = defineMachine({
  name: "IPAM session",
  initial: "None",
  commands: events,
  states: {
    None: {
      on: {
        sessionEstablished: {
          to: "SessionInitialized",
          effects: ["computeAuthorization", "startTimer"],
          basis: "3.19.4.1, 3.1.4.1",
        },
        ...nothing,
      },
    },
    SessionInitialized: {
      on: {
        sessionEstablished: { refuse: "impossible" },
        initializeValid: {
          to: "OperationWithProgressInitialized",
          effects: ["storeParameters", "replyInitialized"],
          basis: "3.19.1.1, 3.19.4.3",
        },
        initializeInvalid: { to: "Ended", effects: ["stopTimer", "discard", "sendFault", "close"], basis: "3.19.1.1" },
        startAuthorized: { refuse: "operationNotAllowed", basis: "choice" },
        startRefused: { refuse: "operationNotAllowed", basis: "choice" },
        gateClosed: { refuse: "gateClosed", basis: "3.1.4.2" },
        unreadable: { refuse: "unreadable", basis: "choice" },
        callbackFailed: { refuse: "impossible" },
        ...noOperation,
        ...ignored("SessionInitialized"),
        ...ticks("SessionInitialized"),
        ...endings,
      },
    },
    OperationWithProgressInitialized: {
      on: {
        sessionEstablished: { refuse: "impossible" },
        initializeValid: { refuse: "operationNotAllowed", basis: "choice" },
        initializeInvalid: { refuse: "operationNotAllowed", basis: "choice" },
        startAuthorized: {
          to: "OperationWithProgressStarted",
          effects: ["sendStartProgress", "startOperation", "replyStarted"],
          basis: "3.19.1.1, 3.19.4.4",
        },
        startRefused: { refuse: "accessDenied", basis: "3.19.6.1, 3.1.4.2" },
        gateClosed: { refuse: "gateClosed", basis: "3.1.4.2" },
        unreadable: { refuse: "unreadable", basis: "choice" },
        callbackFailed: undeliverable,
        ...noOperation,
        ...ignored("OperationWithProgressInitialized"),
        ...ticks("OperationWithProgressInitialized"),
        ...endings,
      },
    },
    OperationWithProgressStarted: {
      on: {
        sessionEstablished: { refuse: "impossible" },
        initializeValid: { refuse: "operationNotAllowed", basis: "choice" },
        initializeInvalid: { refuse: "operationNotAllowed", basis: "choice" },
        startAuthorized: { refuse: "operationNotAllowed", basis: "choice" },
        startRefused: { refuse: "operationNotAllowed", basis: "choice" },
        gateClosed: { refuse: "gateClosed", basis: "3.1.4.2" },
        unreadable: { refuse: "unreadable", basis: "choice" },
        subTaskAdded: { to: "OperationWithProgressStarted", effects: ["sendAddSubTask"], basis: "3.19.1.1" },
        subTaskChanged: { to: "OperationWithProgressStarted", effects: ["sendSubTaskStatus"], basis: "3.19.1.1" },
        percentageChanged: { to: "OperationWithProgressStarted", effects: ["sendPercentage"], basis: "3.19.1.1" },
        operationSucceeded: {
          to: "OperationWithProgressCompleted",
          effects: ["sendPercentage", "sendOverallStatus"],
          basis: "3.19.4.4.1, choice",
        },
        operationFailed: { to: "OperationWithProgressCompleted", effects: ["sendOverallStatus"], basis: "3.19.4.4.1" },
        callbackFailed: undeliverableWhileRunning,
        ...ignored("OperationWithProgressStarted"),
        ...ticks("OperationWithProgressStarted"),
        ...endingsWhileRunning,
      },
    },
    OperationWithProgressCompleted: {
      on: {
        sessionEstablished: { refuse: "impossible" },
        initializeValid: { refuse: "operationNotAllowed", basis: "choice" },
        initializeInvalid: { refuse: "operationNotAllowed", basis: "choice" },
        startAuthorized: { refuse: "operationNotAllowed", basis: "choice" },
        startRefused: { refuse: "operationNotAllowed", basis: "choice" },
        gateClosed: { refuse: "gateClosed", basis: "3.1.4.2" },
        unreadable: { refuse: "unreadable", basis: "choice" },
        callbackFailed: undeliverable,
        ...lateOperation,
        ...ignored("OperationWithProgressCompleted"),
        ...ticks("OperationWithProgressCompleted"),
        ...endings,
      },
    },
    // A new session on the same connection is a new machine. [MS-IPAMM2] 3.19.4.1
    Ended: { on: { sessionEstablished: { refuse: "noSession" }, ...nothing } },
  },
});

/** The states of a session. */
export type SessionState = StateOf<typeof sessionMachine>;
/** The events of a session. */
export type SessionEvent = CommandOf<typeof sessionMachine>;
/** What a transition asks the service to do. */
export type SessionEffect = EffectOf<typeof sessionMachine>;
/** The names of the refusals. */
export type SessionRefusal = RefusalOf<typeof sessionMachine>;
