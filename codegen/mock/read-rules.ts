/**
 * A document of rules -> rules for a contract, or what is wrong with them. `schemas/mock/rules.xsd` says what such a document is.
 */
import { compilePattern } from "../../src/datatypes/pattern/compile-pattern.js";
import { didYouMean } from "../../src/nearest-name.js";
import { tryDecode, validateDocument } from "../../src/runtime/decode.js";
import type { Issue } from "../../src/runtime/issues.js";
import { SoapFault } from "../../src/service/fault.js";
import type { OperationTable } from "../../src/service/port-type.js";
import { readSchemaContract } from "../contract.js";
import { collectDiagnostics, type Diagnostic, hasErrors, type Report, type Span } from "../diagnostics.js";
import { LivePlan } from "../emit/live.js";
import { fileHost, packageFolder } from "../load/file-host.js";
import type { Host } from "../load/host.js";
import { readDocument } from "../load/read-document.js";
import { attributeNamed, collapsedValue, type SourceAttribute, type SourceElement } from "../load/source-element.js";
import { lower } from "../lower/lower.js";
import type { Answers } from "./answers.js";
import { messageOf } from "./attachments.js";
import { type Condition, holds, type Place, readPath, type Test } from "./conditions.js";
import { readExample } from "./examples.js";
import type { MockContract } from "./mock-contract.js";
import { portsOf } from "./ports.js";
import { firstState, type Outcome, type Rule } from "./rules.js";

export interface ReadRules {
  readonly rules: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads rules. Files that they name are relative to them. */
export function readRules(uri: string, contract: MockContract, answers: Answers, host: Host = fileHost()): ReadRules {
  const { diagnostics, report } = collectDiagnostics(false);
  const bytes = host.readDocument(uri);
  if (bytes === undefined) {
    const message = `"${uri}" cannot be read: ${host.explain?.(uri) ?? "it is not there"}`;
    report({ id: "mock-missing", severity: "error", message, at: undefined, related: [] });
    return { rules: [], diagnostics };
  }
  for (const issue of validateDocument(rulesSchema(), bytes)) report(diagnosticOf(issue, uri));
  if (hasErrors(diagnostics)) return { rules: [], diagnostics };
  const root = readDocument(bytes, uri, report)?.root;
  const reader = new RuleReader(uri, contract, answers, host, report);
  const rules = root?.children.flatMap((element) => reader.read(element) ?? []) ?? [];
  reader.checkStates();
  return { rules: hasErrors(diagnostics) ? [] : rules, diagnostics };
}

/** The schema that the package publishes for rules. */
function rulesSchema(): ReturnType<LivePlan["schemaSet"]> {
  const { schema, bindings, isAmbiguous } = readSchemaContract({ entries: [`${packageFolder() ?? "."}/schemas/mock/rules.xsd`] });
  return new LivePlan(lower(schema, { bindings, isAmbiguous })).schemaSet();
}

class RuleReader {
  readonly #uri: string;
  readonly #contract: MockContract;
  readonly #answers: Answers;
  readonly #host: Host;
  readonly #report: Report;
  readonly #operations: readonly OperationTable[];
  /** States that rules ask for, and those that are reached, by scenario. */
  readonly #asked: { readonly scenario: string; readonly state: string; readonly at: Span }[] = [];
  readonly #reached = new Map<string, Set<string>>();

  constructor(uri: string, contract: MockContract, answers: Answers, host: Host, report: Report) {
    this.#uri = uri;
    this.#contract = contract;
    this.#answers = answers;
    this.#host = host;
    this.#report = report;
    this.#operations = portsOf(contract).served.flatMap((port) => port.operations);
  }

