/// A message for the application: where it lies in the bytes that were just handed to the session.
///
/// It is to be read before those bytes go. Binary messages of a polling payload have been decoded in place.
public enum Delivery: Hashable, Sendable {
    /// A text message (UTF-8) at these offsets.
    case text(Range<Int>)
    /// A binary message at these offsets.
    case binary(Range<Int>)
}

/// What kind of WebSocket message some bytes came as.
public enum MessageKind: Sendable {
    /// A text message.
    case text
    /// A binary message.
    case binary
}
