import { preferences } from "./preferences.js";
import en from "./strings.en.js";
import zh from "./strings.zh.js";

const strings = { en, zh };
let language = "en";

/** The text for `key` in the language of the page. */
export function text(key, values = {}) {
  const entry = strings[language][key];
  return typeof entry === "function" ? entry(values) : entry;
}

/** Writes the text for `key` into `element`, which follows when the language changes. */
export function write(element, key, values = {}) {
  element.dataset.text = key;
  element.dataset.values = JSON.stringify(values);
  element.textContent = text(key, values);
}

/** Takes away what `write` wrote. */
export function erase(element) {
  delete element.dataset.text;
  element.textContent = "";
}

/** Names `element` for those who can't see it, and in its tooltip. */
export function label(element, key) {
  element.dataset.label = key;
  element.ariaLabel = element.title = text(key);
}

/** A `<time>` element with the hour and minute of `milliseconds` since 1970. */
export function clock(milliseconds) {
  const element = document.createElement("time");
  element.dateTime = new Date(milliseconds).toISOString();
  showTime(element);
  return element;
}

/** Speaks the reader's language, and lets `button` switch to the other one. */
export function startLanguage(button) {
  const wished = preferences.get("language") ?? navigator.language.slice(0, 2);
  speak(wished === "zh" ? "zh" : "en", button);
  button.addEventListener("click", () => {
    speak(language === "zh" ? "en" : "zh", button);
    preferences.set("language", language);
  });
}

function speak(chosen, button) {
  language = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-Hans" : "en";
  for (const element of document.querySelectorAll("[data-text]")) {
    write(element, element.dataset.text, JSON.parse(element.dataset.values ?? "{}"));
  }
  for (const element of document.querySelectorAll("[data-label]")) label(element, element.dataset.label);
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = text(element.dataset.placeholder);
  }
  for (const element of document.querySelectorAll("time")) showTime(element);
  write(button, "language.other");
  button.lang = chosen === "zh" ? "en" : "zh-Hans";
}

function showTime(element) {
  // The reader's own region decides between 17:00 and 5:00 PM.
  const locale = navigator.languages.find((one) => one.startsWith(language)) ?? language;
  const date = new Date(element.dateTime);
  element.textContent = date.toLocaleTimeString(locale, { timeStyle: "short" });
  element.title = date.toLocaleString(locale);
}
