/**
 * Components -> paths: how messages, tables and keys of names speak of a component that has no name of its own.
 */
import type { Component } from "../../schema/components.js";

/** `{urn:shop}Order/Line` for the type of a local element, `{urn:shop}Order/@version` for that of an attribute. */
export function pathOf(component: Component | undefined): string {
  if (component === undefined) return "";
  switch (component.kind) {
    case "modelGroup":
      return "";
    case "element":
    case "attribute": {
      const step = component.kind === "attribute" ? `@${component.name.local}` : component.name.local;
      if (component.scope === "global") return component.kind === "attribute" ? `${component.name.clark}/@` : component.name.clark;
      return `${pathOf(component.context)}/${step}`;
    }
    case "simpleType":
    case "complexType": {
      if (component.name !== undefined) return component.name.clark;
      const path = pathOf(component.context);
      const kind = component.context?.kind;
      return kind === "simpleType" || kind === "complexType" ? `${path}/()` : path;
    }
    default:
      return component.name.clark;
  }
}
