/**
 * The inactivity rule of a session: a tick every 15 seconds, and a number of silent ticks that are forgiven.
 *
 * In: the state and a tick. Out: the state after it, and whether the session is to be aborted. [MS-IPAMM2] 3.1.1.3, 3.1.2, 3.1.5
 * With the initial grace of 3 the fourth silent tick in a row aborts: 60 s after the session began, or 60 to 75 s after its last message.
 */

/** Period of the InactivityTimer, and of the client's keepalive. [MS-IPAMM2] 3.1.2, 3.2.2 */
export const tickMilliseconds = 15_000;

/** ADM_KeepaliveGraceCountInitialValue. */
export const defaultGrace = 3;

/** ADM_MessageReceivedSinceLastTimerTick and ADM_KeepaliveGraceCount. */
export interface Inactivity {
  readonly heard: boolean;
  readonly grace: number;
}

/** The event that a tick means. [MS-IPAMM2] 3.1.5 */
export function classifyTick({ heard, grace }: Inactivity): "tickHeard" | "tickSilent" | "tickExhausted" {
  if (heard) return "tickHeard";
  return grace - 1 < 0 ? "tickExhausted" : "tickSilent";
}