  read(element: SourceElement): Rule | undefined {
    const operation = collapsedValue(element, "operation") ?? "";
    const tables = this.#operations.filter(({ name }) => name === operation);
    if (tables.length === 0) {
      const names = this.#operations.map(({ name }) => name);
      return this.#refuse(
        "mock-operation",
        `there is no operation "${operation}"${didYouMean(operation, names)}`,
        placeOf(element, "operation"),
      );
    }
    const conditions = element.children.filter(({ local }) => local === "when").map((each) => this.#condition(each));
    const [outcome] = element.children.filter(({ local }) => local !== "when");
    const latency = collapsedValue(element, "latency");
    const scenario = this.#scenario(element);
    const known = conditions.filter((each) => each !== undefined);
    return {
      label: `${this.#uri.replace(/^.*\//, "")}:${element.at.line}`,
      operation,
      fits: (request) => known.every((condition) => holds(condition, request)),
      scenario,
      latency: latency === undefined ? undefined : Number(latency),
      outcome: outcome && this.#outcome(outcome, tables),
    };
  }

  /** A rule for a state that no rule leads to never fits. */
  checkStates(): void {
    for (const { scenario, state, at } of this.#asked) {
      const reached = this.#reached.get(scenario) ?? new Set([firstState]);
      if (!reached.has(state)) {
        this.#refuse("mock-state", `no rule of scenario "${scenario}" leads to "${state}"${didYouMean(state, reached)}`, at);
      }
    }
  }

  #scenario(element: SourceElement): Rule["scenario"] {
    const [name, state, next] = ["scenario", "state", "next"].map((each) => collapsedValue(element, each));
    if (name === undefined) {
      for (const attribute of ["state", "next"]) {
        const given = attributeNamed(element, attribute);
        if (given !== undefined) this.#refuse("mock-state", `"${attribute}" needs a "scenario"`, given.at);
      }
      return undefined;
    }
    if (state !== undefined) this.#asked.push({ scenario: name, state, at: placeOf(element, "state") });
    const reached = this.#reached.get(name) ?? new Set([firstState]);
    if (next !== undefined) reached.add(next);
    this.#reached.set(name, reached);
    return { name, state, next };
  }

