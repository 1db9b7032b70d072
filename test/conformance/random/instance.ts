/**
 * Random instances of a random schema: mostly valid by construction, then perhaps changed.
 */
import type { Choices } from "./choices.js";
import type { AttributeModel, ComplexModel, ElementModel, ParticleModel, SchemaModel, TypeModel, WildcardModel } from "./model.js";
import { oddTexts } from "./simple-types.js";
import { escapeAttribute, escapeText } from "./xml-text.js";

/** An element of an instance; names are written as they are: `t:` is the schema's namespace, `u:` another. */
export interface Node {
  name: string;
  attributes: Map<string, string>;
  children: (Node | string)[];
}

export function randomInstance(choices: Choices, schema: SchemaModel): string {
  const root = schema.elements[schema.elements.length - 1];
  if (root === undefined) throw new Error("internal: a schema without elements");
  const node = new InstanceMaker(choices, schema).element(root, 0);
  for (let count = choices.oneOf([0, 0, 1, 1, 1, 2, 3]); count > 0; count--) mutate(choices, node, schema);
  return writeNode(node, true);
}

class InstanceMaker {
  private readonly choices: Choices;
  private readonly schema: SchemaModel;
  private left = 60;

  constructor(choices: Choices, schema: SchemaModel) {
    this.choices = choices;
    this.schema = schema;
  }

  element(declared: ElementModel, depth: number): Node {
    const { choices } = this;
    this.left--;
    const element = this.substitute(declared);
    const node: Node = { name: element.qualified ? `t:${element.name}` : element.name, attributes: new Map(), children: [] };
    const type = this.substituteType(element.type, node);
    if (type.kind === "complex") this.addAttributes(type, node);
    if (element.nillable && choices.chance(25)) node.attributes.set("xsi:nil", "true");
    else if (element.value !== undefined && choices.chance(60)) {
      if (choices.chance(50)) node.children.push(element.value.text);
    } else this.fill(node, type, depth);
    return node;
  }

  private substitute(element: ElementModel): ElementModel {
    if (!element.global || !this.choices.chance(35)) return element;
    const members = this.schema.elements.filter(({ head }) => head?.name === element.name);
    return members.length === 0 ? element : this.substitute(this.choices.oneOf(members));
  }

  private substituteType(type: TypeModel, node: Node): TypeModel {
    if (!this.choices.chance(type.kind === "complex" && type.abstract ? 90 : 15)) return type;
    const derived =
      type.kind === "complex"
        ? this.schema.complexTypes.filter(({ base }) => base === type)
        : type.kind === "anyType"
          ? this.schema.complexTypes
          : [];
    if (derived.length === 0) return type;
    const chosen = this.choices.oneOf(derived);
    node.attributes.set("xsi:type", `t:${chosen.name}`);
    return chosen;
  }

  private addAttributes(type: ComplexModel, node: Node): void {
    const { choices } = this;
    for (const attribute of type.attributes) {
      if (attribute.use === "required" || choices.chance(50)) node.attributes.set(attributeName(attribute), this.attributeText(attribute));
    }
    if (type.anyAttribute !== undefined && choices.chance(50))
      node.attributes.set(wildcardName(choices, type.anyAttribute, ["u:x", "t:ga", "t:unknown", "x", "u:ga"]), "1");
  }

  private attributeText({ value, type }: AttributeModel): string {
    return value?.kind === "fixed" && this.choices.chance(80) ? value.text : this.choices.oneOf(type.texts);
  }

  private fill(node: Node, type: TypeModel, depth: number): void {
    const { choices } = this;
    if (type.kind === "simple") node.children.push(choices.oneOf(type.simple.texts));
    else if (type.kind === "anyType") {
      if (choices.chance(30)) node.children.push("x", { name: choices.oneOf(["u:x", "t:G0", "y"]), attributes: new Map(), children: [] });
    } else if (type.simple !== undefined) node.children.push(choices.oneOf(type.simple.texts));
    else {
      if (type.content !== undefined) this.particle(type.content, node, depth);
      if (type.mixed) node.children = node.children.flatMap((child) => [choices.oneOf(["", "x", " "]), child]);
    }
  }

