/**
 * The processes of a simulation: started, killed, started again.
 */
import { createEnvironment, type Environment, type EnvironmentParts, type Living } from "./environment.js";

/** Milliseconds until a process that was killed is started again, at most. */
const longestAbsence = 30_000;
/** Milliseconds that a clock jumps, at most. */
const longestJump = 300_000;

/** One process over its lives. */
interface Process<Service extends object> {
  readonly name: string;
  /** Milliseconds that its clock is ahead. */
  skew: number;
  /** Undefined: it has been killed. */
  living: Living<Service> | undefined;
  /** Undefined: it does not serve yet. */
  service: Service | undefined;
  cancelStart: () => void;
}

export class Processes<Service extends object> {
  readonly #all: readonly Process<Service>[];
  readonly #parts: EnvironmentParts;
  readonly #serve: (process: Environment<Service>) => Service | Promise<Service>;

  constructor(count: number, parts: EnvironmentParts, serve: (process: Environment<Service>) => Service | Promise<Service>) {
    this.#parts = parts;
    this.#serve = serve;
    this.#all = Array.from({ length: count }, (_, index) => ({
      name: `process ${index + 1}`,
      skew: 0,
      living: undefined,
      service: undefined,
      cancelStart: () => undefined,
    }));
  }

  /** What one of the serving processes serves. */
  pick(): Service | undefined {
    const serving = this.#all.flatMap(({ service }) => service ?? []);
    return serving.length === 0 ? undefined : this.#parts.random.pick(serving);
  }

  start(): void {
    for (const process of this.#all) this.#start(process);
  }

  /** Starts those that have been killed. */
  startAll(): void {
    for (const process of this.#all) if (process.living === undefined) this.#start(process);
  }

  killOne(): void {
    const running = this.#all.filter(({ living }) => living !== undefined);
    if (running.length > 0) this.#kill(this.#parts.random.pick(running), "is killed");
  }

  jumpClock(): void {
    const { random, scheduler } = this.#parts;
    const process = random.pick(this.#all);
    process.skew = random.below(2 * longestJump) - longestJump;
    scheduler.note(process.name, `its clock is ${process.skew} ms ahead now`);
  }

  end(): void {
    for (const { living } of this.#all) living?.end();
  }

  #start(process: Process<Service>): void {
    const { scheduler } = this.#parts;
    process.cancelStart();
    scheduler.note(process.name, "starts");
    const living = createEnvironment<Service>(process.name, this.#parts, () => process.skew);
    process.living = living;
    void Promise.resolve(living.environment)
      .then(this.#serve)
      .then(
        (service) => {
          if (process.living === living) process.service = service;
        },
        (error: unknown) => {
          if (process.living === living) this.#kill(process, `cannot start: ${error instanceof Error ? error.message : String(error)}`);
        },
      );
  }

  #kill(process: Process<Service>, how: string): void {
    const { scheduler, random } = this.#parts;
    scheduler.note(process.name, how);
    const { living } = process;
    process.living = undefined;
    process.service = undefined;
    living?.end();
    const operator = { name: process.name, isAlive: true };
    process.cancelStart = scheduler.add(operator, random.below(longestAbsence), "is started again", () => this.#start(process));
  }
}
