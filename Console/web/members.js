import { face } from "./avatars.js";
import { make } from "./dom.js";
import { write } from "./i18n.js";

const facesInStack = 3;
const rowsShown = 200;

/** Who is here: a column beside the conversation, or behind a button where there is no room for a column. */
export class MemberList {
  #list;
  #number;
  #stack;
  #count;
  #room = null;
  #frame = 0;

  constructor(panel, button) {
    this.#list = panel.querySelector("ul");
    this.#number = panel.querySelector(".number");
    this.#stack = button.querySelector(".stack");
    this.#count = button.querySelector("[data-count]");
    // Left open, it would cover the column's place when a phone is turned.
    matchMedia("(width >= 52rem)").addEventListener("change", () => panel.hidePopover());
  }

  /** Shows the members of `room`, ourselves first and the others by name: once a frame, however many come and go. */
  show(room) {
    this.#room = room;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const { me, members, count } = this.#room;
    const { compare } = new Intl.Collator(document.documentElement.lang);
    const others = [...members.values()].filter(({ id }) => id !== me.id).sort((a, b) => compare(a.name, b.name));
    const shown = [me, ...others].slice(0, rowsShown);
    const rows = shown.map((member) => row(member, member === me));
    this.#list.replaceChildren(...rows, ...(count > shown.length ? [rest(count - shown.length)] : []));
    this.#stack.replaceChildren(...shown.slice(0, facesInStack).map(face));
    this.#number.textContent = count;
    write(this.#count, "room.count", { count });
  }
}

function row(member, isMe) {
  const name = make("span", { class: "name", dir: "auto" }, member.name);
  return make("li", {}, face(member), name, ...(isMe ? [you()] : []));
}

function rest(count) {
  const line = make("li", { class: "rest" });
  write(line, "room.rest", { count });
  return line;
}

/** The mark beside our own name. */
export function you() {
  const mark = make("span", { class: "you" });
  write(mark, "room.you");
  return mark;
}
