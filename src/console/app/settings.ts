/**
 * What a person has chosen: language and appearance, kept in the browser.
 */
import { effect, signal } from "@preact/signals";
import { type Language, textOf, type Word } from "./words.js";

/** "system": light or dark as the system has it. */
export type Theme = "system" | "light" | "dark";

/** Storage may be forbidden or full: then nothing is kept. */
export function readStored(key: string): string | undefined {
  try {
    return localStorage.getItem(`soapwright.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(`soapwright.${key}`, value);
  } catch {
    // The page works without.
  }
}

function firstLanguage(): Language {
  const kept = readStored("language");
  if (kept === "en" || kept === "de") return kept;
  return navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
}

function firstTheme(): Theme {
  const kept = readStored("theme");
  return kept === "light" || kept === "dark" ? kept : "system";
}

export const language = signal<Language>(firstLanguage());
export const theme = signal<Theme>(firstTheme());

/** The text in the chosen language. */
export function t(word: Word): string {
  return textOf(language.value, word);
}

/** Applies the choices to the console's element, and to the document that is nothing but the console; returns what ends that. */
export function applySettings(element: HTMLElement): () => void {
  const ends = [
    effect(() => {
      element.lang = language.value;
      if (element.hasAttribute("page")) document.documentElement.lang = language.value;
      store("language", language.value);
    }),
    effect(() => {
      element.dataset.theme = theme.value;
      store("theme", theme.value);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
