import { RequestError } from "./connection.js";

/**
 * Presence in one channel, kept up across reconnections.
 *
 * Dispatches, with what they say in `detail`:
 * - "entered" `{again}`: joined; `again` is true after a lost connection.
 * - "refused" `Error`: the server would not let us in.
 * - "joined" `member`, "left" `{member, reason}`: somebody came or went; `member` is undefined for one whom the
 *   server left out of the long list of a big room.
 * - "message" `{from, data, time}`.
 */
export class Room extends EventTarget {
  #connection;
  #channel;
  #card = null;
  #entered = false;

  present = false;
  me = null;
  members = new Map();
  count = 0;

  constructor(connection, channel) {
    super();
    this.#connection = connection;
    this.#channel = channel;
    connection.watch(({ name }) => {
      this.present = false;
      if (name === "online" && this.#card) this.#join();
    });
    this.#on("message", (message) => this.#tell("message", message));
    this.#on("joined", ({ member, count }) => this.#joined(member, count));
    this.#on("left", ({ id, reason, count }) => this.#left(id, reason, count));
  }

  /** Joins as `{name, avatar}`, now and after each reconnection, until `leave()`. */
  enter(card) {
    this.#card = card;
    this.#entered = false;
    if (this.#connection.state.name === "online") this.#join();
  }

  /** Says goodbye, if there is somebody to hear it. We are gone at once, whatever becomes of the word. */
  leave() {
    if (this.present) this.#connection.request("leave", { channel: this.#channel }).catch(() => {});
    this.#card = null;
    this.present = false;
  }

  /** Resolves when the server has taken `data`. Throws `RequestError` or `ConnectionLost`. */
  publish(data) {
    return this.#connection.request("publish", { channel: this.#channel, data });
  }

  async #join() {
    try {
      const { me, members, count } = await this.#connection.request("join", { channel: this.#channel, ...this.#card });
      this.me = me;
      this.members = new Map([...members, me].map((member) => [member.id, member]));
      this.count = count;
      this.present = true;
      this.#tell("entered", { again: this.#entered });
      this.#entered = true;
    } catch (error) {
      // A lost connection comes back, and with it the next attempt to join.
      if (error instanceof RequestError) this.#tell("refused", error);
    }
  }

  #joined(member, count) {
    this.count = count;
    this.members.set(member.id, member);
    this.#tell("joined", member);
  }

  #left(id, reason, count) {
    this.count = count;
    const member = this.members.get(id);
    this.members.delete(id);
    this.#tell("left", { member, reason });
  }

  #on(event, listener) {
    this.#connection.on(event, (data) => {
      if (data.channel === this.#channel && this.present) listener(data);
    });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
