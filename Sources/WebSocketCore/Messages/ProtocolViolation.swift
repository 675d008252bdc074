/// What a peer did against the protocol or beyond a limit. The connection it came on must be closed with
/// ``closeCode`` and ``reason``; nothing more may be read from it (RFC 6455 §7.1.7).
public struct ProtocolViolation: Error, Equatable, Sendable {
    /// The rule that was broken; one counter each in the metrics.
    public enum Rule: String, CaseIterable, Sendable {
        /// RFC 6455 §5.2: a reserved bit was set that no extension has given a meaning.
        case reservedBits = "reserved_bits"
        /// RFC 6455 §5.2: an opcode that is not defined.
        case reservedOpcode = "reserved_opcode"
        /// RFC 6455 §5.5: a control frame came in fragments.
        case fragmentedControl = "fragmented_control"
        /// RFC 6455 §5.5: a control frame carries more than 125 bytes.
        case oversizedControl = "oversized_control"
        /// RFC 6455 §5.2: a length not in its shortest form, or with the highest bit set.
        case invalidLength = "invalid_length"
        /// RFC 6455 §5.1: a client sent a frame without mask.
        case unmaskedFrame = "unmasked_frame"
        /// RFC 6455 §5.1: a server sent a frame with mask.
        case maskedFrame = "masked_frame"
        /// RFC 6455 §5.4: a continuation with no message begun.
        case unexpectedContinuation = "unexpected_continuation"
        /// RFC 6455 §5.4: a new message before the last one ended.
        case interruptedMessage = "interrupted_message"
        /// RFC 6455 §8.1: text that is not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// RFC 6455 §5.5.1, §7.4: a close frame with one byte, or with a code that may not be sent.
        case invalidClose = "invalid_close"
        /// RFC 7692 §7.2.2: compressed data that does not inflate.
        case corruptCompression = "corrupt_compression"
        /// More bytes in one frame than ``Limits/maxFrameSize``.
        case frameTooLarge = "frame_too_large"
        /// More bytes in one message, after inflating and with the charge for fragments, than
        /// ``Limits/maxMessageSize``.
        case messageTooLarge = "message_too_large"
    }

    /// The rule that was broken.
    public let rule: Rule

    /// A violation of `rule`.
    public init(_ rule: Rule) {
        self.rule = rule
    }

    /// The code to close with.
    public var closeCode: CloseCode {
        switch rule {
        case .invalidUTF8, .corruptCompression: .invalidPayload
        case .frameTooLarge, .messageTooLarge: .messageTooBig
        default: .protocolError
        }
    }

    /// What happened in words, short enough for a close frame.
    public var reason: String {
        switch rule {
        case .reservedBits: "reserved bits must be 0 unless negotiated"
        case .reservedOpcode: "unknown opcode"
        case .fragmentedControl: "control frames must not be fragmented"
        case .oversizedControl: "control frames carry at most 125 bytes"
        case .invalidLength: "invalid payload length"
        case .unmaskedFrame: "frames from a client must be masked"
        case .maskedFrame: "frames from a server must not be masked"
        case .unexpectedContinuation: "continuation without a message"
        case .interruptedMessage: "new message before the last one ended"
        case .invalidUTF8: "text is not valid UTF-8"
        case .invalidClose: "invalid close frame"
        case .corruptCompression: "compressed data is corrupt"
        case .frameTooLarge: "frame exceeds the limit max-frame-size"
        case .messageTooLarge: "message exceeds the limit max-message-size"
        }
    }
}
