/**
 * Orders things so that each comes after those that it depends on, without recursion: chains may be as long as a document.
 */

/**
 * Gives every node once, dependencies first. A dependency that leads back to a node still being ordered is a cycle: `onCycle` gets both
 * ends, and the dependency is left out.
 *
 * a -> b -> c gives c, b, a; with c -> a also, onCycle(c, a) is called, and the order stays.
 */
export function dependencyOrder<T>(
  nodes: Iterable<T>,
  dependenciesOf: (node: T) => readonly T[],
  onCycle: (from: T, to: T) => void,
): readonly T[] {
  const ordered: T[] = [];
  const done = new Set<T>();
  const open = new Set<T>();
  for (const root of nodes) {
    if (done.has(root)) continue;
    const path: { readonly node: T; readonly dependencies: readonly T[]; next: number }[] = [
      { node: root, dependencies: dependenciesOf(root), next: 0 },
    ];
    open.add(root);
    while (path.length > 0) {
      const step = path[path.length - 1];
      if (step === undefined) break;
      const dependency = step.next < step.dependencies.length ? step.dependencies[step.next] : undefined;
      step.next++;
      if (dependency === undefined) {
        path.pop();
        open.delete(step.node);
        done.add(step.node);
        ordered.push(step.node);
      } else if (open.has(dependency)) onCycle(step.node, dependency);
      else if (!done.has(dependency)) {
        open.add(dependency);
        path.push({ node: dependency, dependencies: dependenciesOf(dependency), next: 0 });
      }
    }
  }
  return ordered;
}
