/**
 * Linear time as a test can see it: four times the work takes about four times the CPU time, with much room.
 */

/** Microseconds of CPU that the work takes, the best of three. */
export function cpuTime(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}

/** How much longer four times the work takes; quadratic work would give 16. Small times count as 20 ms, because they say nothing. */
export function growth(work: (size: number) => unknown, size: number): number {
  work(size);
  const base = Math.max(
    cpuTime(() => work(size)),
    20_000,
  );
  return cpuTime(() => work(4 * size)) / base;
}
