/**
 * Time as tests can measure it on a busy machine: CPU time of this process.
 */

/** Milliseconds of CPU that the work takes, once. */
export function cpuTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of CPU that the work takes, the best of three. */
export function bestCpuTime(work: () => unknown): number {
  return Math.min(cpuTime(work), cpuTime(work), cpuTime(work));
}

/** How much longer four times the work takes; quadratic work would give 16. Small times count as 20 ms, because they say nothing. */
export function growth(work: (size: number) => unknown, size: number): number {
  work(size);
  const base = Math.max(
    bestCpuTime(() => work(size)),
    20,
  );
  return bestCpuTime(() => work(4 * size)) / base;
}
