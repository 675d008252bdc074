import { face } from "./avatars.js";
import { make } from "./dom.js";
import { clock, write } from "./i18n.js";
import { you } from "./members.js";

const groupFor = 5 * 60_000;
const keptItems = 500;
const nearEnd = 48;

/**
 * The conversation. Messages of one sender within five minutes stand under one name. It follows the newest message
 * until the reader scrolls up; then `pill` counts what has come and leads back down.
 */
export class MessageLog {
  #viewport;
  #list;
  #pill;
  #group = null;
  #following = true;
  #unseen = 0;

  constructor(viewport, pill) {
    this.#viewport = viewport;
    this.#list = viewport.querySelector("ol");
    this.#pill = pill;
    viewport.addEventListener("scroll", () => this.#scrolled());
    pill.addEventListener("click", () => {
      this.#toEnd();
      viewport.focus();
    });
    // A keyboard that slides in or a turned phone must not hide the end.
    new ResizeObserver(() => this.#following && this.#toEnd()).observe(viewport);
  }

  clear() {
    this.#list.replaceChildren();
    this.#group = null;
    this.#toEnd();
  }

  /** Adds a message. Our own always brings the end into view. */
  say({ from, data, time }, isMine) {
    if (this.#group?.sender !== from.id || time - this.#group.since > groupFor) this.#begin(from, time, isMine);
    this.#group.body.append(make("p", { dir: "auto" }, String(data?.text ?? "")));
    this.#added(isMine, true);
  }

  /** Adds a line about the room itself. */
  note(key, values) {
    const line = make("li", { class: "note", dir: "auto" });
    write(line, key, values);
    this.#group = null;
    this.#list.append(line);
    this.#added(false, false);
  }

  #begin(from, time, isMine) {
    const name = make("span", { class: "name", dir: "auto" }, from.name);
    const head = make("header", {}, name, ...(isMine ? [you()] : []), clock(time));
    const body = make("div", { class: "body" }, head);
    this.#list.append(make("li", { class: isMine ? "group mine" : "group" }, face(from), body));
    this.#group = { sender: from.id, since: time, body };
  }

  #added(bringIntoView, isMessage) {
    while (this.#list.children.length > keptItems) this.#list.firstElementChild.remove();
    if (this.#following || bringIntoView) return this.#toEnd();
    if (!isMessage) return;
    this.#unseen += 1;
    write(this.#pill, "room.news", { count: this.#unseen });
    this.#pill.hidden = false;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#viewport;
    this.#following = scrollHeight - scrollTop - clientHeight < nearEnd;
    if (this.#following) this.#caughtUp();
  }

  #toEnd() {
    this.#viewport.scrollTop = this.#viewport.scrollHeight;
    this.#following = true;
    this.#caughtUp();
  }

  #caughtUp() {
    this.#unseen = 0;
    this.#pill.hidden = true;
  }
}
