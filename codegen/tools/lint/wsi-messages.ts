/**
 * WS-I Basic Profile 1.1 §4.4, §4.5: messages and port types.
 */
import type { LintContext, Report } from "./rule.js";

/** `element` of a part names a global element declaration. R2206 */
export function checkElementsOfParts({ definitions, schema }: LintContext, report: Report): void {
  const seen = new Set<object>();
  for (const { operations } of definitions.portTypes) {
    for (const { input, output, faults } of operations) {
      for (const part of [input, output, ...faults].flatMap((each) => each?.message.parts ?? [])) {
        if (seen.has(part) || part.element === undefined || schema.elements.has(part.element.clark)) continue;
        seen.add(part);
        report(`there is no global element "${part.element.clark}"`, part.at);
      }
    }
  }
}

/** Operations are one-way or request-response. R2303 */
export function checkTransmission({ definitions }: LintContext, report: Report): void {
  for (const { operations } of definitions.portTypes) {
    for (const { name, pattern, at } of operations) {
      if (pattern === "notification" || pattern === "solicit-response") report(`operation "${name}" is a ${pattern} operation`, at);
    }
  }
}

/** Operations of a port type have distinct names: no overloading. R2304 */
export function checkOverloading({ definitions }: LintContext, report: Report): void {
  for (const { name: portType, operations } of definitions.portTypes) {
    const seen = new Map<string, (typeof operations)[number]>();
    for (const operation of operations) {
      const first = seen.get(operation.name);
      if (first === undefined) seen.set(operation.name, operation);
      else
        report(`port type "${portType.local}" has two operations "${operation.name}"`, operation.at, [
          { message: "first here", at: first.at },
        ]);
    }
  }
}

/** parameterOrder leaves out one part of the output at most: the result. R2305 */
export function checkParameterOrder({ definitions }: LintContext, report: Report): void {
  for (const { operations } of definitions.portTypes) {
    for (const { name, parameterOrder, output, at } of operations) {
      if (parameterOrder.length === 0 || output === undefined) continue;
      const left = output.message.parts.filter((part) => !parameterOrder.includes(part.name));
      if (left.length > 1) report(`parameterOrder of "${name}" leaves out ${left.map((part) => `"${part.name}"`).join(", ")}`, at);
    }
  }
}
