/**
 * A table that scrolls within the page where it is wider, by keyboard too.
 */
import type { ComponentChildren } from "preact";

/** `label`: what it is a table of. */
export function WideTable({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. WCAG 2.1.1
    <section class="wide" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
