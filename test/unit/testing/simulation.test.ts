/**
 * The simulator itself: time, order, faults, kills, and what it says of failures.
 */
import { createMemoryStore } from "soapwright/stores";
import {
  defaultFaults,
  defineSimulation,
  type Environment,
  findFailure,
  noFaults,
  SimulatedFault,
  type Simulation,
  simulate,
} from "soapwright/testing";
import { describe, expect, test } from "vitest";

interface Counter {
  add(): Promise<number>;
}

interface World {
  added: number;
  readonly log: string[];
}

/** A service that counts in its world; the client does what a test says. */
function counting(
  client: (client: Environment<Counter>, world: World) => Promise<void>,
  further: Partial<Simulation<Counter, World>> = {},
): Simulation<Counter, World> {
  return defineSimulation<Counter, World>({
    name: "counting",
    createWorld: () => ({ added: 0, log: [] }),
    start: (_, world) => ({ add: async () => ++world.added }),
    client,
    clients: 1,
    processes: 1,
    faults: noFaults,
    ...further,
  });
}

/** One kind of fault in about half of the runs, and none of the others. */
function only(name: keyof typeof noFaults, probability: number) {
  return { faults: { ...noFaults, [name]: probability } };
}

async function worldsOf(simulation: Simulation<Counter, World>, seeds: number): Promise<readonly World[]> {
  const worlds: World[] = [];
  const createWorld = (): World => {
    const world: World = { added: 0, log: [] };
    worlds.push(world);
    return world;
  };
  for (let seed = 1; seed <= seeds; seed++) expect((await simulate({ ...simulation, createWorld }, seed)).failure).toBeUndefined();
  return worlds;
}

const year = 365 * 24 * 3_600_000;

describe("time", () => {
  test("passes when nothing else is due, and costs nothing", async () => {
    const simulation = counting(async ({ sleep, now }, { log }) => {
      const begin = now();
      await sleep(year);
      log.push(String(now() - begin));
    });
    expect((await worldsOf(simulation, 1))[0]?.log).toEqual([String(year)]);
  });

  test("has timers that repeat and are cancelled", async () => {
    const simulation = counting(async ({ setTimer, schedule, sleep }, { log }) => {
      const timer = setTimer(10, () => void log.push("tick"));
      const cancel = schedule(5, () => void log.push("never"));
      cancel();
      await sleep(35);
      timer.cancel();
      await sleep(100);
    });
    expect((await worldsOf(simulation, 1))[0]?.log).toEqual(["tick", "tick", "tick"]);
  });
});

describe("order", () => {
  const race = counting(
    async ({ name, sleep }, { log }) => {
      await sleep(1);
      log.push(name);
    },
    { clients: 3 },
  );

  test("differs by seed, and is the same for a seed", async () => {
    const orders = (await worldsOf(race, 60)).map(({ log }) => log.join());
    expect(new Set(orders).size).toBe(6);
    expect((await worldsOf(race, 60)).map(({ log }) => log.join())).toEqual(orders);
  });
});

describe("faults", () => {
  const callOnce = async ({ service }: Environment<Counter>, { log }: World): Promise<void> => {
    log.push(
      await service.add().then(
        () => "answered",
        (error: unknown) => (error instanceof SimulatedFault ? "no answer" : "?"),
      ),
    );
  };
  const outcomes = async (further: Partial<Simulation<Counter, World>>): Promise<readonly string[]> => {
    const worlds = await worldsOf(counting(callOnce, further), 80);
    return [...new Set(worlds.map(({ added, log }) => `done ${added}, ${log[0]}`))].sort();
  };

  test.each([
    ["none", {}, ["done 1, answered"]],
    ["lost requests", only("lostRequests", 1), ["done 0, no answer", "done 1, answered"]],
    ["lost answers", only("lostAnswers", 1), ["done 1, answered", "done 1, no answer"]],
    ["doubled requests", only("doubledRequests", 1), ["done 1, answered", "done 2, answered"]],
    ["late messages", only("lateMessages", 1), ["done 1, answered", "done 1, no answer"]],
  ])("%s", async (_, further, want) => {
    expect(await outcomes(further)).toEqual(want);
  });

  test.each([
    ["storeFailures", ["0 no answer", "1 answered"]],
    ["storeLostAnswers", ["1 answered", "1 no answer"]],
    ["storeOutages", ["0 no answer", "1 answered"]],
  ] as const)("%s", async (name, want) => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 80; seed++) {
      const base = createMemoryStore();
      let written = 0;
      const store = { ...base, ping: async () => void written++ };
      const simulation = counting(
        async (client) => {
          const answer = await client.store.ping().then(
            () => "answered",
            () => "no answer",
          );
          seen.add(`${written} ${answer}`);
        },
        { createStore: () => store, ...only(name, 1) },
      );
      expect((await simulate(simulation, seed)).failure).toBeUndefined();
    }
    expect([...seen].sort()).toEqual(want);
  });

  test("clocks jump for processes alone", async () => {
    const skews = new Set<boolean>();
    const simulation = counting(
      async ({ service, now, sleep }) => {
        for (let count = 0; count < 5; count++) {
          skews.add((await service.add()) === now());
          await sleep(1);
        }
      },
      { start: ({ now }) => ({ add: async () => now() }), ...only("clockJumps", 0.5) },
    );
    await worldsOf(simulation, 20);
    expect(skews.has(false)).toBe(true);
  });
});

