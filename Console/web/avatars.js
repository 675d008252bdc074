import { make } from "./dom.js";

/** The avatars on offer: what travels on the wire, and the drawing in avatars.svg that shows it here. */
export const avatars = new Map([
  ["🦉", "owl"],
  ["🦊", "fox"],
  ["🐱", "cat"],
  ["🐻", "bear"],
  ["🐰", "rabbit"],
  ["🐸", "frog"],
  ["🐧", "penguin"],
  ["🐼", "panda"],
  ["🐨", "koala"],
  ["🦁", "lion"],
  ["🐷", "pig"],
  ["🐳", "whale"],
]);

/** A member's face: our drawing, else the one character that another client sent, else the name's first. */
export function face({ name, avatar }) {
  const drawing = avatars.get(avatar);
  if (!drawing) return make("span", { class: "face", "aria-hidden": "true" }, firstCharacter(avatar || name));

  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "face");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `avatars.svg#${drawing}`);
  svg.append(use);
  return svg;
}

/** The first character as a reader counts: an emoji of several code points is one. */
function firstCharacter(text) {
  const [first] = new Intl.Segmenter().segment(text.slice(0, 32));
  return first?.segment ?? "";
}
