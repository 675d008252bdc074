import { erase, write } from "./i18n.js";

/** Where a message is written. Dispatches "send" with the text in `detail`. */
export class Composer extends EventTarget {
  #form;
  #field;
  #button;
  #error;

  constructor(form) {
    super();
    this.#form = form;
    this.#field = form.querySelector("textarea");
    this.#button = form.querySelector("button");
    this.#error = form.querySelector(".error");
    this.#field.addEventListener("keydown", (event) => this.#pressed(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  /** Whether a message can be sent now. It can be written at any time. */
  set ready(ready) {
    this.#button.disabled = !ready;
  }

  clear() {
    this.#field.value = "";
    erase(this.#error);
  }

  focus() {
    // On a touch screen focus raises the keyboard over the conversation that was just entered.
    if (matchMedia("(pointer: fine)").matches) this.#field.focus();
  }

  /** Gives back a text that was not delivered, before what has been written since, and says why. */
  giveBack(text, key, values) {
    this.#field.value = this.#field.value ? `${text}\n${this.#field.value}` : text;
    this.complain(key, values);
  }

  complain(key, values) {
    write(this.#error, key, values);
  }

  #pressed(event) {
    if (event.key !== "Enter" || event.shiftKey) return;
    // While an input method composes, Enter belongs to it. Safari ends the composition before this event, and tells
    // by the key code alone.
    if (event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #send() {
    const text = this.#field.value.trim();
    if (!text || this.#button.disabled) return;
    this.clear();
    this.dispatchEvent(new CustomEvent("send", { detail: text }));
  }
}
