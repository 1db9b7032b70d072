/**
 * The page of an operation: its messages, faults and bindings, with samples as they are sent. WSDL 1.1 §2.4, §3
 */

import type { ElementDeclaration } from "../../schema/components.js";
import { bodyElements, type ContractMessage, type ContractOperation, headerElements, parametersOf } from "../../wsdl/operations.js";
import { placeText } from "./element-page.js";
import { type Html, html, paragraphs, unlessEmpty } from "./html.js";
import { linkToElement, type Page, type PageContext, section, titleOf } from "./page.js";
import { xmlHtml } from "./sample-html.js";

export function operationPage(contractOperation: ContractOperation, context: PageContext): Page {
  const { operation, portType, input, output, faults, bindings } = contractOperation;
  const envelope = envelopeOf(contractOperation);
  const body = html`${titleOf("operation", operation.name, portType.name.namespace)}
${paragraphs(operation.documentation)}
<dl><dt>port type</dt><dd>${portType.name.local}</dd><dt>pattern</dt><dd>${operation.pattern}</dd><dt>declared</dt><dd class="muted">${placeText(operation.at)}</dd></dl>
${section(
  "Bindings",
  unlessEmpty(
    bindings,
    (all) =>
      html`<div class="wide"><table><thead><tr><th>binding</th><th>protocol</th><th>style</th><th>action or location</th></tr></thead><tbody>${all.map(({ binding, protocol, style, use, action }) => html`<tr><td>${binding.name.local}</td><td>${protocol}</td><td>${[style, use].filter(Boolean).join("/")}</td><td><code>${action ?? ""}</code></td></tr>`)}</tbody></table></div>`,
  ),
)}
${section("Input", input && messageHtml(input, envelope, context))}
${section("Output", output && messageHtml(output, envelope, context))}
${section(
  "Faults",
  unlessEmpty(
    faults,
    (all) =>
      html`<ul class="names">${all.map(({ name, element }) => html`<li>${element === undefined ? name : linkToElement(element, context)}</li>`)}</ul>`,
  ),
)}`;
  return { heading: operation.name, body };
}

const envelopes: Readonly<Record<string, string>> = {
  "SOAP 1.1": "http://schemas.xmlsoap.org/soap/envelope/",
  "SOAP 1.2": "http://www.w3.org/2003/05/soap-envelope",
};

/** The namespace of the envelope; undefined where messages have none. */
function envelopeOf({ bindings }: ContractOperation): string | undefined {
  return bindings.map(({ protocol }) => envelopes[protocol]).find((namespace) => namespace !== undefined);
}

function messageHtml(message: ContractMessage, envelope: string | undefined, context: PageContext): Html {
  const body = bodyElements(message);
  const headers = headerElements(message);
  const line = (label: string, elements: readonly ElementDeclaration[]): Html | undefined =>
    unlessEmpty(elements, (all) => html`<dt>${label}</dt><dd>${all.map((element) => html`${linkToElement(element, context)} `)}</dd>`);
  const parts = unlessEmpty(
    parametersOf(message),
    (all) => html`<dt>parameters</dt><dd>${all.map(({ name, type }) => html`<code>${name}</code> ${type?.local ?? ""} `)}</dd>`,
  );
  const attached = unlessEmpty(
    message.attachments,
    (all) => html`<dt>attachments</dt><dd>${all.map(({ part, types }) => html`<code>${part.name}</code> ${types.join(" or ")} `)}</dd>`,
  );
  return html`<dl>${line("body", body)}${line("headers", headers)}${attached}${parts}</dl>${sampleHtml(body, headers, envelope, context)}`;
}

function sampleHtml(
  body: readonly ElementDeclaration[],
  headers: readonly ElementDeclaration[],
  envelope: string | undefined,
  { sampler }: PageContext,
): Html | undefined {
  const sampled = (elements: readonly ElementDeclaration[]): readonly string[] =>
    elements.flatMap((element) => {
      const sample = sampler.sample(element, { seed: 1, fullness: 1, budget: 60 });
      return sample.ok ? [sample.xml.trimEnd()] : [];
    });
  const documents = sampled(body);
  if (documents.length < body.length) return html`<p>No valid message was found.</p>`;
  if (envelope === undefined) return documents.length === 0 ? undefined : xmlHtml(documents.join("\n"));
  const parts = sampled(headers);
  const header = parts.length === 0 ? "" : `  <soap:Header>\n${parts.map(indented).join("\n")}\n  </soap:Header>\n`;
  const content = documents.length === 0 ? "  <soap:Body/>" : `  <soap:Body>\n${documents.map(indented).join("\n")}\n  </soap:Body>`;
  return xmlHtml(`<soap:Envelope xmlns:soap="${envelope}">\n${header}${content}\n</soap:Envelope>`);
}

/** Indented, unless lines belong to a text. */
function indented(xml: string): string {
  const lines = xml.split("\n");
  return lines.every((line) => /^\s*</.test(line)) ? lines.map((line) => `    ${line}`).join("\n") : xml;
}
