/**
 * How many requests took how long, as columns. The bounds grow, so quick and slow ones have room.
 */
import type { Latency } from "../live.js";
import { t } from "./settings.js";

const width = 390;
const height = 120;
const base = 100;
const tallest = 80;

export function Histogram({ latency: { bounds, counts } }: { readonly latency: Latency }) {
  const most = Math.max(...counts, 1);
  const step = width / counts.length;
  const columns = counts.map((count, index) => ({
    count,
    label: bounds[index] === undefined ? `> ${shortText(bounds.at(-1) ?? 0)}` : shortText(bounds[index]),
  }));
  const spoken = columns.filter(({ count }) => count > 0).map(({ count, label }) => `${label} ms: ${count}`);
  return (
    <svg class="histogram" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${t("latency")}: ${spoken.join("; ") || "0"}`}>
      <line x1="0" x2={width} y1={base} y2={base} />
      {columns.map(({ count, label }, index) => {
        // One request of thousands is seen, too.
        const tall = count === 0 ? 0 : Math.max(2, (count / most) * tallest);
        const middle = (index + 0.5) * step;
        return (
          <g key={label}>
            <rect x={middle - step * 0.38} y={base - tall} width={step * 0.76} height={tall} />
            {count > 0 && (
              <text class="many" x={middle} y={base - tall - 4}>
                {count}
              </text>
            )}
            <text x={middle} y={base + 15}>
              {label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** "2k" for 2000. */
function shortText(milliseconds: number): string {
  return milliseconds >= 1000 ? `${milliseconds / 1000}k` : String(milliseconds);
}
