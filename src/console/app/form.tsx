/**
 * A message as a form: its fields follow the contract, its values are those of the text beside it.
 */

import type { ComponentChildren } from "preact";
import {
  type AttributeModel,
  type ChildModel,
  type ContractDescription,
  childrenOf,
  type ElementDescription,
  type ParameterDescription,
  typeLabel,
  typeOf,
} from "./contract.js";
import type { Draft } from "./draft.js";
import { parseXml } from "./exchange.js";
import { addAttribute, addChild, isNamed, removeElement, setAttribute, setText } from "./form-edits.js";
import { isCalled, readParameters, writeParameters } from "./message.js";
import { headersOf } from "./payloads.js";
import { messageElements } from "./root-check.js";
import { t } from "./settings.js";

export function Form({ draft }: { readonly draft: Draft }) {
  return draft.isXml ? <XmlForm draft={draft} /> : <ParameterForm draft={draft} />;
}

/** Applies a change to the document that the form shows, and writes it. */
type Edit = (change: () => void) => void;

interface FieldProps {
  readonly contract: ContractDescription;
  readonly edit: Edit;
}

function XmlForm({ draft }: { readonly draft: Draft }) {
  const text = draft.text.value;
  const document = parseXml(text);
  if (document === undefined) return <p class="quiet pad">{t("notReadable")}</p>;
  const edit: Edit = (change) => {
    change();
    const declaration = /^<\?xml[^>]*\?>\s*/.exec(text)?.[0] ?? "";
    draft.setText(declaration + new XMLSerializer().serializeToString(document.documentElement) + (/\s*$/.exec(text)?.[0] ?? ""));
  };
  const models = [...(draft.bound.input?.headers ?? []), ...(draft.bound.input?.body ?? [])];
  return (
    <div class="form">
      {[...headersOf(document.documentElement), ...messageElements(document, draft.bound)].map((element, index) => {
        const model = models.find((each) => isNamed(element, each));
        return model && <ElementField key={index} contract={draft.contract} edit={edit} element={element} model={model} isTop />;
      })}
      {models.length === 0 && <p class="quiet">{t("nothing")}</p>}
    </div>
  );
}

interface ElementFieldProps extends FieldProps {
  readonly element: Element;
  readonly model: ElementDescription;
  readonly isTop?: boolean;
  /** Removes it; undefined if it has to be there. */
  readonly remove?: (() => void) | undefined;
}

function ElementField({ contract, edit, element, model, isTop = false, remove }: ElementFieldProps) {
  const type = typeOf(contract, model.type);
  const isShown = (attribute: AttributeModel): boolean =>
    attribute.required || element.hasAttributeNS(attribute.namespace || null, attribute.name);
  const addable = type.attributes.filter((attribute) => !isShown(attribute));
  const attributes = type.attributes
    .filter(isShown)
    .map((attribute) => <AttributeField key={`@${attribute.name}`} contract={contract} edit={edit} element={element} model={attribute} />);
  const removal = remove && (
    <button type="button" class="icon" aria-label={`${t("remove")} ${model.name}`} title={t("remove")} onClick={remove}>
      ×
    </button>
  );
  if (type.value !== undefined && (type.content === "simple" || type.content === "empty")) {
    return (
      <div class="leaf-field">
        <Input
          name={model.name}
          note={model.documentation}
          contract={contract}
          type={model.type}
          isNeeded={remove === undefined}
          value={element.textContent ?? ""}
          onInput={(value) => edit(() => setText(element, value))}
          action={removal}
        />
        {attributes}
        {addable.length > 0 && (
          <details class="more">
            <summary>{t("attributes")}</summary>
            <AttributeChips element={element} models={addable} edit={edit} contract={contract} />
          </details>
        )}
      </div>
    );
  }
  return (
    <fieldset class={isTop ? "top" : ""}>
      <legend>
        {model.name} <span class="type">{typeLabel(type)}</span> {removal}
      </legend>
      {attributes}
      <AttributeChips element={element} models={addable} edit={edit} contract={contract} />
      <Children contract={contract} edit={edit} element={element} models={childrenOf(type)} />
    </fieldset>
  );
}

function Children({ contract, edit, element, models }: FieldProps & { readonly element: Element; readonly models: readonly ChildModel[] }) {
  const countOf = (model: ChildModel): number => [...element.children].filter((child) => isNamed(child, model.element)).length;
  const addable = models.filter((model) => model.max < 0 || countOf(model) < model.max);
  return (
    <>
      {[...element.children].map((child, index) => {
        const model = models.find((each) => isNamed(child, each.element));
        if (model === undefined) return <p key={index} class="quiet">{`<${child.tagName}>`}</p>;
        const remove = countOf(model) > model.min ? () => edit(() => removeElement(child)) : undefined;
        return (
          <ElementField
            key={`${model.element.name} ${index}`}
            contract={contract}
            edit={edit}
            element={child}
            model={model.element}
            remove={remove}
          />
        );
      })}
      {addable.length > 0 && (
        <p class="chips">
          {addable.map((model) => (
            <button
              key={`${model.element.namespace} ${model.element.name}`}
              type="button"
              class="chip"
              aria-label={`${t("add")} ${model.element.name}`}
              title={model.element.documentation ?? t("add")}
              onClick={() => edit(() => addChild(contract, element, models, model))}
            >
              + {model.element.name}
            </button>
          ))}
        </p>
      )}
    </>
  );
}

