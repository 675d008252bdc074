import { Composer } from "./composer.js";
import { RequestError } from "./connection.js";
import { Entry } from "./entry.js";
import { MemberList } from "./members.js";
import { MessageLog } from "./messages.js";
import { Room } from "./room.js";

const farewells = { left: "note.left", closed: "note.closed", lost: "note.lost" };

/** The chat room: the door, and what is behind it. */
export class Chat {
  #connection;
  #room;
  #entry;
  #section;
  #members;
  #log;
  #composer;

  constructor(connection, entrySection, roomSection) {
    const find = (selector) => roomSection.querySelector(selector);
    this.#connection = connection;
    this.#room = new Room(connection, "room:lobby");
    this.#entry = new Entry(entrySection);
    this.#section = roomSection;
    this.#members = new MemberList(find("#people"), find(".people-button"));
    this.#log = new MessageLog(find(".log"), find(".pill"));
    this.#composer = new Composer(find(".composer"));

    this.#entry.addEventListener("enter", ({ detail }) => this.#enter(detail));
    this.#entry.addEventListener("cancel", () => this.#leave());
    this.#composer.addEventListener("send", ({ detail }) => this.#send(detail));
    find("#leave").addEventListener("click", () => this.#leave());
    this.#hear();
    connection.watch(() => this.#refresh());
    this.#entry.show();
  }

  #hear() {
    const on = (type, listener) => this.#room.addEventListener(type, ({ detail }) => listener(detail));
    on("entered", ({ again }) => this.#entered(again));
    on("refused", (error) => this.#refused(error));
    on("message", (message) => this.#log.say(message, message.from.id === this.#room.me.id));
    on("joined", ({ name }) => {
      this.#log.note("note.joined", { name });
      this.#refresh();
    });
    on("left", ({ member, reason }) => {
      if (member) this.#log.note(farewells[reason] ?? "note.left", { name: member.name });
      this.#refresh();
    });
    this.#connection.on("error", ({ message }) => this.#composer.complain("error.refused", { message }));
  }

  #enter(card) {
    this.#room.enter(card);
    this.#connection.open();
  }

  #entered(again) {
    if (again) {
      this.#log.note("note.again");
    } else {
      this.#entry.hide();
      this.#section.hidden = false;
      this.#log.clear();
      this.#composer.clear();
      this.#log.note(this.#room.count > 1 ? "note.entered" : "note.alone", { count: this.#room.count });
      this.#composer.focus();
    }
    this.#refresh();
  }

  #refused(error) {
    this.#leave();
    this.#entry.refuse(error);
  }

  #leave() {
    this.#room.leave();
    this.#connection.close();
    this.#section.hidden = true;
    this.#entry.show();
  }

  async #send(text) {
    try {
      await this.#room.publish({ text });
    } catch (error) {
      if (error instanceof RequestError) this.#composer.giveBack(text, "error.refused", { message: error.message });
      else this.#composer.giveBack(text, "error.unsure");
    }
  }

  #refresh() {
    this.#composer.ready = this.#room.present;
    if (this.#room.present) this.#members.show(this.#room);
  }
}