  private particle({ min, max, term }: ParticleModel, node: Node, depth: number): void {
    const { choices } = this;
    if (depth > 10 || this.left < -200) return;
    const more = depth > 4 || this.left < 0 ? 0 : choices.oneOf([0, 1, 1, 2, 3]);
    const count = Math.min(max, min + more);
    for (let round = 0; round < count; round++) {
      switch (term.kind) {
        case "element":
          node.children.push(this.element(term.element, depth + 1));
          break;
        case "wildcard":
          node.children.push({
            name: wildcardName(choices, term.wildcard, ["u:x", "v:x", "t:G0", "t:unknown", "x"]),
            attributes: new Map(),
            children: [],
          });
          break;
        case "group":
          this.group(term.compositor, term.particles, node, depth);
      }
    }
  }

  private group(compositor: string, particles: readonly ParticleModel[], node: Node, depth: number): void {
    if (particles.length === 0) return;
    if (compositor === "choice") this.particle(this.choices.oneOf(particles), node, depth);
    else if (compositor === "all")
      for (const particle of this.choices.some(particles, particles.length)) this.particle(particle, node, depth);
    else for (const particle of particles) this.particle(particle, node, depth);
  }
}

function attributeName({ name, qualified }: AttributeModel): string {
  return qualified ? `t:${name}` : name;
}

/** A name that the wildcard takes, mostly. */
function wildcardName(choices: Choices, { namespace }: WildcardModel, candidates: readonly string[]): string {
  if (choices.chance(15)) return choices.oneOf(candidates);
  const prefixes: readonly (readonly [string, string])[] = [
    ["##any", "u:x"],
    ["##other", "u:x"],
    ["##targetNamespace", "t:G0"],
    ["##local", "x"],
    ["urn:u", "u:x"],
  ];
  return prefixes.find(([token]) => namespace.startsWith(token))?.[1] ?? "u:x";
}

const anyNames = ["a", "b", "c", "d", "e", "t:a", "t:b", "t:c", "t:d", "t:G0", "t:G1", "t:G2", "u:x", "x"];

function mutate(choices: Choices, root: Node, schema: SchemaModel): void {
  const node = choices.oneOf(allNodes(root));
  const { children, attributes } = node;
  const at = children.length === 0 ? 0 : choices.below(children.length);
  switch (choices.below(14)) {
    case 0:
      node.children = [choices.oneOf(oddTexts)];
      break;
    case 1:
      children.splice(at, 1);
      break;
    case 2:
      children.splice(at, 0, ...children.slice(at, at + 1).map(copy));
      break;
    case 3:
      node.children = [...children].reverse();
      break;
    case 4:
      children.splice(at, 0, { name: choices.oneOf(anyNames), attributes: new Map(), children: [] });
      break;
    case 5:
      if (node !== root) node.name = choices.oneOf(anyNames);
      break;
    case 6:
      attributes.delete(choices.oneOf([...attributes.keys(), "i"]));
      break;
    case 7:
      attributes.set(choices.oneOf([...attributes.keys(), "i", "j", "n", "t:i", "t:ga", "u:x"]), choices.oneOf(oddTexts));
      break;
    case 8:
      attributes.set("xsi:type", randomTypeName(choices, schema));
      break;
    case 9:
      attributes.set("xsi:nil", choices.oneOf(["true", "false", "1", "yes"]));
      break;
    case 10:
      node.children = [];
      break;
    case 11:
      children.splice(at, 0, choices.oneOf(["x", " ", "1"]));
      break;
    case 12:
      node.children = children.filter((child) => typeof child !== "string").map(() => choices.oneOf(oddTexts));
      break;
    default:
      children.splice(at, 0, copy(choices.oneOf(allNodes(root))));
  }
}

function randomTypeName(choices: Choices, { complexTypes, simpleTypes }: SchemaModel): string {
  const known = [...complexTypes, ...simpleTypes].map(({ name }) => `t:${name}`);
  return choices.oneOf([...known, ...known, "xs:string", "xs:int", "xs:anyType", "xs:decimal", "t:none", "xs:anySimpleType"]);
}

function allNodes(node: Node): readonly Node[] {
  return [node, ...node.children.flatMap((child) => (typeof child === "string" ? [] : allNodes(child)))];
}

function copy(node: Node | string): Node | string {
  return typeof node === "string" ? node : { name: node.name, attributes: new Map(node.attributes), children: node.children.map(copy) };
}

const declarations =
  ' xmlns:t="urn:t" xmlns:u="urn:u" xmlns:v="urn:v" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

export function writeNode(node: Node, isRoot: boolean): string {
  const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join("");
  const start = `${node.name}${isRoot ? declarations : ""}${attributes}`;
  const content = node.children.map((child) => (typeof child === "string" ? escapeText(child) : writeNode(child, false))).join("");
  return content === "" ? `<${start}/>` : `<${start}>${content}</${node.name}>`;
}
