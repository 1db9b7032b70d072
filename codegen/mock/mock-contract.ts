/**
 * Entries -> a contract that can be mocked: its services, what validates its messages, samples of its elements, and its documents.
 */

import type { ContractDocuments } from "../../src/protocols/serve-contract.js";
import type { SchemaSet } from "../../src/runtime/codec.js";
import { validateDocument } from "../../src/runtime/decode.js";
import { soapEncoding } from "../../src/runtime/soap-encoding/engine.js";
import { checkOperations } from "../check/operations.js";
import { type ContractOptions, readContract } from "../contract.js";
import { collectDiagnostics, type Diagnostic, hasErrors } from "../diagnostics.js";
import { LivePlan, type LiveServices } from "../emit/live.js";
import { lower } from "../lower/lower.js";
import type { ContentType, Schema } from "../schema/components.js";
import { type Sample, Sampler } from "../tools/sample/sampler.js";
import { contractTexts } from "./contract-texts.js";

/** A contract that is ready to be mocked. */
export interface MockContract extends Pick<LiveServices, "bindings" | "ports"> {
  readonly schema: SchemaSet;
  /** Local names of all elements and attributes that messages can have, and those of parameters; undefined if wildcards let in others. */
  readonly declaredNames: ReadonlySet<string> | undefined;
  /** What `?wsdl` gives; undefined where the contract has no WSDL. */
  readonly documents: ContractDocuments | undefined;
  /** A valid document with a root of that Clark name, the same for the same seed. */
  sample(root: string, seed: number, fullness: number): Sample;
}

export interface ReadMockContract {
  /** Undefined where there are errors. */
  readonly contract: MockContract | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a contract; what is wrong with it is in the diagnostics. */
export function readMockContract(options: ContractOptions): ReadMockContract {
  const read = readContract(options);
  const { diagnostics, report } = collectDiagnostics(options.lenient, read.diagnostics);
  checkOperations(read.operations, read.schema, report);
  if (hasErrors(diagnostics)) return { contract: undefined, diagnostics };
  const { messageSchema, bindings, isAmbiguous, definitions, operations, documents } = read;
  const plan = new LivePlan(lower(messageSchema, { bindings, isAmbiguous, services: definitions && { definitions, operations } }));
  const schema = plan.schemaSet();
  const sampler = new Sampler(messageSchema, (xml) => validateDocument(schema, xml));
  const services = plan.services(soapEncoding);
  const contract: MockContract = {
    bindings: services.bindings,
    ports: services.ports,
    schema,
    declaredNames: declaredNamesOf(messageSchema, services),
    documents: contractTexts(documents),
    sample(root, seed, fullness) {
      const declaration = messageSchema.elements.get(root);
      if (declaration === undefined) return { ok: false, reason: `there is no element "${root}"` };
      return sampler.sample(declaration, { seed, fullness });
    },
  };
  return { contract, diagnostics };
}

function declaredNamesOf(schema: Schema, { bindings }: Pick<LiveServices, "bindings">): ReadonlySet<string> | undefined {
  const { elements, elementDeclarations, attributeDeclarations, complexTypes } = schema;
  const isOpen = complexTypes.some(({ attributeWildcard, contentType }) => attributeWildcard !== undefined || hasWildcard(contentType));
  if (isOpen) return undefined;
  const declarations = [...elements.values(), ...elementDeclarations, ...attributeDeclarations];
  const operations = Object.values(bindings).flatMap((binding) => (binding.kind === "http" ? Object.values(binding.operations) : []));
  const parameters = operations.flatMap((operation) => Object.values(operation?.parameters ?? {}));
  return new Set([...declarations.map(({ name }) => name.local), ...parameters.map(({ name }) => name)]);
}

function hasWildcard(content: ContentType): boolean {
  const pending = "particle" in content ? [content.particle] : [];
  for (let particle = pending.pop(); particle !== undefined; particle = pending.pop()) {
    if (particle.term.kind === "wildcard") return true;
    if (particle.term.kind === "modelGroup") pending.push(...particle.term.particles);
  }
  return false;
}
