// Peer: node `ws` as Debian ships it (package node-ws).
// /echo returns each message to its sender, /room sends it to everyone connected there.
"use strict";

// Debian's module directory is not on the search path of a node that came from elsewhere.
const directory = "/usr/share/nodejs/ws";
const { WebSocketServer, WebSocket } = require(directory);
const { version } = require(`${directory}/package.json`);

const port = Number(process.env.PORT);
const room = new Set();

const server = new WebSocketServer({
    host: "127.0.0.1",
    port,
    backlog: 4096,
    maxPayload: 16 * 1024 * 1024,
    perMessageDeflate: false,
});

server.on("connection", (socket, request) => {
    if (request.url === "/room") {
        room.add(socket);
        socket.on("close", () => room.delete(socket));
        socket.on("message", (data, binary) => {
            for (const client of room) {
                if (client.readyState === WebSocket.OPEN) client.send(data, { binary });
            }
        });
    } else {
        socket.on("message", (data, binary) => socket.send(data, { binary }));
    }
    // `ws` closes the connection itself; without a listener a reset by the load generator would end the process.
    socket.on("error", () => {});
});

server.on("listening", () => {
    console.log(`ws ${version} on node ${process.version} listening on 127.0.0.1:${port}`);
});
