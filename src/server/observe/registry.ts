/**
 * Counters, gauges and histograms, written in Prometheus' text format.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */

/** The media type of what `Registry.write` gives. */
export const textFormat = "text/plain; version=0.0.4; charset=utf-8";

/** Values of a series' labels, in the order in which its family names them. */
type LabelValues = readonly (string | number)[];

/** What a series is found by. Most have one label. */
function keyOf(values: LabelValues): string {
  return values.length === 1 ? String(values[0]) : values.join("\0");
}

/** Takes one number for each combination of labels. */
export interface Family {
  /** Adds to a counter. */
  add(by: number, ...labels: LabelValues): void;
  /** Sets a gauge. */
  set(value: number, ...labels: LabelValues): void;
  /** Forgets all values of a gauge, so that what is gone is not shown for ever. */
  clear(): void;
}

/** Takes durations. */
export interface Histogram {
  observe(seconds: number, ...labels: LabelValues): void;
}

/** What a family is called, and what its labels are called. */
interface Definition {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Upper bounds in seconds: an operation takes a millisecond, a store's disk ten, a merchandise system a second. */
const bounds: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The metrics of a server. */
export class Registry {
  readonly #families: (() => string)[] = [];

  counter(definition: Definition): Pick<Family, "add"> {
    return this.#family(definition, "counter");
  }

  gauge(definition: Definition): Pick<Family, "set" | "clear"> {
    return this.#family(definition, "gauge");
  }

  histogram({ name, help, labels = [] }: Definition): Histogram {
    const series = new Map<string, { readonly labels: LabelValues; readonly buckets: number[]; sum: number }>();
    this.#families.push(() => {
      const lines = [...series.values()].flatMap((one) => {
        let count = 0;
        const buckets = [...bounds, "+Inf"].map((bound, index) => {
          count += one.buckets[index] ?? 0;
          return `${name}_bucket${writeLabels([...labels, "le"], [...one.labels, bound])} ${count}`;
        });
        const own = writeLabels(labels, one.labels);
        return [...buckets, `${name}_sum${own} ${one.sum}`, `${name}_count${own} ${count}`];
      });
      return writeFamily(name, help, "histogram", lines);
    });
    return {
      observe: (seconds, ...values) => {
        const key = keyOf(values);
        let one = series.get(key);
        if (one === undefined) {
          one = { labels: values, buckets: new Array<number>(bounds.length + 1).fill(0), sum: 0 };
          series.set(key, one);
        }
        const found = bounds.findIndex((bound) => seconds <= bound);
        const index = found < 0 ? bounds.length : found;
        one.buckets[index] = (one.buckets[index] ?? 0) + 1;
        one.sum += seconds;
      },
    };
  }

  /** All families in the order in which they were made. */
  write(): string {
    return this.#families.map((write) => write()).join("");
  }

  #family({ name, help, labels = [] }: Definition, type: "counter" | "gauge"): Family {
    const series = new Map<string, { readonly labels: LabelValues; value: number }>();
    const find = (values: LabelValues) => {
      const key = keyOf(values);
      let one = series.get(key);
      if (one === undefined) {
        one = { labels: values, value: 0 };
        series.set(key, one);
      }
      return one;
    };
    this.#families.push(() =>
      writeFamily(
        name,
        help,
        type,
        [...series.values()].map((one) => `${name}${writeLabels(labels, one.labels)} ${one.value}`),
      ),
    );
    return {
      add: (by, ...values) => {
        find(values).value += by;
      },
      set: (value, ...values) => {
        find(values).value = value;
      },
      clear: () => series.clear(),
    };
  }
}

function writeFamily(name: string, help: string, type: string, lines: readonly string[]): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function writeLabels(names: readonly string[], values: LabelValues): string {
  if (names.length === 0) return "";
  return `{${names.map((name, index) => `${name}="${escapeValue(String(values[index] ?? ""))}"`).join(",")}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
