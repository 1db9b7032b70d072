/**
 * Findings for the author of a contract, each with the rule's id and the place.
 *
 * Stages report and go on; a mistake in a contract throws nothing.
 */

/** A place in a document of the contract. */
export interface Span {
  /** The document's location as it was asked for: a file path or a URI. */
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** In bytes, from the start of the document. */
  readonly offset: number;
}

/** Another place that matters to a finding. */
export interface RelatedPlace {
  readonly message: string;
  readonly at: Span;
}

/** One finding about a contract. */
export interface Diagnostic {
  /** The rule's id in its specification (`src-resolve`, `cos-nonambig`) or ours (`load-missing`). */
  readonly id: string;
  readonly severity: "error" | "warning";
  /** Lower case, no final stop, names in double quotes. */
  readonly message: string;
  /** Absent only where no document could be read. */
  readonly at: Span | undefined;
  readonly related: readonly RelatedPlace[];
  /** Of a rule whose breaches are harmless in some cases only: this is such a case. */
  readonly harmless?: true;
}

/** Takes the findings of a stage, in the order in which they are found. */
export type Report = (diagnostic: Diagnostic) => void;

/** Breaches of the specifications that are common and harmless, with what is done instead. */
export const harmlessBreaches: ReadonlyMap<string, string> = new Map([
  ["load-duplicate", "an import brings another version of definitions that are there: the first version is taken"],
  ["src-include.2.1", "an include leads to a schema of another namespace: it is imported"],
  ["src-import.1.1", "a schema imports its own target namespace: the import is left out"],
  ["src-import.1.2", "a schema without target namespace imports no namespace: the import is left out"],
  ["src-import.2", "an import leads to a WSDL document: the schema of that namespace in it is taken"],
  ["src-import.3.1", "an import leads to a schema of another namespace: that schema is taken with the namespace that it has"],
  ["src-import.3.2", "an import without namespace leads to a schema that has one: that schema is taken with the namespace that it has"],
  ["src-resolve.4.1", "a document refers to a component without namespace and lacks the import: the component is taken"],
  ["src-resolve.4.2", "a document refers to a namespace that it does not import: the component is taken"],
  ["cos-nonambig", "a content model is ambiguous: an element belongs to the first particle that fits"],
  [
    "cos-element-consistent",
    "a content model has two elements of one name with different types: each has the type of the particle that it belongs to",
  ],
  ["src-resolve", "a component is referred to that no document declares: anything is taken in its place"],
  ["a-props-correct.2", "a value of an attribute is valid as it is written, but not in its canonical form: it is taken as it is written"],
  ["e-props-correct.2", "a value of an element is valid as it is written, but not in its canonical form: it is taken as it is written"],
  [
    "pattern-value-valid",
    "a pattern escapes punctuation that needs no escape: that character is meant; any other text that is not a regular expression is not checked",
  ],
  ["sch-props-correct.2", "two components of one kind have the same name: the first one is taken"],
  ["s4s-att-not-allowed", "an attribute stands where the schema for schemas has none: it is ignored"],
  ["s4s-att-invalid-value", "an id is given twice in a schema document: ids are not used"],
  [
    "s4s-elt-must-match.1",
    "a child of another namespace is ignored; one at a wrong place among its siblings is read as if it stood at the right one",
  ],
  ["load-missing", "a wsdl:import leads to no document: what refers to it is treated as the rules below say"],
  [
    "wsdl-unresolved",
    "a name leads nowhere: the only definition with its local name is taken, for a part anything; else what needs it is left out",
  ],
  ["wsdl-qname", "the prefix of a name is not bound: for a part anything is taken, else what needs the name is left out"],
  ["wsdl-attribute-missing", "an attribute that WSDL asks for is missing: the element is left out"],
  ["wsdl-duplicate", "one name is defined twice: the first definition is taken"],
  ["wsdl-operation", "an operation has no name, or neither input nor output: it is left out"],
  ["wsdl-part", "a part names both an element and a type: the element is taken; of a part that names neither, anything"],
  ["wsdl-type-part", "a document/literal message has a part with a type: the body has an element of the part's name, without namespace"],
  ["wsdl-fault", "the message of a fault has not exactly one part: the fault is left out"],
  ["wsdl-binding-kind", "a binding has SOAP elements but no soap:binding: it is document/literal of that SOAP version"],
]);

/** Rules with other breaches too, which are not harmless. */
const inSomeCases: ReadonlySet<string> = new Set([
  "src-import.2",
  "src-resolve",
  "a-props-correct.2",
  "e-props-correct.2",
  "sch-props-correct.2",
  "s4s-att-invalid-value",
  "s4s-elt-must-match.1",
]);

/** Turns harmless breaches into warnings; everything else passes as it is. The one place where severity is lowered. */
export function leniently(report: Report): Report {
  return (diagnostic) => report(isHarmless(diagnostic) ? { ...diagnostic, severity: "warning" } : diagnostic);
}

/** Tests if an error would be a warning for a lenient reader. */
export function isHarmless({ id, severity, harmless }: Pick<Diagnostic, "id" | "harmless"> & { readonly severity: string }): boolean {
  return severity === "error" && harmlessBreaches.has(id) && (harmless === true || !inSomeCases.has(id));
}

/** A list of diagnostics, and what adds to it. */
export interface DiagnosticCollector {
  readonly diagnostics: readonly Diagnostic[];
  readonly report: Report;
}

/** Collects diagnostics behind those that are given; leniently on request. */
export function collectDiagnostics(lenient: boolean | undefined, given: readonly Diagnostic[] = []): DiagnosticCollector {
  const diagnostics = [...given];
  const collect: Report = (diagnostic) => diagnostics.push(diagnostic);
  return { diagnostics, report: lenient === true ? leniently(collect) : collect };
}

/** Tests if a contract cannot be used. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** Tests if a document, or the catalogue, could not be read at all. */
export function isUnreadable(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ id, severity }) => severity === "error" && /^(load|xml)-/.test(id));
}
