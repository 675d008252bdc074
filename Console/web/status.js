import { make } from "./dom.js";
import { text, write } from "./i18n.js";

/**
 * Shows the connection's state in each of `lines`, counting down to the next attempt. Only the loss and the return
 * are read aloud, through `announcement`: nobody wants to hear a countdown.
 */
export function showStatus(connection, lines, announcement) {
  const views = [...lines].map((line) => new StatusLine(line, connection));
  let countdown;
  let lost = false;

  connection.watch((state) => {
    clearInterval(countdown);
    for (const view of views) view.show(state);
    if (state.name === "waiting") countdown = setInterval(() => views.forEach((view) => view.show(state)), 1000);

    if (state.name === "waiting" && !lost) announcement.textContent = text("state.lost");
    if (state.name === "online" && lost) announcement.textContent = text("state.online");
    if (state.name !== "connecting") lost = state.name === "waiting";
  });
}

class StatusLine {
  #line;
  #words = make("span");
  #retry = make("button", { type: "button", class: "link", hidden: "" });

  constructor(line, connection) {
    this.#line = line;
    write(this.#retry, "state.retry");
    this.#retry.addEventListener("click", () => connection.retry());
    line.append(make("span", { class: "dot" }), this.#words, this.#retry);
  }

  show({ name, until }) {
    this.#line.hidden = name === "closed";
    this.#line.dataset.state = name;
    this.#retry.hidden = name !== "waiting";
    if (name === "waiting") {
      write(this.#words, "state.waiting", { seconds: Math.max(1, Math.ceil((until - Date.now()) / 1000)) });
    } else if (name !== "closed") {
      write(this.#words, `state.${name}`);
    }
  }
}