describe("a kill", () => {
  test("takes everything but the world, and another life begins", async () => {
    const simulation = counting(
      async ({ service, sleep }) => {
        for (let count = 0; count < 30; count++) {
          await service.add().catch(() => undefined);
          await sleep(100);
        }
      },
      {
        start: ({ sleep, signal }, { log }) => {
          log.push("start");
          let memory = 0;
          signal.addEventListener("abort", () => log.push("end"));
          const work = async (): Promise<void> => {
            await sleep(50);
            if (signal.aborted) log.push("works after its end");
          };
          return {
            add: async () => {
              void work();
              return ++memory;
            },
          };
        },
        ...only("kills", 0.2),
      },
    );
    const logs = (await worldsOf(simulation, 20)).map(({ log }) => log.join(" "));
    for (const log of logs) expect(log).toMatch(/^start( end start)* end$/);
    expect(logs.some((log) => log.length > "start end start end".length)).toBe(true);
  });

  test("of a process that cannot start is followed by another attempt", async () => {
    const simulation = counting(async () => undefined, {
      start: (_, { log }) => {
        log.push("start");
        if (log.length < 3) throw new Error("not yet");
        return { add: async () => 1 };
      },
      settleTime: 120_000,
    });
    expect((await worldsOf(simulation, 1))[0]?.log.length).toBe(3);
  });
});

describe("a failure", () => {
  const positive = { "the count is below 3": ({ added }: World) => expectBelow(added, 3) };
  const addAll = async ({ service }: Environment<Counter>): Promise<void> => {
    for (let count = 0; count < 5; count++) await service.add();
  };

  function expectBelow(value: number, limit: number): void {
    if (value >= limit) throw new Error(`${value} is not below ${limit}`);
  }

  test("says what does not hold, what happened, and how to repeat it", async () => {
    const failure = await findFailure(counting(addAll, { invariants: positive }), { seeds: 10, first: 7 });
    expect(failure).toMatchObject({ seed: 7, broken: "the count is below 3" });
    expect(failure?.message.split("\n")).toEqual([
      'counting, seed 7: "the count is below 3" does not hold: 3 is not below 3',
      ...(failure?.trace ?? []).map((line) => `  ${line}`),
      "repeat: simulate(counting, 7)",
    ]);
    expect(failure?.trace.at(-1)).toMatch(/^\d+\.\d{3} network: client 1 calls service\.add$/);
  });

  test.each<[string, Partial<Simulation<Counter, World>>, string]>([
    ["an invariant", { invariants: positive }, "the count is below 3"],
    ["what holds afterwards", { afterwards: { "few were added": (_, { added }) => expectBelow(added, 5) } }, "few were added"],
    [
      "what holds afterwards, asked of the service",
      { afterwards: { "few were added": async ({ service }) => expectBelow(await service.add(), 6) } },
      "few were added",
    ],
    ["a client", { client: async () => Promise.reject(new Error("wrong")) }, "client 1"],
    ["a check without an end", { afterwards: { ends: () => new Promise(() => undefined) } }, "ends"],
  ])("of %s is reported", async (_, further, broken) => {
    expect((await simulate(counting(addAll, further), 1)).failure).toMatchObject({ broken });
  });

  test("is none where a client gives up for want of an answer", async () => {
    expect(await findFailure(counting(addAll, { faults: defaultFaults }), { seeds: 50 })).toBeUndefined();
  });

  test("is none where clients are stopped after the steps that they have", async () => {
    const endless = async ({ sleep }: Environment<Counter>): Promise<void> => {
      for (;;) await sleep(1);
    };
    const { steps, failure } = await simulate(counting(endless, { steps: 100 }), 1);
    expect([steps, failure]).toEqual([100, undefined]);
  });
});
