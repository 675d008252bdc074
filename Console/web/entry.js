import { avatars, face } from "./avatars.js";
import { make } from "./dom.js";
import { erase, label, write } from "./i18n.js";
import { preferences } from "./preferences.js";

/**
 * The form at the door: a name, an avatar.
 * Dispatches "enter" with `{name, avatar}` in `detail`, and "cancel" when the reader won't wait for the server.
 */
export class Entry extends EventTarget {
  #section;
  #form;
  #name;
  #error;
  #cancel;

  constructor(section) {
    super();
    this.#section = section;
    this.#form = section.querySelector("form");
    this.#name = this.#form.elements.name;
    this.#error = section.querySelector(".error");
    this.#cancel = section.querySelector("button[type=button]");

    this.#name.value = preferences.get("name") ?? "";
    section.querySelector(".avatars").append(...avatarChoices());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#cancel.addEventListener("click", () => {
      this.#wait(false);
      this.dispatchEvent(new Event("cancel"));
    });
  }

  show() {
    this.#wait(false);
    erase(this.#error);
    this.#section.hidden = false;
    this.#name.focus();
  }

  hide() {
    this.#section.hidden = true;
  }

  /** Says why the server would not let us in. */
  refuse({ message, field }) {
    this.#wait(false);
    write(this.#error, "error.refused", { message });
    if (field === "name") this.#name.focus();
  }

  #submit() {
    const card = { name: this.#name.value.trim(), avatar: this.#form.elements.avatar.value };
    this.#name.value = card.name;
    if (!this.#form.reportValidity()) return;
    preferences.set("name", card.name);
    preferences.set("avatar", card.avatar);
    erase(this.#error);
    this.#wait(true);
    this.dispatchEvent(new CustomEvent("enter", { detail: card }));
  }

  #wait(waiting) {
    this.#form.querySelector("[type=submit]").disabled = waiting;
    this.#cancel.hidden = !waiting;
  }
}

/** One radio button for each avatar, with the last one chosen, or a random one, on. */
function avatarChoices() {
  const all = [...avatars.keys()];
  const kept = preferences.get("avatar");
  const chosen = avatars.has(kept) ? kept : all[Math.floor(Math.random() * all.length)];
  return all.map((avatar) => {
    const radio = make("input", { type: "radio", name: "avatar", value: avatar });
    radio.checked = avatar === chosen;
    label(radio, `avatar.${avatars.get(avatar)}`);
    return make("label", {}, radio, face({ avatar }));
  });
}
