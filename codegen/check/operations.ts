/**
 * Operations -> breaches about what keeps their messages from being described by a codec. WSDL 1.1 §2.3, §2.4, §3.5
 */
import { createAdviser } from "../../src/nearest-name.js";
import type { Diagnostic, Report, Span } from "../diagnostics.js";
import type { Schema } from "../schema/components.js";
import type { Part } from "../wsdl/components.js";
import { type ContractFault, type ContractMessage, type ContractOperation, isSimple, type TypedPart } from "../wsdl/operations.js";

/** Checks all messages of the operations; what several bindings share is reported once. */
export function checkOperations(operations: readonly ContractOperation[], schema: Schema, report: Report): void {
  const checker = new OperationChecker(schema, report);
  for (const operation of operations) checker.operation(operation);
}

class OperationChecker {
  readonly #schema: Schema;
  readonly #report: Report;
  readonly #reported = new Set<string>();
  readonly #advise = createAdviser();

  constructor(schema: Schema, report: Report) {
    this.#schema = schema;
    this.#report = report;
  }

  operation({ operation, bindings, unbound, faults }: ContractOperation): void {
    for (const { input, output } of [...bindings, ...(unbound === undefined ? [] : [unbound])]) {
      if (input !== undefined) this.#message(operation.name, input, operation.input?.at ?? operation.at);
      if (output !== undefined) this.#message(operation.name, output, operation.output?.at ?? operation.at);
    }
    for (const fault of faults) this.#fault(fault);
  }

  #message(operation: string, { body, headers }: ContractMessage, at: Span): void {
    switch (body.kind) {
      case "element":
        if (body.part.type !== undefined) this.#documentType(body.part, at);
        this.#part(body.part);
        break;
      case "wrapper":
        for (const { part } of body.parts) this.#part(part);
        break;
      case "parameters":
        for (const parameter of body.parts) this.#parameter(operation, parameter);
        break;
      case "elements": {
        // WSDL 1.1 allows it; WS-I (R2201) and servers that look operations up by the element in the body do not.
        const message = `"${operation}" has ${body.elements.length} parts in the body of a document/literal message; one is supported, the operation is left out`;
        this.#once({ id: "wsdl-multipart-body", severity: "warning", message, at, related: [] });
        break;
      }
    }
    for (const { part, element, at: headerAt } of headers) {
      if (element !== undefined) this.#part(part);
      else {
        const message = `no schema declares the header element "${part.element?.clark}"; it is left out`;
        const related = [{ message: "the part", at: part.at }];
        this.#once({ id: "wsdl-header", severity: "warning", message, at: headerAt, related });
      }
    }
  }

  #parameter(operation: string, parameter: TypedPart): void {
    const { part } = parameter;
    if (!this.#part(part) || isSimple(parameter)) return;
    const message = `"${operation}" has the part "${part.name}" in a URL or form, and its type is not simple; the operation is left out of the binding`;
    this.#once({ id: "wsdl-parameter-type", severity: "warning", message, at: part.at, related: [] });
  }

  #documentType({ name }: Part, at: Span): void {
    const message = `the part "${name}" of a document/literal message has a type instead of an element`;
    this.#once({ id: "wsdl-type-part", severity: "error", message, at, related: [] });
  }

  /** Tests if a part refers to something that exists, and reports it if not. One that refers to nothing was reported where it was read. */
  #part({ type, element, at }: Part): boolean {
    const components = type === undefined ? this.#schema.elements : this.#schema.types;
    const name = type ?? element;
    if (name === undefined || components.has(name.clark)) return true;
    const kind = type === undefined ? "element" : "type";
    const message = `there is no ${kind} "${name.clark}"${this.#advise(kind, name.clark, () => components.keys())}`;
    this.#once({ id: "wsdl-unresolved", severity: "error", message, at, related: [] });
    return false;
  }

  #fault({ name, part, at }: ContractFault): void {
    if (part !== undefined) this.#part(part);
    else {
      const message = `the fault "${name}" needs a message with one part`;
      this.#once({ id: "wsdl-fault", severity: "error", message, at, related: [] });
    }
  }

  /** Bindings share the messages of their port type. */
  #once(diagnostic: Diagnostic): void {
    const key = `${diagnostic.id} ${diagnostic.at?.uri} ${diagnostic.at?.offset} ${diagnostic.message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#report(diagnostic);
  }
}