function AttributeChips({
  contract,
  edit,
  element,
  models,
}: FieldProps & { readonly element: Element; readonly models: readonly AttributeModel[] }) {
  if (models.length === 0) return null;
  const add = (model: AttributeModel): void => edit(() => addAttribute(contract, element, model));
  return (
    <p class="chips">
      {models.map((model) => (
        <button
          key={`${model.namespace} ${model.name}`}
          type="button"
          class="chip"
          aria-label={`${t("add")} @${model.name}`}
          title={model.documentation ?? t("add")}
          onClick={() => add(model)}
        >
          + @{model.name}
        </button>
      ))}
    </p>
  );
}

function AttributeField({ contract, edit, element, model }: FieldProps & { readonly element: Element; readonly model: AttributeModel }) {
  return (
    <Input
      name={`@${model.name}`}
      note={model.documentation}
      contract={contract}
      type={model.type}
      isNeeded={model.required}
      value={element.getAttributeNS(model.namespace || null, model.name) ?? ""}
      onInput={(value) => edit(() => setAttribute(element, model, value))}
      action={
        !model.required && (
          <button
            type="button"
            class="icon"
            aria-label={`${t("remove")} @${model.name}`}
            title={t("remove")}
            onClick={() => edit(() => element.removeAttributeNS(model.namespace || null, model.name))}
          >
            ×
          </button>
        )
      }
    />
  );
}

function ParameterForm({ draft }: { readonly draft: Draft }) {
  const pairs = readParameters(draft.text.value);
  const write = (next: readonly (readonly [string, string])[]): void => draft.setText(writeParameters(next));
  const parameters = draft.bound.input?.parameters ?? [];
  return (
    <div class="form">
      {parameters.map((parameter) => (
        <ParameterFields key={parameter.name} contract={draft.contract} parameter={parameter} pairs={pairs} write={write} />
      ))}
    </div>
  );
}

interface ParameterFieldsProps {
  readonly contract: ContractDescription;
  readonly parameter: ParameterDescription;
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly write: (pairs: ParameterFieldsProps["pairs"]) => void;
}

/** One field for each value of a parameter that stands in the text, or an empty one. */
function ParameterFields({ contract, parameter, pairs, write }: ParameterFieldsProps) {
  const { name, type, occurs, keyed } = parameter;
  const given = pairs.flatMap(([each], index) => (isCalled(parameter, each) ? [index] : []));
  const isNeeded = occurs === "once";
  const set = (index: number, value: string): void =>
    write(
      value === "" && !isNeeded
        ? pairs.filter((_, each) => each !== index)
        : pairs.map((pair, each) => (each === index ? [pair[0], value] : pair)),
    );
  const next = keyed ? `${name}.${given.length + 1}` : name;
  // The first value that is typed takes the place of the empty field, which keeps the focus.
  const fields =
    given.length === 0
      ? [{ label: next, value: "", onInput: (value: string) => write([...pairs, [next, value]]) }]
      : given.map((index) => ({
          label: pairs[index]?.[0] ?? name,
          value: pairs[index]?.[1] ?? "",
          onInput: (value: string) => set(index, value),
        }));
  return (
    <>
      {fields.map(({ label, value, onInput }, position) => (
        <Input
          key={position}
          name={label}
          note={undefined}
          contract={contract}
          type={type}
          isNeeded={isNeeded}
          value={value}
          onInput={onInput}
        />
      ))}
      {given.length > 0 && occurs === "repeated" && (
        <p class="chips">
          <button type="button" class="chip" aria-label={`${t("add")} ${name}`} onClick={() => write([...pairs, [next, ""]])}>
            + {name}
          </button>
        </p>
      )}
    </>
  );
}

interface InputProps {
  readonly name: string;
  readonly note: string | undefined;
  readonly contract: ContractDescription;
  readonly type: number;
  readonly isNeeded: boolean;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly action?: ComponentChildren;
}

/** Enumerations with more values are typed. */
const mostChoices = 60;

function Input({ name, note, contract, type, isNeeded, value, onInput, action }: InputProps) {
  const described = typeOf(contract, type);
  const builtIn = described.value?.builtIn ?? "";
  const choices = builtIn === "boolean" ? ["true", "false"] : (described.value?.enumeration ?? []);
  const isChoice = choices.length > 0 && choices.length <= mostChoices;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: either branch below is a control.
    <label class="field" title={note}>
      <span class="field-name">
        {name}
        {!isNeeded && <span class="quiet"> {t("optional")}</span>}
        <span class="type">{typeLabel(described)}</span>
      </span>
      <span class="field-value">
        {isChoice ? (
          <select value={value} onChange={(event) => onInput(event.currentTarget.value)}>
            {!choices.includes(value) && <option value={value}>{value === "" ? "—" : value}</option>}
            {!isNeeded && value !== "" && choices.includes(value) && <option value="">—</option>}
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        ) : (
          <input
            class={/password/i.test(name) ? "secret" : ""}
            type="text"
            autocomplete="off"
            spellcheck={false}
            inputMode={/integer|int|long|short|decimal|float|double|byte/i.test(builtIn) ? "decimal" : "text"}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        )}
        {action}
      </span>
    </label>
  );
}
