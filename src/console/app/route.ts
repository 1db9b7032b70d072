/**
 * Where one is, in the address behind "#": every operation, machine and instance has a link.
 */
import { computed, signal } from "@preact/signals";

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

/** The steps of the path: `#/explore/parcels/Parcels.track` is ["explore", "parcels", "Parcels.track"]. */
export const path = computed<readonly string[]>(() =>
  hash.value
    .replace(/^#\/?/, "")
    .split("/")
    .filter((step) => step !== "")
    .map(decodeStep),
);

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** The link to a place. */
export function linkTo(...steps: readonly string[]): string {
  return `#/${steps.map(encodeURIComponent).join("/")}`;
}

/** Goes to a place; `replace` leaves no entry in the browser's history. */
export function goTo(steps: readonly string[], replace = false): void {
  if (replace) {
    history.replaceState(null, "", linkTo(...steps));
    hash.value = location.hash;
  } else location.hash = linkTo(...steps);
}
