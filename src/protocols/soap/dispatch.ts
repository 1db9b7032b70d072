/**
 * Which operation a message is for.
 *
 * The body's element says it (WS-I Basic Profile 1.1 R2710); where operations share an element, the action does. An action that belongs to
 * another operation is the sender's mistake, unless the body wins.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { KnownHeads } from "../../runtime/decode/known-heads.js";
import type { CallableOperation } from "../../service/call-operation.js";
import { SoapFault } from "../../service/fault.js";
import type { OperationTable, SoapBinding } from "../../service/port-type.js";
import type { BoundService } from "../../service/serve.js";
import { actionNotSupported } from "./addressing.js";
import { type EnvelopeVersion, versionNamed } from "./envelope-version.js";
import type { OpenEnvelope } from "./read-envelope.js";
import { type Objection, refuse } from "./tolerance.js";

type UntypedSoapBinding = SoapBinding<Readonly<Record<string, unknown>>>;

/** A SOAP binding and its implementation. */
export type SoapService = BoundService<UntypedSoapBinding>;

/** Tests if a service is bound to SOAP. */
export function isSoapService(service: BoundService): service is SoapService {
  return service.binding.kind === "soap";
}

/** An operation as it is bound. */
export interface SoapOperation extends CallableOperation {
  readonly table: OperationTable;
  readonly action: string | undefined;
  /** What a message's action may be; none: whatever it is. */
  readonly actions: readonly string[];
  readonly input: AnyElementCodec | undefined;
}

/** The operations of one version of SOAP, by the Clark name of their body element; "" for an empty body. */
type Operations = ReadonlyMap<string, readonly SoapOperation[]>;

/** Finds operations. */
export class SoapDispatcher {
  readonly #byVersion = new Map<EnvelopeVersion, Operations>();
  readonly #bodyWins: boolean;
  /** Names of the header blocks that the operations declare. */
  readonly headerNames: ReadonlySet<string>;
  /** How messages without header blocks began, up to the body's element, and the envelope around it. */
  readonly heads: KnownHeads<OpenEnvelope> = new KnownHeads();

  /** `bodyWins`: a body element of one operation alone says which, whatever the action. */
  constructor(services: readonly SoapService[], bodyWins = false) {
    this.#bodyWins = bodyWins;
    for (const service of services) this.#add(service);
    const tables = services.flatMap(({ binding }) => Object.values(binding.portType.operations));
    this.headerNames = new Set(tables.flatMap(({ inputHeaders = {} }) => Object.values(inputHeaders).map((codec) => codec().name)));
  }

  /** Of several services with a body element, the first one is called. */
  #add({ binding, implementation }: SoapService): void {
    const version = versionNamed(binding.version);
    const known = this.#byVersion.get(version) ?? new Map<string, readonly SoapOperation[]>();
    const added = operationsOf(binding, implementation);
    this.#byVersion.set(version, new Map([...added, ...known]));
  }

  /** Finds the operation of a message. Throws a fault if no operation matches, or if the action belongs to another one. */
  find(version: EnvelopeVersion, bodyElement: string | undefined, action: string | undefined, object: Objection = refuse): SoapOperation {
    const operations = this.#byVersion.get(version);
    if (operations === undefined) throw new SoapFault("VersionMismatch", `SOAP ${version.version} is not served here`);
    return dispatch(operations, bodyElement, action, this.#bodyWins, object);
  }

  /**
   * Tests if a body that begins with this element is read whole before its operation is known: it is encoded, or begins with a value that an
   * encoded message refers to.
   */
  mayBeEncoded(version: EnvelopeVersion, bodyElement: string): boolean {
    const operations = this.#byVersion.get(version);
    if (operations === undefined) return false;
    const known = operations.get(bodyElement);
    if (known !== undefined) return known.some(({ table }) => table.encoded);
    return [...operations.values()].some((same) => same.some(({ table }) => table.encoded));
  }

  /** The codec of a body element; undefined where it is encoded, or where operations read it in different ways. */
  codecOf(bodyElement: string): AnyElementCodec | undefined {
    const operations = [...this.#byVersion.values()].flatMap((each) => each.get(bodyElement) ?? []);
    const [codec, ...others] = new Set(operations.map(({ table, input }) => (table.encoded ? undefined : input)));
    return others.length === 0 ? codec : undefined;
  }

  /** Tests if an operation has this body element. */
  knows(version: EnvelopeVersion, bodyElement: string): boolean {
    return this.#byVersion.get(version)?.has(bodyElement) === true;
  }
}

function operationsOf({ portType, actions }: UntypedSoapBinding, implementation: SoapService["implementation"]): Operations {
  const found = new Map<string, SoapOperation[]>();
  for (const [property, table] of Object.entries(portType.operations)) {
    const { name, pattern, inputAction } = table;
    if (pattern !== "request-response" && pattern !== "one-way") continue;
    const input = table.input?.();
    const action = actions[property];
    const operation: SoapOperation = {
      portType: portType.name,
      name,
      property,
      implementation,
      table,
      action,
      actions: [action, inputAction].filter((each) => each !== undefined && each !== "").map(String),
      input,
    };
    const same = found.get(input?.name ?? "");
    if (same === undefined) found.set(input?.name ?? "", [operation]);
    else same.push(operation);
  }
  return found;
}

function dispatch(
  operations: Operations,
  bodyElement: string | undefined,
  action: string | undefined,
  bodyWins: boolean,
  object: Objection,
): SoapOperation {
  const candidates = operations.get(bodyElement ?? "") ?? [];
  const [first] = candidates;
  if (first === undefined) return dispatchUnknown(operations, bodyElement, action, object);
  if (action === undefined) {
    const silent = candidates.filter(({ actions }) => actions.length === 0);
    const only = candidates.length === 1 ? first : silent.length === 1 ? silent[0] : undefined;
    if (only !== undefined) return only;
    throw new SoapFault("Sender", `several operations have the body element "${bodyElement}"; the action must say which`);
  }
  const matching = candidates.find(({ actions }) => actions.includes(action)) ?? candidates.find(({ actions }) => actions.length === 0);
  if (matching !== undefined) return matching;
  if (!bodyWins || candidates.length > 1) object(actionNotSupported(`the action "${action}" is not that of "${first.name}"`));
  return first;
}

/** Objects to a body that no operation has; then the action says which is meant, or the local name of the body's element. */
function dispatchUnknown(
  operations: Operations,
  bodyElement: string | undefined,
  action: string | undefined,
  object: Objection,
): SoapOperation {
  const reason = bodyElement === undefined ? "no operation has an empty body" : `no operation has the body element "${bodyElement}"`;
  const fault = new SoapFault("Sender", reason);
  object(fault);
  const all = [...operations.values()].flat();
  const meant =
    all.find(({ actions }) => action !== undefined && actions.includes(action)) ??
    all.find(({ input }) => input !== undefined && bodyElement !== undefined && localName(input.name) === localName(bodyElement));
  if (meant === undefined) throw fault;
  return meant;
}

function localName(clark: string): string {
  return clark.slice(clark.lastIndexOf("}") + 1);
}
