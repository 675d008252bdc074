package import WebSocketCore

/// What a handshake leaves for the WebSocket that follows.
package struct WebSocketSetup {
    package var role: Role
    package var options: WebSocketOptions
    package var subprotocol: String?
    package var compression: PerMessageDeflate?
    package var remoteAddress: String
    package var handler: any WebSocketHandler

    package init(
        role: Role,
        options: WebSocketOptions,
        subprotocol: String?,
        compression: PerMessageDeflate?,
        remoteAddress: String,
        handler: any WebSocketHandler
    ) {
        self.role = role
        self.options = options
        self.subprotocol = subprotocol
        self.compression = compression
        self.remoteAddress = remoteAddress
        self.handler = handler
    }
}
