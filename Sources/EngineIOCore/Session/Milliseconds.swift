/// Milliseconds since a start of the caller's choosing, by a clock that never goes back; or a length of time in them.
public typealias Milliseconds = UInt64

/// The caller's name for one HTTP exchange or one WebSocket, unique among those alive in a session.
public typealias LinkID = UInt64
