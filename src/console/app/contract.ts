/**
 * Described contracts, each loaded once, and the questions that views ask of them.
 */
import { signal } from "@preact/signals";
import type {
  AttributeDescription,
  BindingDescription,
  BoundDescription,
  ContractDescription,
  ElementDescription,
  OperationDescription,
  ParticleDescription,
  TypeDescription,
} from "../../../codegen/tools/describe/description.js";
import { served } from "./served.js";

export type {
  BoundDescription,
  ContractDescription,
  ElementDescription,
  OperationDescription,
  ParameterDescription,
  ParticleDescription,
  TypeDescription,
} from "../../../codegen/tools/describe/description.js";

export type AttributeModel = AttributeDescription;

/** A contract on its way. */
export type Loading<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "loaded"; readonly value: T };

const contracts = signal<ReadonlyMap<string, Loading<ContractDescription>>>(new Map());

/** The contract of a service; asks the server for it at the first call. */
export function contractOf(id: string): Loading<ContractDescription> {
  const known = contracts.value.get(id);
  if (known !== undefined) return known;
  queueMicrotask(() => void loadContract(id));
  return { kind: "loading" };
}

export async function loadContract(id: string): Promise<void> {
  if (contracts.peek().get(id)?.kind === "loading") return;
  put(id, { kind: "loading" });
  try {
    // Described by describe.ts.
    put(id, { kind: "loaded", value: (await served("contracts", id)) as ContractDescription });
  } catch (error) {
    put(id, { kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}

function put(id: string, loading: Loading<ContractDescription>): void {
  contracts.value = new Map(contracts.peek()).set(id, loading);
}

/** The binding of an operation that is named, else the first one that can be written. */
export function chooseBound(
  contract: ContractDescription,
  operation: OperationDescription,
  name: string | undefined,
): BoundDescription | undefined {
  const { bindings } = operation;
  return (
    bindings.find((bound) => bindingOf(contract, bound).name === name) ?? bindings.find(({ format }) => format !== "none") ?? bindings[0]
  );
}

export function bindingOf(contract: ContractDescription, { binding }: BoundDescription): BindingDescription {
  const found = contract.bindings[binding];
  if (found === undefined) throw new Error("internal: a binding is missing");
  return found;
}

/** What a binding is called in the choice of bindings. */
export function labelOf(contract: ContractDescription, bound: BoundDescription): string {
  const { protocol } = bindingOf(contract, bound);
  if (bound.format === "url") return "URL";
  if (bound.format === "form") return "Form POST";
  return bound.format === "document" ? "XML POST" : protocol;
}

const emptyType: TypeDescription = { namespace: "", bases: [], content: "empty", attributes: [] };

export function typeOf(contract: ContractDescription, number: number): TypeDescription {
  return contract.types[number] ?? emptyType;
}

/** An element of a content model; `min` is 0 where a choice may pass it by. */
export interface ChildModel {
  readonly element: ElementDescription;
  readonly min: number;
  /** -1: any number. */
  readonly max: number;
}

/** The elements of a content model in order, groups dissolved. */
export function childrenOf({ particle }: TypeDescription): readonly ChildModel[] {
  return particle === undefined ? [] : flatten(particle, 1, 1);
}

function flatten(particle: ParticleDescription, outerMin: number, outerMax: number): readonly ChildModel[] {
  const min = particle.min * outerMin;
  const max = particle.max < 0 || outerMax < 0 ? -1 : particle.max * outerMax;
  if (particle.kind === "any") return [];
  if (particle.kind === "element") return [{ element: particle.element, min, max }];
  return particle.items.flatMap((item) => flatten(item, particle.compositor === "choice" && particle.items.length > 1 ? 0 : min, max));
}

/** "xs:date" or the type's own name; what an anonymous type is derived from. */
export function typeLabel(type: TypeDescription): string {
  if (type.name !== undefined) return type.namespace === "http://www.w3.org/2001/XMLSchema" ? `xs:${type.name}` : type.name;
  return type.bases[0] ?? "";
}
