/**
 * A name with a typing mistake -> the name that was probably meant.
 */

/** Gives the name that differs in the fewest letters; undefined where every name differs in more than a third. */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  // A word of a megabyte is not a typing mistake.
  if (word.length > longestName) return undefined;
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= fewest) continue;
    const changes = countChanges(word, name);
    if (changes < fewest) [nearest, fewest] = [name, changes];
  }
  return nearest;
}

const longestName = 300;

/** The end of a message that says that there is no such name: `; did you mean "order"?`, or nothing. */
export function didYouMean(word: string, names: Iterable<string>): string {
  const near = word.startsWith("{") ? nearestClarkName(word, [...names]) : nearestName(word, names);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

const mostAdvice = 20;

/** The same for a document with many mistakes: looks for the first ones only, since that takes time in proportion to what there is. */
export function createAdviser(): Adviser {
  const known = new Map<string, string>();
  return (kind, word, names) => {
    const key = `${kind} ${word}`;
    if (!known.has(key) && known.size < mostAdvice) known.set(key, didYouMean(word, names()));
    return known.get(key) ?? "";
  };
}

/** The end of a message that says that there is nothing of the kind with that name. */
export type Adviser = (kind: string, word: string, names: () => Iterable<string>) => string;

/**
 * A name "{namespace}local" has mistakes in one of its parts: the local name in a namespace that is like the wanted one, or in any; else a local
 * name that is like the wanted one in the same namespace.
 */
function nearestClarkName(word: string, names: readonly string[]): string | undefined {
  const end = word.indexOf("}") + 1;
  const [namespace, local] = [word.slice(0, end), word.slice(end)];
  const namesakes = names.filter((name) => name.endsWith(`}${local}`) || name === local);
  const neighbours = names.filter((name) => name.startsWith(namespace));
  return (
    nearestName(word, namesakes) ??
    namesakes[0] ??
    nearestName(
      local,
      neighbours.map((name) => name.slice(end)),
    )?.replace(/^/, namespace)
  );
}

/** Letters to insert, delete, replace or swap with their neighbour: "schma" and "shcema" become "schema" by 1. */
function countChanges(from: string, to: string): number {
  let [before, row] = [[0], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      const isSwap = line > 1 && column > 1 && from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      const swapped = isSwap ? (before[column - 2] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
