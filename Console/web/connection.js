import { backoff } from "./backoff.js";

/** The server refused a request. `code` is for programs, `message` for people, `field` names the wrong input. */
export class RequestError extends Error {
  constructor({ code, message, field }) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** The connection went before the answer came: the server may or may not have done what was asked. */
export class ConnectionLost extends Error {}

/**
 * A WebSocket to a Martlet server that comes back by itself until `close()`.
 *
 * Its state is `{name}`: "closed", "connecting", "online", or "waiting", which also has `until`, the time of the
 * next attempt in milliseconds since 1970.
 */
export class Connection {
  #url;
  #patience;
  #socket = null;
  #state = { name: "closed" };
  #timer;
  #failures = 0;
  #lastID = 0;
  #pending = new Map();
  #watchers = new Set();
  #listeners = new Map();

  /** `patience` is how long, in milliseconds, an attempt to connect and an answer may take. */
  constructor(url, { patience = 10_000 } = {}) {
    this.#url = url;
    this.#patience = patience;
  }

  get state() {
    return this.#state;
  }

  open() {
    if (this.#state.name === "closed") this.#connect();
  }

  close() {
    if (this.#state.name === "closed") return;
    this.#drop();
    this.#failures = 0;
    this.#become({ name: "closed" });
  }

  /** Ends the wait, if there is one, and tries now. */
  retry() {
    if (this.#state.name === "waiting") this.#connect();
  }

  /** Calls `watcher` with the state: now and after each change. */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.#state);
  }

  /** Calls `listener` with the data of each `event` that the server sends. */
  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? [];
    this.#listeners.set(event, [...listeners, listener]);
  }

  /** Sends `event` and returns the data of its acknowledgement. Throws `RequestError` or `ConnectionLost`. */
  request(event, data) {
    if (this.#state.name !== "online") return Promise.reject(new ConnectionLost());
    const id = ++this.#lastID;
    return new Promise((resolve, reject) => {
      // A path that swallows one request swallows all: better to build a new one than to wait on.
      const timer = setTimeout(() => this.#lose(), this.#patience);
      this.#pending.set(id, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ event, data, id }));
    });
  }

  #connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#url);
    socket.onopen = () => {
      clearTimeout(this.#timer);
      this.#become({ name: "online" });
    };
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = () => this.#lose();
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lose(), this.#patience);
    this.#become({ name: "connecting" });
  }

  #receive({ event, id, data, error }) {
    // Only an answer proves a server well: one that accepts and closes at once must not be hammered.
    this.#failures = 0;
    if (event === "ack") this.#settle(id, data, error);
    else for (const listener of this.#listeners.get(event) ?? []) listener(data ?? error);
  }

  #settle(id, data, error) {
    const request = this.#pending.get(id);
    if (!request) return;
    this.#pending.delete(id);
    clearTimeout(request.timer);
    if (error) request.reject(new RequestError(error));
    else request.resolve(data);
  }

  #lose() {
    this.#drop();
    const wait = backoff(this.#failures++);
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#become({ name: "waiting", until: Date.now() + wait });
  }

  /** Lets go of the socket without waiting for a farewell that a dead path would never bring. */
  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new ConnectionLost());
    }
    this.#pending.clear();
  }

  #become(state) {
    this.#state = state;
    for (const watcher of this.#watchers) watcher(state);
  }
}
