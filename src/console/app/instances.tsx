/**
 * The instances of a machine: searched by the server a part at a time, so that a page never loads a million of them.
 */
import { signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { LiveSnapshot, ShownMachine } from "../live.js";
import { askInstances, dateText, type InstanceHead, ownerText } from "./live-data.js";
import { linkTo } from "./route.js";
import { t } from "./settings.js";
import { WideTable } from "./wide-table.js";

interface Filter {
  readonly state: string;
  readonly owner: string;
}

/** Instances that are found before the search waits for somebody to ask for more. */
const enough = 50;

/** One search at a time: what an earlier one still finds is left out. */
class Search {
  readonly found = signal<readonly InstanceHead[]>([]);
  /** Where it goes on; undefined: everything was looked at. */
  readonly next = signal<string | undefined>(undefined);
  readonly looked = signal(0);
  readonly isRunning = signal(false);
  readonly #machine: string;
  #round = 0;

  constructor(machine: string) {
    this.#machine = machine;
  }

  /** Looks anew. What was found before is shown until there is something new. */
  async start(filter: Filter): Promise<void> {
    this.looked.value = 0;
    await this.#run(filter, "", []);
  }

  async more(filter: Filter): Promise<void> {
    await this.#run(filter, this.next.value ?? "", this.found.value);
  }

  /** What was found stays, and it may go on from there. */
  stop(): void {
    this.#round++;
    this.isRunning.value = false;
  }

  async #run(filter: Filter, from: string, before: readonly InstanceHead[]): Promise<void> {
    const round = ++this.#round;
    const wanted = before.length + enough;
    let found = before;
    let after: string | undefined = from;
    this.isRunning.value = true;
    while (after !== undefined && found.length < wanted) {
      const page = await askInstances(this.#machine, { ...filter, after });
      if (round !== this.#round) return;
      found = [...found, ...(page?.instances ?? [])];
      after = page?.next;
      this.looked.value += page?.looked ?? 0;
      this.next.value = after;
      if (found.length > before.length || after === undefined) this.found.value = found;
    }
    this.isRunning.value = false;
  }
}

export function Instances({ machine, now }: { readonly machine: ShownMachine; readonly now: LiveSnapshot }) {
  const state = useSignal("");
  const owner = useSignal("");
  const search = useMemo(() => new Search(machine.name), [machine.name]);
  const filter = { state: state.value, owner: owner.value.trim() };
  const counts = now.counts.filter((each) => each.machine === machine.name);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const changed = counts.map(({ count, state: of }) => `${of} ${count}`).join();
  useEffect(() => {
    void search.start(filter);
    return () => search.stop();
  }, [search, filter.state, filter.owner]);
  useEffect(() => {
    // A search that goes on is not begun again with each change, or it would never end.
    if (!search.isRunning.peek()) void search.start(filter);
  }, [changed]);
  return (
    <section class="block">
      <div class="row">
        <h2>{t("instances")}</h2>
        <select aria-label={t("state")} value={state.value} onChange={(event) => (state.value = event.currentTarget.value)}>
          <option value="">{t("allStates")}</option>
          {machine.states.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <input
          type="search"
          placeholder={`${t("owner")}, ID`}
          aria-label={`${t("owner")}, ID`}
          value={owner.value}
          onInput={(event) => (owner.value = event.currentTarget.value)}
        />
      </div>
      <SearchProgress search={search} total={total} />
      {search.found.value.length > 0 && <Found instances={search.found.value} machine={machine.name} />}
      {search.found.value.length === 0 && !search.isRunning.value && (
        <p class="quiet">{t(filter.state === "" && filter.owner === "" ? "noInstances" : "noneFound")}</p>
      )}
      {search.next.value !== undefined && !search.isRunning.value && (
        <button type="button" onClick={() => void search.more(filter)}>
          {t("more")}
        </button>
      )}
    </section>
  );
}

/** How far a search has come. It fades in, so that quick ones do not flicker. */
function SearchProgress({ search, total }: { readonly search: Search; readonly total: number }) {
  if (!search.isRunning.value) return null;
  const looked = search.looked.value;
  return (
    <p class="row late" role="status">
      <progress max={Math.max(total, looked, 1)} value={looked} aria-label={t("searching")} />
      <span class="quiet">
        {t("searching")} {looked.toLocaleString()}
      </span>
      <button type="button" class="tab" onClick={() => search.stop()}>
        {t("cancel")}
      </button>
    </p>
  );
}

function Found({ instances, machine }: { readonly instances: readonly InstanceHead[]; readonly machine: string }) {
  return (
    <WideTable label={t("instances")}>
      <thead>
        <tr>
          <th>ID</th>
          <th>{t("owner")}</th>
          <th>{t("state")}</th>
          <th>{t("created")}</th>
          <th>{t("used")}</th>
          <th>{t("deadline")}</th>
        </tr>
      </thead>
      <tbody>
        {instances.map((head) => (
          <tr key={head.id}>
            <td>
              <a href={linkTo("live", machine, head.id)}>
                <code>{head.id}</code>
              </a>
            </td>
            <td>{ownerText(head.owner)}</td>
            <td>{head.stateName ?? head.state}</td>
            <td>{dateText(head.createdAt)}</td>
            <td>{dateText(head.usedAt)}</td>
            <td>{head.deadline === undefined ? "–" : dateText(head.deadline)}</td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}
