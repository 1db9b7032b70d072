/**
 * Our own rules about services: what is missing, unused or unsafe.
 */

import { attributeValue } from "../../load/source-element.js";
import type { Message } from "../../wsdl/components.js";
import { wsdlChildren } from "../../wsdl/scope.js";
import { reportByDocument } from "./report-together.js";
import type { LintContext, Report } from "./rule.js";

/** Operations have documentation. */
export function checkDocumentation({ definitions }: LintContext, report: Report): void {
  for (const { name, operations } of definitions.portTypes) {
    const silent = operations.filter(({ documentation }) => documentation === undefined);
    const [first] = silent;
    if (first !== undefined)
      report(
        `${silent.length} of ${operations.length} operations of "${name.local}" have no documentation, "${first.name}" for one`,
        first.at,
      );
  }
}

/** Addresses outside of this machine are https. */
export function checkPlainHttp({ definitions }: LintContext, report: Report): void {
  for (const { ports } of definitions.services) {
    for (const { name, address, at } of ports) {
      if (!/^http:/i.test(address) || /^http:\/\/(localhost|127\.|\[::1\])/i.test(address)) continue;
      report(`port "${name}" is at "${address}": anyone on the way can read and change what is sent`, at);
    }
  }
}

/** Messages are used by an operation or a header. */
export function checkUnusedMessages({ wsdlDocuments, definitions }: LintContext, report: Report): void {
  const used = new Set<string>();
  const use = (message: Message | undefined): void => void (message && used.add(message.name.clark));
  for (const { operations } of definitions.portTypes) {
    for (const { input, output, faults } of operations) for (const each of [input, output, ...faults]) use(each?.message);
  }
  const headerParts = new Set(
    definitions.bindings.flatMap((binding) =>
      binding.kind === "soap"
        ? binding.operations.flatMap(({ input, output }) =>
            [input, output].flatMap((side) => side?.headers.map(({ part }) => part.at) ?? []),
          )
        : [],
    ),
  );
  const unused = wsdlDocuments.flatMap(({ root, targetNamespace }) =>
    wsdlChildren(root, "message").flatMap((message) => {
      const name = attributeValue(message, "name") ?? "";
      const isHeader = wsdlChildren(message, "part").some(({ at }) => headerParts.has(at));
      if (isHeader || used.has(`{${targetNamespace}}${name}`)) return [];
      return [{ message: `no operation uses the message "${name}"`, at: message.at }];
    }),
  );
  reportByDocument(unused, report);
}

/** Port types have a binding: they cannot be called without one. */
export function checkUnboundPortTypes({ definitions }: LintContext, report: Report): void {
  const bound = new Set(definitions.bindings.map(({ portType }) => portType));
  for (const portType of definitions.portTypes) {
    if (!bound.has(portType)) report(`no binding says how port type "${portType.name.local}" is called`, portType.at);
  }
}
