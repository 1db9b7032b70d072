/**
 * Elements and types as trees that open step by step, with what values may be.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import {
  type ContractDescription,
  type ElementDescription,
  type ParticleDescription,
  type TypeDescription,
  typeLabel,
  typeOf,
} from "./contract.js";
import { Diagram } from "./diagram.js";
import { t } from "./settings.js";

interface Props {
  readonly contract: ContractDescription;
}

/** An element with its content; the first one is open. */
export function ElementTree({
  contract,
  element,
  isOpen = true,
}: Props & { readonly element: ElementDescription; readonly isOpen?: boolean }) {
  return (
    <ul class="tree">
      <ElementNode contract={contract} element={element} min={1} max={1} isOpen={isOpen} />
    </ul>
  );
}

interface NodeProps extends Props {
  readonly element: ElementDescription;
  readonly min: number;
  readonly max: number;
  readonly isOpen?: boolean;
}

function ElementNode({ contract, element, min, max, isOpen = false }: NodeProps) {
  const type = typeOf(contract, element.type);
  return (
    <Node
      isOpen={isOpen}
      hasMore={type.content === "elements" || type.content === "mixed" || type.attributes.length > 0}
      label={
        <>
          <span class="name">{element.name}</span>
          <Occurs min={min} max={max} />
          <TypeName type={type} />
          <Constraint {...element} />
          {element.nillable && <span class="badge">nil</span>}
          {element.documentation && <p class="note">{element.documentation}</p>}
          <Facets type={type} />
        </>
      }
    >
      {() => <Content contract={contract} type={type} />}
    </Node>
  );
}

/** One line, with what is below it once it is open: types may contain themselves. */
function Node(props: {
  readonly isOpen: boolean;
  readonly hasMore: boolean;
  readonly label: ComponentChildren;
  readonly children: () => ComponentChildren;
}) {
  const isOpen = useSignal(props.isOpen);
  if (!props.hasMore) return <li class="leaf">{props.label}</li>;
  return (
    <li>
      <details
        open={isOpen.value}
        onToggle={(event) => {
          isOpen.value = event.currentTarget.open;
        }}
      >
        <summary>{props.label}</summary>
        {isOpen.value && <ul>{props.children()}</ul>}
      </details>
    </li>
  );
}

function Content({ contract, type }: Props & { readonly type: TypeDescription }) {
  return (
    <>
      {type.particle && (
        <li class="leaf drawn">
          <Diagram contract={contract} type={type} />
        </li>
      )}
      {type.attributes.map((attribute) => {
        const valueType = typeOf(contract, attribute.type);
        return (
          <li key={`@${attribute.name}`} class="leaf">
            <span class="name attribute">@{attribute.name}</span>
            <Occurs min={attribute.required ? 1 : 0} max={1} />
            <TypeName type={valueType} />
            <Constraint {...attribute} />
            {attribute.documentation && <p class="note">{attribute.documentation}</p>}
            <Facets type={valueType} />
          </li>
        );
      })}
      {type.particle && <Particle contract={contract} particle={type.particle} isTop />}
    </>
  );
}

function Particle({ contract, particle, isTop = false }: Props & { readonly particle: ParticleDescription; readonly isTop?: boolean }) {
  const { min, max } = particle;
  if (particle.kind === "element") return <ElementNode contract={contract} element={particle.element} min={min} max={max} />;
  if (particle.kind === "any") {
    return (
      <li class="leaf">
        <span class="compositor">{t("anyElement")}</span> <Occurs min={min} max={max} /> <code class="quiet">{particle.namespaces}</code>
      </li>
    );
  }
  const items = particle.items.map((item, index) => <Particle key={index} contract={contract} particle={item} />);
  const isPlain = particle.compositor === "sequence" && min === 1 && max === 1;
  if (isPlain && isTop) return <>{items}</>;
  const word = { sequence: t("sequence"), choice: t("oneOf"), all: t("all") }[particle.compositor];
  return (
    <li class="group-node">
      <span class="compositor">{word}</span> <Occurs min={min} max={max} />
      <ul>{items}</ul>
    </li>
  );
}

function TypeName({ type }: { readonly type: TypeDescription }) {
  const builtIn = type.value?.builtIn;
  const label = typeLabel(type);
  return (
    <span class="type">
      {label}
      {builtIn !== undefined && label !== `xs:${builtIn}` && <span class="quiet"> xs:{builtIn}</span>}
    </span>
  );
}

/** "0..1", "1..∞"; nothing for exactly once. */
function Occurs({ min, max }: { readonly min: number; readonly max: number }) {
  if (min === 1 && max === 1) return null;
  return (
    <span class="occurs">
      {min}..{max < 0 ? "∞" : max}
    </span>
  );
}

function Constraint({ fixed, default: byDefault }: { readonly fixed?: string | undefined; readonly default?: string | undefined }) {
  const text = fixed ?? byDefault;
  return text === undefined ? null : <span class="badge">{fixed === undefined ? `= ${text}?` : `= ${text}`}</span>;
}

/** Values of an enumeration that are shown at once. */
const shownValues = 24;

function Facets({ type: { value } }: { readonly type: TypeDescription }) {
  if (value === undefined || (value.facets.length === 0 && value.enumeration.length === 0)) return null;
  return (
    <p class="facets">
      {value.facets.map(([facet, text]) => (
        <span key={facet + text}>
          {facet} <code>{text}</code>
        </span>
      ))}
      {value.enumeration.slice(0, shownValues).map((text) => (
        <code key={text} class="value">
          {text}
        </code>
      ))}
      {value.enumeration.length > shownValues && <span>+{value.enumeration.length - shownValues}</span>}
    </p>
  );
}
