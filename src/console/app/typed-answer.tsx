/**
 * An answer as the contract sees it: each element with its type and its value, and what is wrong with it.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Issue } from "../../runtime/issues.js";
import { type ContractDescription, childrenOf, type ElementDescription, typeLabel, typeOf } from "./contract.js";
import type { Draft } from "./draft.js";
import { parseXml } from "./exchange.js";
import { issueText } from "./issue-text.js";
import { payloadsOf } from "./payloads.js";
import { t } from "./settings.js";
import { validatorOf } from "./validation.js";

export function TypedAnswer({ draft, text }: { readonly draft: Draft; readonly text: string }) {
  const root = parseXml(text)?.documentElement;
  if (root === undefined) return <p class="quiet pad">{t("notXml")}</p>;
  const { output, faults } = draft.operation;
  const models = [...(output?.body ?? []), ...faults.flatMap(({ element }) => element ?? [])];
  return (
    <>
      <AnswerVerdict draft={draft} text={text} />
      <ul class="tree typed">
        {payloadsOf(root).map((element, index) => (
          <Value key={index} contract={draft.contract} element={element} model={modelOf(models, element)} />
        ))}
      </ul>
    </>
  );
}

/** Answers are checked as messages are. */
function AnswerVerdict({ draft, text }: { readonly draft: Draft; readonly text: string }) {
  const issues = useSignal<readonly Issue[] | undefined>(undefined);
  useEffect(() => {
    void validatorOf(draft.service.id).then((validate) => {
      issues.value = validate(text);
    });
  }, [draft, text]);
  const found = issues.value;
  if (found === undefined) return <p class="quiet pad">{t("checking")}</p>;
  if (found.length === 0) return <p class="pad good">✓ {t("validAnswer")}</p>;
  return (
    <ul class="pad bad">
      {found.slice(0, 20).map((issue, index) => (
        <li key={index}>
          <code>
            {issue.line}:{issue.column}
          </code>{" "}
          {issueText(issue)}
        </li>
      ))}
    </ul>
  );
}

function modelOf(models: readonly ElementDescription[], element: Element): ElementDescription | undefined {
  return models.find(({ name, namespace }) => name === element.localName && namespace === (element.namespaceURI ?? ""));
}

interface ValueProps {
  readonly contract: ContractDescription;
  readonly element: Element;
  /** Undefined: the contract does not say what it is. */
  readonly model: ElementDescription | undefined;
}

function Value({ contract, element, model }: ValueProps) {
  const type = model && typeOf(contract, model.type);
  const models = type === undefined ? [] : childrenOf(type).map((child) => child.element);
  const children = [...element.children];
  const attributes = [...element.attributes].filter(({ name }) => !/^xmlns(:|$)/.test(name));
  return (
    <li class={children.length === 0 ? "leaf" : ""}>
      <span class="name">{element.localName}</span> <span class="type">{type === undefined ? "?" : typeLabel(type)}</span>{" "}
      {children.length === 0 && <code class="value">{element.textContent}</code>}
      {attributes.map(({ name, value }) => (
        <span key={name}>
          {" "}
          <span class="name attribute">@{name}</span> <code class="value">{value}</code>
        </span>
      ))}
      {children.length > 0 && (
        <ul>
          {children.map((child, index) => (
            <Value key={index} contract={contract} element={child} model={modelOf(models, child)} />
          ))}
        </ul>
      )}
    </li>
  );
}
