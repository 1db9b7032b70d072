/** What a gate has found out about the messages that it let pass: who signed or sent them. */
export class GateMemory<Fact> {
  readonly #facts = new WeakMap<object, Fact>();

  /** Keeps a fact for as long as the request or call lives. Clients have no request, and nobody asks them. */
  note(passed: object | undefined, fact: Fact): void {
    if (passed !== undefined) this.#facts.set(passed, fact);
  }

  /** The fact about a request or call. Throws an Error for one that the gate has not let pass. */
  of(passed: object | undefined): Fact {
    const fact = passed && this.#facts.get(passed);
    if (fact === undefined) throw new Error("the call has not come through this gate");
    return fact;
  }
}
