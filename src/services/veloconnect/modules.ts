/**
 * The modules of veloconnect that are served, each in all of its revisions: the one list from which the bindings, the operations of a URL, and
 * what GetProfile says of the server follow. A further module is an entry here.
 */
import { OperationType, type TransactionType } from "../../../generated/veloconnect/profile-1-1.js";
import * as contract from "../../../generated/veloconnect/service.js";
import * as transaction10 from "../../../generated/veloconnect/transaction-1-0.js";
import * as transaction14 from "../../../generated/veloconnect/transaction-1-4.js";
import * as transaction16 from "../../../generated/veloconnect/transaction-1-6.js";
import type { SimpleType } from "../../runtime/codec.js";
import { enumeratedTexts } from "../../runtime/simple-text.js";
import type { Input, Output, PortType } from "../../service/port-type.js";
import { createGetItemDetails, createGetItemDetailsList } from "./item-operations.js";
import type { RequestHead } from "./messages.js";
import type { Operation } from "./operation.js";
import { createOrderOperations } from "./order-operations.js";
import type { OrderTransaction } from "./order-transaction.js";
import type { MerchandiseSystem } from "./ports/merchandise-system.js";
import { createGetProfile, type Implemented, type Profile } from "./profile-operation.js";
import { createGetStatus, createRollback } from "./transaction-operations.js";
import type { Transactions } from "./transactions.js";

/** Releases of veloconnect, oldest first. */
export const releases = ["1.1", "1.4", "1.5", "1.6"] as const;
/** The release in whose namespaces parameters are answered, since they carry none. */
export type Release = (typeof releases)[number];

/** The operations that a port type of the contract asks for. */
export type OperationsOf<Operations> = {
  readonly [Property in keyof Operations]: Operation<Input<Operations[Property]> & RequestHead, Output<Operations[Property]>>;
};

/** One module in one revision. */
export interface Module<Operations> {
  readonly portType: PortType<Operations>;
  /** The first release that has it. Of the modules with an operation, a URL means the last one of its release. */
  readonly since: Release;
  readonly operations: OperationsOf<Operations>;
  /** The transaction that its operations belong to, but for those that GetProfile lists by themselves. */
  readonly transaction?: TransactionType;
}

/** A module of any operations. */
export type AnyModule = Module<Readonly<Record<string, { readonly input: RequestHead; readonly output: unknown }>>>;

/** What the modules are made from. */
export interface ModuleParts {
  readonly transactions: Transactions;
  readonly orders: OrderTransaction;
  readonly merchandise: MerchandiseSystem;
  readonly profile: Profile;
  /** Does GetStatus list finished instances? */
  readonly listFinal: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** All modules by name and revision. */
export interface Modules {
  readonly transaction10: Module<contract.TransactionV10Operations>;
  readonly transaction14: Module<contract.TransactionV14Operations>;
  readonly transaction16: Module<contract.TransactionV16Operations>;
  readonly order11: Module<contract.OrderV11Operations>;
  readonly profile11: Module<contract.ProfileV11Operations>;
  readonly profile14: Module<contract.ProfileV14Operations>;
  readonly profile15: Module<contract.ProfileV15Operations>;
  readonly profile16: Module<contract.ProfileV16Operations>;
}

/** Makes the modules. */
export function createModules({ transactions, orders, merchandise: { catalogue }, profile, listFinal, now }: ModuleParts): Modules {
  const getStatus = <Name extends string>(names: SimpleType<Name>): ReturnType<typeof createGetStatus<Name>> =>
    createGetStatus(isOneOf(names), transactions, listFinal);
  const served: Omit<Modules, `profile${string}`> = {
    transaction10: {
      portType: contract.TransactionV10,
      since: "1.1",
      operations: { getStatus: getStatus(transaction10.TransactionType), rollback: createRollback(transactions) },
    },
    transaction14: {
      portType: contract.TransactionV14,
      since: "1.4",
      operations: { getStatus: getStatus(transaction14.TransactionType) },
    },
    transaction16: {
      portType: contract.TransactionV16,
      since: "1.6",
      operations: { getStatus: getStatus(transaction16.TransactionType) },
    },
    order11: {
      portType: contract.OrderV11,
      since: "1.1",
      transaction: "Order",
      operations: {
        ...createOrderOperations({ orders, catalogue, backlogDefault: profile.backlogDefault, now }),
        getItemDetails: createGetItemDetails(catalogue),
        getItemDetailsList: createGetItemDetailsList(catalogue),
      },
    },
  };
  const implemented = implementedBy(listModules(served));
  const getProfile = createGetProfile(profile, implemented);
  const getProfileWithProductData = createGetProfile(profile, implemented, [
    { key: "Catalog.ItemInformation.ProductData", value: "false" },
  ]);
  return {
    ...served,
    profile11: {
      portType: contract.ProfileV11,
      since: "1.1",
      operations: { getProfile },
    },
    profile14: {
      portType: contract.ProfileV14,
      since: "1.4",
      operations: { getProfile },
    },
    profile15: {
      portType: contract.ProfileV15,
      since: "1.5",
      operations: { getProfile: getProfileWithProductData },
    },
    profile16: {
      portType: contract.ProfileV16,
      since: "1.6",
      operations: { getProfile: getProfileWithProductData },
    },
  };
}

/** Tests texts for being values of an enumerated type. */
function isOneOf<Name extends string>(type: SimpleType<Name>): (text: string) => text is Name {
  const texts: ReadonlySet<string> = new Set(enumeratedTexts(type));
  return (text): text is Name => texts.has(text);
}

/** All modules, whatever their operations. */
export function listModules(modules: Partial<Modules>): readonly AnyModule[] {
  // Callers read requests with the module's own tables, so every operation gets the request that it expects.
  return Object.values(modules) as unknown as readonly AnyModule[];
}

/** What GetProfile lists: the transactions, and the operations that are no part of one. */
function implementedBy(modules: readonly AnyModule[]): readonly Implemented[] {
  const standAlone: ReadonlySet<string> = new Set(enumeratedTexts(OperationType));
  const names = modules.flatMap(({ portType }) => Object.values(portType.operations).map(({ name }) => name));
  // The set has the values of the type.
  const operations = [...new Set(names)].filter((name): name is OperationType => standAlone.has(name));
  return [
    ...modules.flatMap(({ transaction }) => (transaction === undefined ? [] : [{ transaction }])),
    ...operations.map((operation) => ({ operation })),
  ];
}
