/**
 * What is wrong with a message, in the language of the page.
 */
import { germanMessage } from "../../runtime/german-issues.js";
import type { Issue } from "../../runtime/issues.js";
import { language } from "./settings.js";

/** Issues that the page finds itself. */
const ownGerman: Readonly<Record<string, (issue: Issue, name: string) => string>> = {
  "parameter-missing": (_, name) => `Der Parameter ${name} fehlt.`,
  "parameter-repeated": (_, name) => `Der Parameter ${name} darf nur einmal vorkommen.`,
  "parameter-value": ({ expected = "" }, name) => `${name} ist einer der Werte ${expected}.`,
  "parameter-unknown": (_, name) => `Einen Parameter ${name} gibt es nicht.`,
  "message-root": ({ expected = "" }, name) =>
    `Die Operation erwartet ${expected === "" ? "einen leeren Body" : expected}, nicht <${name}>.`,
  "not-checked": ({ message }) => `Die Prüfung war nicht möglich: ${message}`,
};

/** The text of an issue. */
export function issueText(issue: Issue): string {
  if (language.value === "en") return issue.message;
  return ownGerman[issue.id]?.(issue, issue.path.slice(1)) ?? germanMessage(issue);
}
