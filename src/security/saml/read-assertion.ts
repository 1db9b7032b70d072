/**
 * An Assertion element -> what it says, in one form for both versions. SAML 1.1 Core §2, SAML 2.0 Core §2
 */
import { childElements, type LocatedElement, requiredAttribute, requiredChild, wholeText } from "../envelope/located-element.js";
import { Name, samlNamespaces } from "../names.js";
import { securityFault } from "../security-fault.js";
import { parseTime } from "../timestamp.js";
import { onlyChild } from "../username-token.js";

/** From when to when something is good, in milliseconds. */
export interface ValidTime {
  readonly notBefore: number;
  readonly notOnOrAfter: number;
}

/** An assertion that was read. */
export interface Assertion {
  readonly version: "1.1" | "2.0";
  readonly id: string;
  readonly issuer: string;
  /** Who it is about. */
  readonly name: string | undefined;
  /** The URI of the kind of name. */
  readonly nameFormat: string | undefined;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** How the subject has proved who it is: the URI of a class or method. */
  readonly authentication: string | undefined;
  readonly valid: ValidTime;
  /** Of each restriction, the audiences one of which must be ours. */
  readonly audiences: readonly (readonly string[])[];
  readonly isOnce: boolean;
  readonly confirmations: readonly Confirmation[];
}

/** How the subject is recognized. */
export interface Confirmation {
  /** "bearer", "holderOfKey", or the URI of another method. */
  readonly method: string;
  /** Of a holder of a key: what says which. */
  readonly keyInfo: LocatedElement | undefined;
  readonly valid: ValidTime;
  readonly recipient: string | undefined;
}

const always: ValidTime = { notBefore: Number.NEGATIVE_INFINITY, notOnOrAfter: Number.POSITIVE_INFINITY };

/** Reads an assertion. Throws a SoapFault. */
export function readAssertion(element: LocatedElement): Assertion {
  return element.name === Name.assertion20 ? new Reading("2.0", element).saml20() : new Reading("1.1", element).saml11();
}

class Reading {
  readonly #version: "1.1" | "2.0";
  readonly #element: LocatedElement;

  constructor(version: "1.1" | "2.0", element: LocatedElement) {
    this.#version = version;
    this.#element = element;
  }

