/**
 * The services that a console shows, and what the page learns of them.
 */
import type { ContractDocuments } from "../protocols/serve-contract.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";

/** A service as a console shows it. */
export interface ConsoleService {
  /** Names the service in addresses: `parcels`. */
  readonly id: string;
  readonly title: string;
  /** The documents that the handler of the service has as its `contract`, or a function that gives them described. */
  readonly contract: ContractDocuments | (() => Promise<DescribedTexts>);
  /** Where the service is at this origin: `/parcels`. Undefined: it is reached through the relay if there is one, else it can be looked at only. */
  readonly path?: string | undefined;
  /** Answers what is asked at `path` and `httpPath`, and below them, where the console is served alone. */
  readonly handler?: ServiceHandler | undefined;
  /** Where its HTTP bindings are, if that is elsewhere. */
  readonly httpPath?: string | undefined;
  /** Values for samples by the names of elements or parameters: who calls, for instance. */
  readonly prefill?: Readonly<Record<string, string>> | undefined;
}

/** A described contract as JSON texts: a description, and tables for validating. */
export interface DescribedTexts {
  readonly description: string;
  readonly tables: string;
}

/** What the page knows from the start. */
export interface PageConfiguration {
  /** The path under which everything of the console is. */
  readonly base: string;
  readonly version: string;
  readonly services: readonly Omit<ConsoleService, "contract" | "handler">[];
  readonly live: boolean;
  /** The page stands in a folder: there is no server, and contracts are in a script beside it. */
  readonly isStatic?: true;
  /** There is a relay, and these addresses may be asked beside those of contracts. */
  readonly relay?: readonly string[] | undefined;
}

/** Describes the contract of a service: its own documents are read once. */
export class DescribedServices {
  readonly #services: ReadonlyMap<string, ConsoleService>;
  readonly #described = new Map<string, Promise<DescribedTexts>>();

  constructor(services: readonly ConsoleService[]) {
    this.#services = new Map(services.map((service) => [service.id, service]));
  }

  /** Undefined: there is no such service. */
  describe(id: string): Promise<DescribedTexts> | undefined {
    const service = this.#services.get(id);
    if (service === undefined) return undefined;
    const known = this.#described.get(id) ?? describeService(service);
    this.#described.set(id, known);
    return known;
  }
}

async function describeService({ contract }: ConsoleService): Promise<DescribedTexts> {
  if (typeof contract === "function") return contract();
  const { describeContract } = await import("../../codegen/describe-contract.js");
  const { description, tables } = describeContract(contract.main, contract.documents);
  return { description: JSON.stringify(description), tables: JSON.stringify(tables) };
}
