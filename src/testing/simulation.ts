/**
 * Runs processes, clients and what they share under one seed, breaks things, and checks that what was promised still holds.
 */
import { createMemoryStore } from "../stores/memory.js";
import type { InstanceStore } from "../stores/store.js";
import { createEnvironment, type Environment, type EnvironmentParts, type Living } from "./environment.js";
import { defaultFaults, drawFaults, type Faults, SimulatedFault } from "./faults.js";
import { Network } from "./network.js";
import { Processes } from "./processes.js";
import { Random } from "./random.js";
import { Scheduler } from "./scheduler.js";
import { turn } from "./turn.js";

/** A service with its clients, and what has to hold whatever happens to them. */
export interface Simulation<Service extends object, World> {
  /** For reports. */
  readonly name: string;
  /** Makes what outlives processes: other systems, and what clients have seen. */
  readonly createWorld: (random: Random) => World;
  /** How many processes serve; 2 by default. */
  readonly processes?: number;
  /** Starts a process; again after each kill. What it returns is called by clients. */
  readonly start: (process: Environment<Service>, world: World) => Service | Promise<Service>;
  /** How many clients there are; 3 by default. */
  readonly clients?: number;
  /** What one client does. A SimulatedFault that it does not catch ends the client; any other error is a failure of the simulation. */
  readonly client: (client: Environment<Service>, world: World) => Promise<void>;
  /** What holds after every step; each throws where it does not. */
  readonly invariants?: Readonly<Record<string, (world: World) => void>>;
  /** What holds when nothing has gone wrong for a while; each throws where it does not. */
  readonly afterwards?: Readonly<Record<string, (observer: Environment<Service>, world: World) => void | Promise<void>>>;
  /** The most of each fault that a run has; what is left out is as in `defaultFaults`. */
  readonly faults?: Partial<Faults>;
  /** Steps after which clients are stopped; 2,000 by default. */
  readonly steps?: number;
  /** Milliseconds without faults before `afterwards`; 10 minutes by default. */
  readonly settleTime?: number;
  /** Makes the store that all processes share; in memory by default. */
  readonly createStore?: () => InstanceStore;
}

/** One run. */
export interface SimulationResult {
  readonly seed: number;
  readonly steps: number;
  /** What happened, a line for each step: the same for the same seed. */
  readonly trace: readonly string[];
  readonly failure: SimulationFailure | undefined;
}

/** Something did not hold. The message has the end of the trace, and says how to repeat the run. */
export class SimulationFailure extends Error {
  override readonly name = "SimulationFailure";
  readonly seed: number;
  /** The name of what did not hold. */
  readonly broken: string;
  readonly trace: readonly string[];

  constructor(simulation: string, seed: number, broken: string, trace: readonly string[], cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const lines = trace.slice(-shownLines).map((line) => `  ${line}`);
    super(
      [`${simulation}, seed ${seed}: "${broken}" does not hold: ${reason}`, ...lines, `repeat: simulate(${simulation}, ${seed})`].join(
        "\n",
      ),
      {
        cause,
      },
    );
    this.seed = seed;
    this.broken = broken;
    this.trace = trace;
  }
}

/** Lines of the trace in the message of a failure. */
const shownLines = 40;
/** Steps after which a run without faults should have come to rest. */
const mostCalmSteps = 100_000;

/** Defines a simulation; the compiler infers the types of the service and the world. */
export function defineSimulation<Service extends object, World>(simulation: Simulation<Service, World>): Simulation<Service, World> {
  return simulation;
}

/** Runs a simulation once. The same seed gives the same run. */
export async function simulate<Service extends object, World>(
  simulation: Simulation<Service, World>,
  seed: number,
): Promise<SimulationResult> {
  const run = new Run(simulation, seed);
  const failure = await run.go();
  return { seed, steps: run.steps, trace: run.trace, failure };
}

/** Seeds to try. */
export interface SeedRange {
  readonly seeds: number;
  /** 1 by default. */
  readonly first?: number;
}

