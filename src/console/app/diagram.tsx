/**
 * A content model as a diagram: a sequence runs from left to right, the branches of a choice stand below each other, what may be left out is dashed.
 */
import { type ContractDescription, type ParticleDescription, type TypeDescription, typeLabel, typeOf } from "./contract.js";
import { t } from "./settings.js";

/** Models with more boxes are trees only: nobody reads their drawings. */
const mostBoxes = 60;

/** The diagram of a type's content; nothing for a single element. The tree below says the same to screen readers. */
export function Diagram({ contract, type }: { readonly contract: ContractDescription; readonly type: TypeDescription }) {
  const { particle } = type;
  if (particle === undefined || !isWorthDrawing(particle) || boxesIn(particle) > mostBoxes) return null;
  return (
    <div class="diagram" aria-hidden="true">
      <Part contract={contract} particle={particle} />
    </div>
  );
}

function isWorthDrawing(particle: ParticleDescription): boolean {
  return particle.kind === "group" && particle.items.length > 1;
}

function boxesIn(particle: ParticleDescription): number {
  return particle.kind === "group" ? particle.items.reduce((sum, item) => sum + boxesIn(item), 0) : 1;
}

function Part({ contract, particle }: { readonly contract: ContractDescription; readonly particle: ParticleDescription }) {
  const { min, max } = particle;
  const bounds = min === 1 && max === 1 ? "" : `${min}..${max < 0 ? "∞" : max}`;
  const look = `${min === 0 ? " optional" : ""}${max === 1 ? "" : " repeated"}`;
  if (particle.kind !== "group") {
    const isElement = particle.kind === "element";
    return (
      <span class={`box${look}`}>
        <b>{isElement ? particle.element.name : t("anyElement")}</b>
        <small>
          {isElement ? typeLabel(typeOf(contract, particle.element.type)) : particle.namespaces} {bounds}
        </small>
      </span>
    );
  }
  const isPlain = particle.compositor === "sequence" && bounds === "";
  return (
    <span class={`part ${particle.compositor}${isPlain ? "" : ` framed${look}`}`}>
      {bounds !== "" && <small class="bounds">{bounds}</small>}
      {particle.items.map((item, index) => (
        <Part key={index} contract={contract} particle={item} />
      ))}
    </span>
  );
}