  #condition(element: SourceElement): Condition | undefined {
    const place = this.#place(element);
    const test = this.#test(element);
    return place && test && { place, test };
  }

  #place(element: SourceElement): Place | undefined {
    const given = this.#oneOf(element, ["path", "header"]);
    if (given === undefined) return this.#refuse("mock-condition", 'a condition needs a "path" or a "header"', element.at);
    const name = given.value.trim();
    if (given.local === "header") return { kind: "header", name };
    const steps = readPath(name, (prefix) => element.namespaces.lookupNamespace(prefix));
    if (typeof steps === "string") return this.#refuse("mock-path", steps, given.at);
    const names = this.#contract.declaredNames;
    const unknown = names && steps.find(({ local }) => local !== "*" && !names.has(local));
    if (names === undefined || unknown === undefined) return { kind: "path", steps };
    return this.#refuse("mock-path", `the contract has no "${unknown.local}"${didYouMean(unknown.local, names)}`, given.at);
  }

  #test(element: SourceElement): Test | undefined {
    const given = this.#oneOf(element, ["equals", "matches", "present"]);
    if (given === undefined) return { kind: "present", wanted: true };
    if (given.local === "equals") return { kind: "equals", value: given.value };
    if (given.local === "present") return { kind: "present", wanted: /^\s*(true|1)\s*$/.test(given.value) };
    const pattern = compilePattern(given.value);
    if ("matches" in pattern) return { kind: "matches", pattern };
    return this.#refuse("mock-pattern", `${pattern.message}, at character ${pattern.at + 1}`, given.at);
  }

  #outcome(element: SourceElement, tables: readonly OperationTable[]): Outcome {
    if (element.local === "cut") return { kind: "cut" };
    if (tables.every(({ pattern }) => pattern === "one-way"))
      return this.#refuse("mock-no-answer", "the operation is one-way: it has neither answers nor faults", element.at);
    if (element.local === "fault") return this.#fault(element, tables);
    const file = attributeNamed(element, "file");
    const examples = file && this.#readFile(file, (bytes) => readExample(bytes, tables, this.#contract.schema));
    if (examples === undefined) return undefined;
    const values = new Map(examples.map((example) => [example.element, example.value]));
    return {
      kind: "answer",
      value: ({ operation, seed }) => {
        const name = operation.output?.().name;
        // Another operation of that name, in another port type, may have another output.
        if (name === undefined || !values.has(name)) return this.#answers.output(operation, seed);
        return { ok: true, value: messageOf(operation.outputAttachments, values.get(name)) };
      },
    };
  }

  #fault(element: SourceElement, tables: readonly OperationTable[]): Outcome {
    const name = collapsedValue(element, "name");
    if (name === undefined) return this.#standardFault(element);
    this.#oneOf(element, ["name", "code"]);
    const codecs = tables.flatMap(({ faults }) => faults?.[name] ?? []);
    if (codecs.length === 0) {
      const declared = tables.flatMap(({ faults }) => Object.keys(faults ?? {}));
      const message = `the operation declares no fault "${name}"${didYouMean(name, declared)}`;
      return this.#refuse("mock-fault", message, placeOf(element, "name"));
    }
    const file = attributeNamed(element, "file");
    if (file === undefined) return { kind: "fault", fault: ({ operation, seed }) => this.#answers.declaredFault(operation, name, seed) };
    const detail = this.#readFile(file, (bytes) => {
      const results = codecs.map((codec) => tryDecode(codec(), bytes, { schema: this.#contract.schema }));
      const decoded = results.find(({ ok }) => ok) ?? results[0];
      if (decoded === undefined) return [];
      return decoded.ok ? [decoded.value] : { issues: decoded.issues };
    });
    const reason = attributeNamed(element, "reason")?.value ?? name;
    return detail && { kind: "fault", fault: () => new SoapFault("Sender", reason, { declared: { name, detail: detail[0] } }) };
  }

  #standardFault(element: SourceElement): Outcome {
    const file = attributeNamed(element, "file");
    if (file !== undefined)
      return this.#refuse("mock-fault", 'the detail of a fault needs the "name" of a fault that the operation declares', file.at);
    const code = collapsedValue(element, "code") === "Sender" ? "Sender" : "Receiver";
    const reason = attributeNamed(element, "reason")?.value ?? "a rule of the mock says so";
    return { kind: "fault", fault: () => new SoapFault(code, reason) };
  }

  /** Reads a file that an attribute names. */
  #readFile<Read>(file: SourceAttribute, read: (bytes: Uint8Array) => readonly Read[] | Refused): readonly Read[] | undefined {
    const uri = this.#host.resolveUri(this.#uri, file.value.trim());
    const bytes = this.#host.readDocument(uri);
    if (bytes === undefined) {
      return this.#refuse("mock-missing", `"${uri}" cannot be read: ${this.#host.explain?.(uri) ?? "it is not there"}`, file.at);
    }
    const result = read(bytes);
    if (!("issues" in result)) return result;
    for (const issue of result.issues) this.#report({ ...diagnosticOf(issue, uri), related: [{ message: "named here", at: file.at }] });
    return undefined;
  }

  /** The attribute of those that is there; two of them are a mistake. */
  #oneOf(element: SourceElement, names: readonly string[]): SourceAttribute | undefined {
    const [first, second] = names.flatMap((name) => attributeNamed(element, name) ?? []);
    if (second !== undefined) this.#refuse("mock-condition", `"${first?.local}" and "${second.local}" exclude each other`, second.at);
    return first;
  }

  #refuse(id: string, message: string, at: Span): undefined {
    this.#report({ id, severity: "error", message, at, related: [] });
  }
}

interface Refused {
  readonly issues: readonly Issue[];
}

function placeOf(element: SourceElement, attribute: string): Span {
  return attributeNamed(element, attribute)?.at ?? element.at;
}

function diagnosticOf({ id, path, line = 1, column = 1, message }: Issue, uri: string): Diagnostic {
  const text = path === "/" ? message : `${path}: ${message}`;
  return { id, severity: "error", message: text, at: { uri, line, column, offset: 0 }, related: [] };
}
