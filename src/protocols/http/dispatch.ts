/**
 * Which operation a request is for.
 *
 * Verb and location say it (WSDL 1.1 §4.3, §4.4). Where operations share a location, the root element of a document does, and for parameters the
 * one whose enumerated values differ: RequestName=GetStatus, RequestName=Rollback.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { enumeratedTexts } from "../../runtime/simple-text.js";
import type { CallableOperation } from "../../service/call-operation.js";
import type { HttpBinding, HttpOperationTable, OperationTable } from "../../service/port-type.js";
import type { BoundService } from "../../service/serve.js";
import { Location } from "./location.js";
import { ParameterReader, type RawParameter } from "./url-parameters.js";

type UntypedHttpBinding = HttpBinding<Readonly<Record<string, unknown>>>;

/** An HTTP binding and its implementation. */
export type HttpService = BoundService<UntypedHttpBinding>;

/** Tests if a service is bound to HTTP. */
export function isHttpService(service: BoundService): service is HttpService {
  return service.binding.kind === "http";
}

/** Where the input is: in the address, in a form in the body, or in a document in the body. */
export type InputPlace = "address" | "form" | "document";

/** An operation as it is bound. */
export interface HttpOperation extends CallableOperation {
  readonly table: OperationTable;
  readonly place: InputPlace;
  readonly parameters: ParameterReader;
  /** Of a document. */
  readonly input: AnyElementCodec | undefined;
}

/** The operations of one location that are given parameters in one place. */
export class ParameterGroup {
  readonly operations: HttpOperation[] = [];
  /** The parameter that says which operation is meant; undefined if there is but one, or no such parameter. */
  selector: Selector | undefined = undefined;

  add(operation: HttpOperation): void {
    this.operations.push(operation);
    this.selector = findSelector(this.operations);
  }
}

interface Selector {
  readonly parameter: string;
  readonly byValue: ReadonlyMap<string, HttpOperation>;
}

/** All operations at one location. */
export interface LocatedOperations {
  readonly location: Location;
  readonly address: ParameterGroup;
  readonly form: ParameterGroup;
  /** By the Clark name of the root element. */
  readonly documents: Map<string, HttpOperation>;
}

/** Finds operations. */
export class HttpDispatcher {
  readonly #byVerb = new Map<string, Map<string, LocatedOperations>>();

  constructor(services: readonly HttpService[]) {
    for (const service of services) this.#add(service);
  }

  get verbs(): readonly string[] {
    return [...this.#byVerb.keys()];
  }

  /** Does a verb have operations whose input is in one of these places? */
  takes(verb: string, ...places: readonly InputPlace[]): boolean {
    const locations = [...(this.#byVerb.get(verb)?.values() ?? [])];
    return locations.some(
      ({ address, form, documents }) =>
        (places.includes("address") && address.operations.length > 0) ||
        (places.includes("form") && form.operations.length > 0) ||
        (places.includes("document") && documents.size > 0),
    );
  }

  /** Is there an operation for documents with this root? */
  takesRoot(clark: string): boolean {
    return [...this.#byVerb.values()].some((byLocation) => [...byLocation.values()].some(({ documents }) => documents.has(clark)));
  }

  /** The operations at a path, and the parts of the location. Of several locations, the one with the longest text is meant. */
  locate(verb: string, path: string): { readonly at: LocatedOperations; readonly parts: readonly RawParameter[] } | undefined {
    let found: { at: LocatedOperations; parts: readonly RawParameter[] } | undefined;
    for (const at of this.#byVerb.get(verb)?.values() ?? []) {
      if (found !== undefined && found.at.location.length >= at.location.length) continue;
      const parts = at.location.match(path);
      if (parts !== undefined) found = { at, parts };
    }
    return found;
  }

  /** Of several operations for one root at one location, the first one is called. */
  #add({ binding, implementation }: HttpService): void {
    const { verb, portType } = binding;
    for (const [property, bound] of Object.entries(binding.operations)) {
      const table = portType.operations[property];
      if (bound === undefined || table === undefined) continue;
      const operation = toOperation(verb, bound, { portType: portType.name, name: table.name, property, implementation }, table);
      const at = this.#at(verb, bound);
      if (operation.place !== "document") at[operation.place].add(operation);
      else if (operation.input !== undefined && !at.documents.has(operation.input.name)) at.documents.set(operation.input.name, operation);
    }
  }

  #at(verb: string, { location, input }: HttpOperationTable): LocatedOperations {
    const byLocation = this.#byVerb.get(verb) ?? new Map<string, LocatedOperations>();
    this.#byVerb.set(verb, byLocation);
    const isTemplate = input === "urlReplacement";
    const key = `${isTemplate} ${location}`;
    const known = byLocation.get(key);
    if (known !== undefined) return known;
    const added = {
      location: new Location(location, isTemplate),
      address: new ParameterGroup(),
      form: new ParameterGroup(),
      documents: new Map<string, HttpOperation>(),
    };
    byLocation.set(key, added);
    return added;
  }
}

function toOperation(verb: string, bound: HttpOperationTable, callable: CallableOperation, table: OperationTable): HttpOperation {
  return {
    ...callable,
    table,
    place: placeOf(verb, bound),
    parameters: new ParameterReader(bound.parameters ?? {}),
    input: table.input?.(),
  };
}

/** WSDL 1.1 §4.5: urlEncoded is the query of a GET, and the form of a POST. */
export function placeOf(verb: string, { input, parameters }: HttpOperationTable): InputPlace {
  if (input === "mimeXml") return "document";
  const isForm = input === "form" || (input === "urlEncoded" && verb === "POST" && parameters !== undefined);
  return isForm ? "form" : "address";
}

function findSelector(operations: readonly HttpOperation[]): Selector | undefined {
  const [first] = operations;
  if (first === undefined || operations.length === 1) return undefined;
  for (const parameter of first.parameters.names) {
    const byValue = new Map<string, HttpOperation>();
    const isShared = operations.every((operation) => {
      const type = operation.parameters.tableOf(parameter.toLowerCase())?.type();
      const texts = type && enumeratedTexts(type);
      const isOwn = texts?.every((text) => !byValue.has(text)) === true;
      for (const text of texts ?? []) byValue.set(text, operation);
      return isOwn;
    });
    if (isShared) return { parameter, byValue };
  }
  return undefined;
}
