/**
 * Whether one type may stand for another. XSD 1.0 Part 1 §3.4.6 (cos-ct-derived-ok), §3.14.6 (cos-st-derived-ok)
 */
import { isDerivedFrom } from "../../datatypes/derive.js";
import { type CompiledType, Derivation } from "./compiled-type.js";

/** Type derivation OK, without the steps in `block`. XSD 1.0 Part 1 §3.4.6 (cos-ct-derived-ok), §3.14.6 (cos-st-derived-ok) */
export function isTypeDerivedFrom(type: CompiledType, ancestor: CompiledType, block: number): boolean {
  for (let current: CompiledType | undefined = type; current !== undefined; current = current.base) {
    if (current === ancestor || (current.name === ancestor.name && current.simple === ancestor.simple)) return true;
    if (current.simple) return isSimpleDerived(current, ancestor, block);
    if (current.base === undefined && ancestor.open) return (block & current.derivation) === 0;
    if ((current.derivation & block) !== 0) return false;
  }
  return false;
}

function isSimpleDerived(type: CompiledType, ancestor: CompiledType, block: number): boolean {
  if ((block & Derivation.restriction) !== 0) return false;
  if (ancestor.open) return true;
  return (
    ancestor.simple && type.datatype !== undefined && ancestor.datatype !== undefined && isDerivedFrom(type.datatype, ancestor.datatype)
  );
}