  saml20(): Assertion {
    const assertion = this.#element;
    if (requiredAttribute(assertion, "Version") !== "2.0") throw wrongVersion();
    const subject = this.#only(assertion, "Subject");
    const name = subject && this.#only(subject, "NameID");
    const confirmations = subject === undefined ? [] : this.#all(subject, "SubjectConfirmation").map((each) => this.#confirmation(each));
    const context = this.#all(assertion, "AuthnStatement").flatMap((each) => this.#all(each, "AuthnContext"));
    const [classRef] = context.flatMap((each) => this.#all(each, "AuthnContextClassRef"));
    return {
      ...this.#common(confirmations, requiredAttribute(assertion, "ID"), wholeText(requiredChild(assertion, this.#name("Issuer")))),
      name: name && wholeText(name),
      nameFormat: name?.attributes.Format,
      attributes: this.#attributes("Name"),
      authentication: classRef && wholeText(classRef),
    };
  }

  saml11(): Assertion {
    const assertion = this.#element;
    if (requiredAttribute(assertion, "MajorVersion") !== "1" || requiredAttribute(assertion, "MinorVersion") !== "1") throw wrongVersion();
    // Each statement has a subject of its own, which must be the same: the one of whom all is said.
    const subjects = childElements(assertion).flatMap((statement) => this.#all(statement, "Subject"));
    const names = subjects.map((subject) => this.#only(subject, "NameIdentifier"));
    const [name] = names;
    const keyOf = (each: LocatedElement | undefined): string =>
      JSON.stringify(each && [wholeText(each), each.attributes.Format, each.attributes.NameQualifier]);
    if (names.some((each) => keyOf(each) !== keyOf(name)))
      throw securityFault("InvalidSecurityToken", "the assertion is about several subjects");
    const confirmed = subjects.map((subject) =>
      this.#all(subject, "SubjectConfirmation").flatMap((each) => this.#all(each, "ConfirmationMethod").map(wholeText)),
    );
    // What is said of a subject counts if that very subject is confirmed.
    const methods = (confirmed[0] ?? []).filter((method) => confirmed.every((each) => each.includes(method)));
    const isForHolder = methods.some((method) => methodNamed(method) === "holderOfKey");
    const keyInfo = isForHolder ? this.#keyInfoOf(subjects) : undefined;
    const confirmations = methods.map(
      (method): Confirmation => ({ method: methodNamed(method), keyInfo, valid: always, recipient: undefined }),
    );
    const [statement] = this.#all(assertion, "AuthenticationStatement");
    return {
      ...this.#common(confirmations, requiredAttribute(assertion, "AssertionID"), requiredAttribute(assertion, "Issuer")),
      name: name && wholeText(name),
      nameFormat: name?.attributes.Format,
      attributes: this.#attributes("AttributeName"),
      authentication: statement?.attributes.AuthenticationMethod,
    };
  }

  /** The key of all subjects, which must be the same. */
  #keyInfoOf(subjects: readonly LocatedElement[]): LocatedElement | undefined {
    const keys = subjects.map((subject) =>
      this.#all(subject, "SubjectConfirmation").flatMap((each) => onlyChild(each, Name.keyInfo) ?? []),
    );
    const [first, ...others] = keys;
    const [keyInfo, another] = first ?? [];
    const isSame = others.every(([other, ...rest]) => rest.length === 0 && textsIn(other) === textsIn(keyInfo));
    if (another !== undefined || !isSame) throw securityFault("InvalidSecurityToken", "the assertion names several keys");
    return keyInfo;
  }

  #common(
    confirmations: readonly Confirmation[],
    id: string,
    issuer: string,
  ): Omit<Assertion, "name" | "nameFormat" | "attributes" | "authentication"> {
    const conditions = this.#only(this.#element, "Conditions");
    const restrictions: (readonly string[])[] = [];
    let isOnce = false;
    for (const condition of conditions === undefined ? [] : childElements(conditions)) {
      const local = this.#local(condition);
      if (local === "AudienceRestriction" || local === "AudienceRestrictionCondition") {
        restrictions.push(this.#all(condition, "Audience").map(wholeText));
      } else if (local === "OneTimeUse" || local === "DoNotCacheCondition") isOnce = true;
      // It restricts those who issue further assertions from this one. All others may mean anything.
      else if (local !== "ProxyRestriction") throw securityFault("InvalidSecurityToken", `the condition "${condition.name}" is not known`);
    }
    const valid = conditions === undefined ? always : validTime(conditions);
    return { version: this.#version, id, issuer, valid, audiences: restrictions, isOnce, confirmations };
  }

  #confirmation(confirmation: LocatedElement): Confirmation {
    const data = this.#only(confirmation, "SubjectConfirmationData");
    const method = methodNamed(requiredAttribute(confirmation, "Method"));
    const keyInfo = data && onlyChild(data, Name.keyInfo);
    return { method, keyInfo, valid: data === undefined ? always : validTime(data), recipient: data?.attributes.Recipient };
  }

  /** Values that are texts, by the attribute's name. */
  #attributes(nameAttribute: string): ReadonlyMap<string, readonly string[]> {
    const attributes = new Map<string, readonly string[]>();
    for (const statement of this.#all(this.#element, "AttributeStatement")) {
      for (const attribute of this.#all(statement, "Attribute")) {
        const name = requiredAttribute(attribute, nameAttribute);
        const texts = this.#all(attribute, "AttributeValue").filter(({ children }) => children.every((child) => typeof child === "string"));
        attributes.set(name, [...(attributes.get(name) ?? []), ...texts.map(wholeText)]);
      }
    }
    return attributes;
  }

  #name(local: string): string {
    return `{${samlNamespaces[this.#version]}}${local}`;
  }

  #local({ name }: LocatedElement): string | undefined {
    const namespace = this.#name("");
    return name.startsWith(namespace) ? name.slice(namespace.length) : undefined;
  }

  #only(parent: LocatedElement, local: string): LocatedElement | undefined {
    return onlyChild(parent, this.#name(local));
  }

  #all(parent: LocatedElement, local: string): readonly LocatedElement[] {
    return parent.children.filter((child): child is LocatedElement => typeof child !== "string" && child.name === this.#name(local));
  }
}

function methodNamed(uri: string): string {
  const [, method] = /^urn:oasis:names:tc:SAML:(?:1\.0|2\.0):cm:(bearer|holder-of-key)$/.exec(uri) ?? [];
  if (method === undefined) return uri;
  return method === "bearer" ? "bearer" : "holderOfKey";
}

/** All names and texts in an element, for comparing. */
function textsIn(element: LocatedElement | undefined): string {
  return JSON.stringify(
    element && [element.name, element.children.map((child) => (typeof child === "string" ? child.trim() : textsIn(child)))],
  );
}

function validTime({ attributes: { NotBefore, NotOnOrAfter } }: LocatedElement): ValidTime {
  return {
    notBefore: NotBefore === undefined ? always.notBefore : parseTime(NotBefore),
    notOnOrAfter: NotOnOrAfter === undefined ? always.notOnOrAfter : parseTime(NotOnOrAfter),
  };
}

function wrongVersion(): Error {
  return securityFault("UnsupportedSecurityToken", "assertions are of SAML 1.1 or 2.0");
}