/** Runs a simulation with one seed after the other; the first failure, or undefined. */
export async function findFailure<Service extends object, World>(
  simulation: Simulation<Service, World>,
  { seeds, first = 1 }: SeedRange,
): Promise<SimulationFailure | undefined> {
  for (let seed = first; seed < first + seeds; seed++) {
    const { failure } = await simulate(simulation, seed);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** Something that did not hold. */
interface Broken {
  readonly name: string;
  readonly cause: unknown;
}

class Run<Service extends object, World> {
  readonly #simulation: Simulation<Service, World>;
  readonly #seed: number;
  readonly #world: World;
  readonly #scheduler: Scheduler;
  readonly #network: Network;
  readonly #parts: EnvironmentParts;
  readonly #processes: Processes<Service>;
  readonly #invariants: readonly (readonly [string, (world: World) => void])[];
  #broken: Broken | undefined;
  steps = 0;

  constructor(simulation: Simulation<Service, World>, seed: number) {
    const random = new Random(seed);
    const faults = drawFaults({ ...defaultFaults, ...simulation.faults }, random);
    this.#simulation = simulation;
    this.#seed = seed;
    this.#world = simulation.createWorld(random);
    this.#scheduler = new Scheduler(random);
    this.#network = new Network(this.#scheduler, random, faults);
    this.#invariants = Object.entries(simulation.invariants ?? {});
    const store = (simulation.createStore ?? createMemoryStore)();
    const findService = (): object | undefined => this.#processes.pick();
    this.#parts = { scheduler: this.#scheduler, network: this.#network, random, faults, store, findService };
    this.#processes = new Processes(simulation.processes ?? 2, this.#parts, (process) => simulation.start(process, this.#world));
  }

  get trace(): readonly string[] {
    return this.#scheduler.trace;
  }

  async go(): Promise<SimulationFailure | undefined> {
    try {
      await this.#underFaults();
      await this.#afterwards();
    } catch (cause) {
      this.#break("a callback", cause);
    } finally {
      this.#processes.end();
    }
    const broken = this.#broken;
    return broken && new SimulationFailure(this.#simulation.name, this.#seed, broken.name, this.trace, broken.cause);
  }

  async #underFaults(): Promise<void> {
    const { clients = 3, client, steps = 2000 } = this.#simulation;
    this.#processes.start();
    let working = clients;
    const living = Array.from({ length: clients }, (_, index) => {
      const name = `client ${index + 1}`;
      const one = this.#createObserver(name);
      void client(one.environment, this.#world)
        .catch((error: unknown) => {
          if (!(error instanceof SimulatedFault)) this.#break(name, error);
        })
        .finally(() => working--);
      return one;
    });
    await turn();
    while (working > 0 && this.steps < steps && this.#broken === undefined) {
      this.#breakThings();
      if (!(await this.#step())) break;
    }
    for (const { end } of living) end();
  }

  #breakThings(): void {
    const { random, faults } = this.#parts;
    if (random.chance(faults.kills)) this.#processes.killOne();
    if (random.chance(faults.clockJumps)) this.#processes.jumpClock();
    if (random.chance(faults.storeOutages)) this.#network.failStore();
  }

  async #afterwards(): Promise<void> {
    if (this.#broken !== undefined) return;
    const { settleTime = 600_000, afterwards = {} } = this.#simulation;
    this.#scheduler.note("simulation", "nothing goes wrong from here on");
    this.#network.calmDown();
    this.#processes.startAll();
    await turn();
    const mostSteps = this.steps + mostCalmSteps;
    const until = this.#scheduler.time + settleTime;
    while (this.#broken === undefined && this.steps < mostSteps) if (!(await this.#step(until))) break;
    const observer = this.#createObserver("observer");
    for (const [name, check] of Object.entries(afterwards)) {
      if (this.#broken !== undefined) break;
      let isChecked = false;
      void Promise.resolve()
        .then(() => check(observer.environment, this.#world))
        .catch((error: unknown) => this.#break(name, error))
        .finally(() => {
          isChecked = true;
        });
      await turn();
      while (!isChecked && this.steps < mostSteps) if (!(await this.#step())) break;
      if (!isChecked) this.#break(name, new Error("the check does not come to its end"));
    }
    observer.end();
  }

  async #step(until?: number): Promise<boolean> {
    const hasStepped = await this.#scheduler.step(until);
    if (hasStepped) this.steps++;
    for (const [name, check] of this.#invariants) {
      try {
        check(this.#world);
      } catch (error) {
        this.#break(name, error);
      }
    }
    return hasStepped;
  }

  #createObserver(name: string): Living<Service> {
    return createEnvironment<Service>(name, this.#parts, () => 0);
  }

  #break(name: string, cause: unknown): void {
    this.#broken ??= { name, cause };
  }
}
