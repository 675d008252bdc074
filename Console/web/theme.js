import { label } from "./i18n.js";
import { preferences } from "./preferences.js";

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const page = document.documentElement;

/** Light or dark as the system says, unless the reader used `button` to ask for the other. */
export function startTheme(button) {
  const show = () => label(button, isDark() ? "theme.light" : "theme.dark");
  choose(preferences.get("theme"));
  show();
  systemIsDark.addEventListener("change", show);
  button.addEventListener("click", () => {
    const wish = isDark() ? "light" : "dark";
    // To ask for what the system does anyway is to follow it again.
    choose((wish === "dark") === systemIsDark.matches ? null : wish);
    preferences.set("theme", page.dataset.theme ?? null);
    show();
  });
}

function choose(theme) {
  if (theme === "dark" || theme === "light") page.dataset.theme = theme;
  else delete page.dataset.theme;
}

function isDark() {
  return page.dataset.theme ? page.dataset.theme === "dark" : systemIsDark.matches;
}
