/**
 * The text format of metrics.
 */
import { expect, it } from "vitest";
import { Registry } from "../../../../src/server/observe/registry.js";

it("writes counters and gauges with their labels", () => {
  const registry = new Registry();
  const counter = registry.counter({ name: "c_total", help: "Things.", labels: ["kind", "code"] });
  const gauge = registry.gauge({ name: "g", help: "Now." });
  const states = registry.gauge({ name: "s", help: "By state.", labels: ["state"] });
  counter.add(1, "a", 200);
  counter.add(2, "a", 200);
  counter.add(1, 'q"\\\n', 400);
  gauge.set(1.5);
  states.set(3, "gone");
  states.clear();
  states.set(4, "here");
  expect(registry.write()).toBe(
    [
      "# HELP c_total Things.",
      "# TYPE c_total counter",
      'c_total{kind="a",code="200"} 3',
      'c_total{kind="q\\"\\\\\\n",code="400"} 1',
      "# HELP g Now.",
      "# TYPE g gauge",
      "g 1.5",
      "# HELP s By state.",
      "# TYPE s gauge",
      's{state="here"} 4',
      "",
    ].join("\n"),
  );
});

it("a histogram counts what is at most each bound, and all", () => {
  const registry = new Registry();
  const histogram = registry.histogram({ name: "h", help: "Time.", labels: ["call"] });
  for (const seconds of [0.001, 0.0011, 0.3, 99]) histogram.observe(seconds, "x");
  const lines = registry.write().split("\n");
  const countOf = (bound: string) => lines.find((line) => line.startsWith(`h_bucket{call="x",le="${bound}"}`))?.split(" ")[1];
  expect(["0.001", "0.0025", "0.25", "0.5", "30", "+Inf"].map(countOf)).toEqual(["1", "2", "2", "3", "3", "4"]);
  expect(lines).toContain('h_count{call="x"} 4');
  expect(lines.find((line) => line.startsWith("h_sum"))).toMatch(/ 99\.3021$/);
});
