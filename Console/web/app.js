import { Chat } from "./chat.js";
import { Connection } from "./connection.js";
import { startLanguage } from "./i18n.js";
import { showStatus } from "./status.js";
import { startTheme } from "./theme.js";

const find = (selector) => document.querySelector(selector);
const connection = new Connection("ws");

startLanguage(find("#language"));
startTheme(find("#theme"));
showStatus(connection, document.querySelectorAll("[data-status]"), find("#announcement"));
new Chat(connection, find("#entry"), find("#room"));

// The network is back, or the reader is: no need to sit out the wait.
window.addEventListener("online", () => connection.retry());
document.addEventListener("visibilitychange", () => document.hidden || connection.retry());
