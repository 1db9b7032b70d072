/**
 * Automaton without counters -> matcher that builds a deterministic automaton lazily.
 *
 * States are created when a text first reaches them, up to a limit; beyond it, the rest of a text is matched on sets of nodes. Either way
 * each character costs at most one pass over the automaton.
 */
import { Alphabet } from "./alphabet.js";
import type { Automaton } from "./automaton.js";

interface State {
  /** The active character nodes, ascending. */
  readonly nodes: Int32Array;
  readonly accepting: boolean;
  /** Successors by character class. */
  readonly next: (State | undefined)[];
  /** Its row in the table of successors by ASCII character, which only the first states have; else 0. */
  readonly row: number;
}

const asciiLength = 128;
const mostRows = 64;

const mostStates = 2_000;
const mostNodes = 100_000;

/** Matches texts against an automaton without counters. */
export class DeterministicMatcher {
  readonly #automaton: Automaton;
  readonly #alphabet: Alphabet;
  readonly #states = new Map<string, State>();
  readonly #start: State;
  /** The states with a row, by its number; the first one is 1. */
  readonly #rows: (State | undefined)[] = [undefined];
  /** By row and ASCII character: the row of the successor; 0 where it is not known or has none. */
  #table: Uint8Array = new Uint8Array(4 * asciiLength);
  #nodeCount = 0;
  /** Marks the nodes in the current closure with `#round`. */
  readonly #marks: Int32Array;
  #round = 0;
  #accepting = false;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#alphabet = new Alphabet(automaton.sets);
    this.#marks = new Int32Array(automaton.nodes.length);
    const nodes = this.#closure([automaton.start]);
    this.#start = this.#makeState(nodes.sort());
  }

  matches(text: string): boolean {
    const table = this.#table;
    let row = this.#start.row;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const next = unit < asciiLength ? table[row * asciiLength + unit] : 0;
      if (next === undefined || next === 0) return this.#matchesRest(this.#rows[row] ?? this.#start, text, at);
      row = next;
    }
    return this.#rows[row]?.accepting === true;
  }

  /** Matches from a place in the text on, by states that need not be known yet. */
  #matchesRest(from: State, text: string, start: number): boolean {
    let state = from;
    for (let at = start; at < text.length; at++) {
      const code = text.codePointAt(at) ?? 0;
      const next = this.#successor(state, code);
      if (next === undefined) return this.#simulate(state.nodes, text, at);
      if (code > 0xffff) at++;
      if (next.nodes.length === 0) return next.accepting && at === text.length - 1;
      state = next;
    }
    return state.accepting;
  }

  /** The successor of a state for a code point; `undefined` if the limit of states is reached. */
  #successor(state: State, code: number): State | undefined {
    const known = code < asciiLength ? this.#rows[this.#table[state.row * asciiLength + code] ?? 0] : undefined;
    if (known !== undefined) return known;
    const characterClass = this.#alphabet.classOf(code);
    const next = state.next[characterClass] ?? this.#advance(state, characterClass);
    if (next !== undefined && state.row > 0 && code < asciiLength) this.#table[state.row * asciiLength + code] = next.row;
    return next;
  }

  /** The successor of a state; `undefined` if the limit of states is reached. */
  #advance(state: State, characterClass: number): State | undefined {
    const nodes = this.#step(state.nodes, characterClass).sort();
    const key = `${this.#accepting ? "!" : ""}${nodes.join(" ")}`;
    let next = this.#states.get(key);
    if (next === undefined) {
      if (this.#states.size >= mostStates || this.#nodeCount + nodes.length > mostNodes) return undefined;
      next = this.#makeState(nodes);
      this.#states.set(key, next);
    }
    state.next[characterClass] = next;
    return next;
  }

  #makeState(nodes: Int32Array): State {
    this.#nodeCount += nodes.length;
    const row = this.#rows.length < mostRows ? this.#rows.length : 0;
    const state = { nodes, accepting: this.#accepting, next: [], row };
    if (row > 0) this.#rows.push(state);
    if (row * asciiLength === this.#table.length) {
      const larger = new Uint8Array(2 * this.#table.length);
      larger.set(this.#table);
      this.#table = larger;
    }
    return state;
  }

  #simulate(start: Int32Array, text: string, from: number): boolean {
    let nodes = start;
    for (let at = from; at < text.length; at++) {
      const code = text.codePointAt(at) ?? 0;
      nodes = this.#step(nodes, this.#alphabet.classOf(code));
      if (code > 0xffff) at++;
      if (nodes.length === 0) return this.#accepting && at === text.length - 1;
    }
    return this.#accepting;
  }

  #step(nodes: Int32Array, characterClass: number): Int32Array {
    const members = this.#alphabet.membersOf(characterClass);
    const reached: number[] = [];
    for (const number of nodes) {
      const node = this.#automaton.nodes[number];
      if (node?.kind === "character" && members[node.set] === 1) reached.push(node.next);
    }
    return this.#closure(reached);
  }

  /** The character nodes reachable without consuming a character. Sets `#accepting` if the end is. Consumes `pending`. */
  #closure(pending: number[]): Int32Array {
    const { nodes } = this.#automaton;
    const found: number[] = [];
    this.#round++;
    this.#accepting = false;
    for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
      if (this.#marks[number] === this.#round) continue;
      this.#marks[number] = this.#round;
      const node = nodes[number];
      if (node?.kind === "character") found.push(number);
      else if (node?.kind === "split") pending.push(node.second, node.first);
      else if (node?.kind === "accept") this.#accepting = true;
    }
    return Int32Array.from(found);
  }
}
