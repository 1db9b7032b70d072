/**
 * The users of a component, as links.
 */
import { type Html, html, unlessEmpty } from "./html.js";
import { linkTo, linkToElement, linkToType, type PageContext } from "./page.js";
import type { User } from "./uses.js";

/** More users than this are counted. */
const mostShown = 200;

export function usesHtml(users: readonly User[], context: PageContext): Html | undefined {
  const more = users.length > mostShown ? html`<p class="muted">and ${users.length - mostShown} more</p>` : undefined;
  return unlessEmpty(
    users.slice(0, mostShown),
    (shown) => html`<ul class="names">${shown.map((user) => userHtml(user, context))}</ul>${more}`,
  );
}

function userHtml(user: User, context: PageContext): Html {
  if ("portType" in user) return html`<li>${linkTo(user, user.operation.name, context)} <span class="muted">operation</span></li>`;
  return user.kind === "element"
    ? html`<li>${linkToElement(user, context)} <span class="muted">element</span></li>`
    : html`<li>${linkToType(user, context)} <span class="muted">type</span></li>`;
}
