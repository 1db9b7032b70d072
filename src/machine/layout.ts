/**
 * Lays a graph out in rows, after Sugiyama: the row of each node, the order in the row, and the position.
 *
 * Edges that lead back are reversed first. Between two rows of nodes there is a row for labels. An edge has its label in the row next to its first node
 * and an item in every row that it passes, so nothing is drawn over anything else.
 *
 * a -> b -> c, a -> c, c -> a gives the rows [a] [ab, ac, ca] [b, (ac), (ca)] [bc, (ac), (ca)] [c]; brackets: an edge passes.
 */

/** Room for something. Left and right are measured from the line where edges meet it or pass. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

/** A node. Its shape is in the vertical middle of its room. */
export interface NodeBox extends Box {
  readonly shapeHeight: number;
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: Box;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line straight up or down. */
export interface Line {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where an edge runs. */
export interface Route {
  /** Its vertical lines, in its own direction; curves connect them. The first one begins at a node, the last one ends at one. */
  readonly lines: readonly Line[];
  /** The line that has the label. */
  readonly label: Line;
  /** True if it leads up. */
  readonly isBack: boolean;
}

export interface DiagramLayout {
  /** The middle of each node. */
  readonly nodes: readonly Point[];
  readonly routes: readonly Route[];
  readonly width: number;
  readonly height: number;
}

/** An item of a row: a node, a label, or an edge that passes. */
interface RowItem extends Box {
  /** Undefined unless it is a node. */
  readonly shapeHeight: number | undefined;
  /** Of an edge: how strongly it keeps the nodes at its ends in one column. */
  readonly pull: number;
  readonly above: RowItem[];
  readonly below: RowItem[];
  x: number;
  /** Of the shape of a node; of the row for an edge. */
  top: number;
  bottom: number;
  /** Of its row. */
  rowTop: number;
  rowBottom: number;
}

const columnGap = 26;
const rowGap = 24;
/** Distance of edges that meet a node, and of the outermost from its corner. */
const portGap = 22;
const portMargin = 16;
const shortPull = 20;
const longPull = 12;
const passing: Box = { left: 3, right: 3, height: 0 };

/** Lays a graph out with the given node at the top. */
export function layOut(nodes: readonly NodeBox[], edges: readonly Edge[], first: number): DiagramLayout {
  const back = backEdges(nodes.length, edges, first);
  const ranks = ranksOf(nodes.length, edges, back);
  const placed = nodes.map((box) => rowItemOf(box, 0, box.shapeHeight));
  const rows: RowItem[][] = Array.from({ length: 2 * Math.max(0, ...ranks) + 1 }, () => []);
  for (const [node, item] of placed.entries()) rows[2 * (ranks[node] ?? 0)]?.push(item);
  const chains = edges.map((edge): { readonly edge: Edge; readonly chain: readonly RowItem[] } => {
    const [upper, lower] = back.has(edge) ? [edge.to, edge.from] : [edge.from, edge.to];
    const top = 2 * (ranks[upper] ?? 0) + 1;
    const bottom = 2 * (ranks[lower] ?? 0) - 1;
    const between = rows.slice(top, bottom + 1).map((row, index) => {
      const isNextToBegin = index === (back.has(edge) ? bottom - top : 0);
      const isShort = top === bottom && !back.has(edge);
      const item = rowItemOf(isNextToBegin ? edge.label : passing, isShort ? shortPull : 1);
      row.push(item);
      return item;
    });
    const chain = [placed[upper], ...between, placed[lower]].filter((item) => item !== undefined);
    for (const [index, item] of chain.entries()) connect(chain[index - 1], item);
    return { edge, chain };
  });
  const ordered = orderRows(rows);
  alignRows(ordered);
  for (const { chain } of chains) straighten(chain.slice(1, -1), ordered);
  const size = stackRows(ordered);
  return {
    nodes: placed.map(({ x, top, bottom }) => ({ x, y: (top + bottom) / 2 })),
    routes: chains.map(({ edge, chain }) => routeOf(chain, back.has(edge))),
    ...size,
  };
}

function rowItemOf(box: Box, pull: number, shapeHeight?: number): RowItem {
  return { ...box, shapeHeight, pull, above: [], below: [], x: 0, top: 0, bottom: 0, rowTop: 0, rowBottom: 0 };
}

function connect(upper: RowItem | undefined, lower: RowItem): void {
  upper?.below.push(lower);
  if (upper !== undefined) lower.above.push(upper);
}

/** Finds edges that lead back: depth first, in the order of the edges, those to a node that is still being visited. */
function backEdges(count: number, edges: readonly Edge[], first: number): ReadonlySet<Edge> {
  const back = new Set<Edge>();
  const state = new Map<number, "open" | "done">();
  const visit = (node: number): void => {
    if (state.has(node)) return;
    state.set(node, "open");
    for (const edge of edges) {
      if (edge.from !== node) continue;
      if (state.get(edge.to) === "open") back.add(edge);
      visit(edge.to);
    }
    state.set(node, "done");
  };
  visit(first);
  for (let node = 0; node < count; node++) visit(node);
  return back;
}

/** Computes the length of the longest path to each node. */
function ranksOf(count: number, edges: readonly Edge[], back: ReadonlySet<Edge>): readonly number[] {
  const ranks = new Array<number>(count).fill(0);
  for (let round = 0; round < count; round++) {
    for (const edge of edges) {
      const [upper, lower] = back.has(edge) ? [edge.to, edge.from] : [edge.from, edge.to];
      ranks[lower] = Math.max(ranks[lower] ?? 0, (ranks[upper] ?? 0) + 1);
    }
  }
  return ranks;
}

/** Sorts each row by the positions of the neighbours, down and up in turn, and keeps the order with the fewest crossings. */
function orderRows(rows: readonly (readonly RowItem[])[]): readonly (readonly RowItem[])[] {
  let current = rows;
  let best = rows;
  for (let round = 0; round < 16; round++) {
    const isDown = round % 2 === 0;
    const positions = new Map(current.flatMap((row) => row.map((item, index) => [item, index / Math.max(1, row.length - 1)] as const)));
    const sorted = (isDown ? current : current.toReversed()).map((row) => {
      const wishes = new Map(
        row.map((item) => [item, mean(isDown ? item.above : item.below, (each) => positions.get(each) ?? 0) ?? positions.get(item) ?? 0]),
      );
      const next = row.toSorted((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0));
      for (const [index, item] of next.entries()) positions.set(item, index / Math.max(1, next.length - 1));
      return next;
    });
    current = isDown ? sorted : sorted.toReversed();
    if (crossings(current) < crossings(best)) best = current;
  }
  return best;
}

function crossings(rows: readonly (readonly RowItem[])[]): number {
  let count = 0;
  rows.forEach((row, index) => {
    const positions = new Map((rows[index + 1] ?? []).map((item, position) => [item, position]));
    const ends = row.flatMap((item) => item.below.map((each) => positions.get(each) ?? 0).toSorted((a, b) => a - b));
    ends.forEach((end, position) => {
      count += ends.slice(position + 1).filter((other) => other < end).length;
    });
  });
  return count;
}

/** Moves items towards their neighbours without changing their order, step by step. */
function alignRows(rows: readonly (readonly RowItem[])[]): void {
  for (let round = 0; round < 200; round++) for (const row of round % 2 === 0 ? rows : rows.toReversed()) settleRow(row);
}

/** Long edges should be straight before all; then the edges to the next row; others make room for them. */
function pullBetween(a: RowItem, b: RowItem): number {
  return a.shapeHeight === undefined && b.shapeHeight === undefined ? longPull : Math.max(a.pull, b.pull);
}

/** Moves each item of a row as close to its neighbours as the others allow. */
function settleRow(row: readonly RowItem[]): void {
  const wishes = row.map((item, index): Wish => {
    const neighbours = [...item.above, ...item.below];
    const pull = neighbours.reduce((sum, each) => sum + pullBetween(item, each), 0) || 1;
    const pulled = neighbours.reduce((sum, each) => sum + pullBetween(item, each) * each.x, 0);
    const before = row[index - 1];
    return { x: pulled / pull, weight: item.pull || pull, gap: before === undefined ? 0 : distance(before, item) };
  });
  const settled = settle(wishes);
  for (const [index, item] of row.entries()) item.x = settled[index] ?? 0;
}

/** A wanted position, its weight, and the least distance from the previous one. */
interface Wish {
  readonly x: number;
  readonly weight: number;
  readonly gap: number;
}

/** Computes positions close to the wanted ones. Items that would be too close form a block at the weighted mean of their wanted positions. */
function settle(wishes: readonly Wish[]): readonly number[] {
  const blocks: { x: number; weight: number; readonly offsets: number[] }[] = [];
  let offset = 0;
  for (const { x, weight, gap } of wishes) {
    offset += gap;
    blocks.push({ x: x - offset, weight, offsets: [offset] });
    for (;;) {
      const last = blocks.at(-1);
      const previous = blocks.at(-2);
      if (last === undefined || previous === undefined || previous.x <= last.x) break;
      const sum = previous.weight + last.weight;
      previous.x = (previous.x * previous.weight + last.x * last.weight) / sum;
      previous.weight = sum;
      previous.offsets.push(...last.offsets);
      blocks.pop();
    }
  }
  return blocks.flatMap(({ x, offsets }) => offsets.map((each) => x + each));
}

/** The least distance of two items next to each other. */
function distance(left: RowItem, right: RowItem): number {
  return left.right + columnGap + right.left;
}

/** Makes an edge straight over as many rows as the neighbours in the rows allow. */
function straighten(chain: readonly RowItem[], rows: readonly (readonly RowItem[])[]): void {
  let run: RowItem[] = [];
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  const end = (): void => {
    const x = Math.min(Math.max(mean(run, (item) => item.x) ?? 0, least), most);
    for (const item of run) item.x = x;
  };
  for (const item of chain) {
    const row = rows.find((each) => each.includes(item)) ?? [];
    const left = row[row.indexOf(item) - 1];
    const right = row[row.indexOf(item) + 1];
    const from = left === undefined ? Number.NEGATIVE_INFINITY : left.x + distance(left, item);
    const to = right === undefined ? Number.POSITIVE_INFINITY : right.x - distance(item, right);
    if (Math.max(from, least) > Math.min(to, most)) {
      end();
      run = [];
      least = from;
      most = to;
    }
    run.push(item);
    least = Math.max(from, least);
    most = Math.min(to, most);
  }
  end();
}

/** Stacks the rows, moves everything to the origin, and returns the size. */
function stackRows(rows: readonly (readonly RowItem[])[]): { readonly width: number; readonly height: number } {
  const items = rows.flat();
  const left = Math.min(...items.map(({ x, left: extent }) => x - extent));
  const right = Math.max(...items.map(({ x, right: extent }) => x + extent));
  let top = 0;
  for (const row of rows) {
    const height = Math.max(...row.map((item) => item.height), 0);
    for (const item of row) {
      const inset = item.shapeHeight === undefined ? 0 : (height - item.shapeHeight) / 2;
      item.x -= left;
      item.top = top + inset;
      item.bottom = top + height - inset;
      item.rowTop = top;
      item.rowBottom = top + height;
    }
    top += height + rowGap;
  }
  return { width: right - left, height: top - rowGap };
}

function routeOf(chain: readonly RowItem[], isBack: boolean): Route {
  const [begin, ...rest] = isBack ? chain.toReversed() : chain;
  const end = rest.pop();
  const [label] = rest;
  if (begin === undefined || end === undefined || label === undefined) throw new Error("internal: an edge without items");
  return { lines: [portOf(begin, label, !isBack), ...rest, portOf(end, rest.at(-1), isBack)], label, isBack };
}

/** The line from the shape of a node to the border of its row, as close to the column of the edge's next item as the shape and other edges allow. */
function portOf(node: RowItem, next: RowItem | undefined, isBelow: boolean): Line {
  const side = (isBelow ? node.below : node.above).toSorted((a, b) => a.x - b.x);
  const reach = node.left - portMargin;
  const gap = Math.min(portGap, (2 * reach) / Math.max(1, side.length - 1));
  const wishes = side.map((item, index): Wish => {
    const x = Math.min(Math.max(item.x, node.x - reach), node.x + reach);
    return { x, weight: x === item.x ? shortPull : 1, gap: index === 0 ? 0 : gap };
  });
  const index = next === undefined ? 0 : side.indexOf(next);
  const x = settle(wishes)[index] ?? node.x;
  const kept = Math.min(Math.max(x, node.x - reach + index * gap), node.x + reach - (side.length - 1 - index) * gap);
  return isBelow ? { x: kept, top: node.bottom, bottom: node.rowBottom } : { x: kept, top: node.rowTop, bottom: node.top };
}

function mean(items: readonly RowItem[], measure: (item: RowItem) => number): number | undefined {
  return items.length === 0 ? undefined : items.reduce((sum, item) => sum + measure(item), 0) / items.length;
}
