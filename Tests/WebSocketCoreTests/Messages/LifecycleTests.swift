import Testing

@testable import WebSocketCore

/// RFC 6455 §5.5.2, §7: heartbeat and closing handshake, without a clock.
@Suite struct LifecycleTests {
    private static let second: UInt64 = 1_000_000_000
    private let timing = Lifecycle.Timing(
        pingInterval: .seconds(10),
        pingTimeout: .seconds(5),
        closeTimeout: .seconds(2)
    )

    private func expect(_ action: Lifecycle.Action, from life: inout Lifecycle, at seconds: Double) {
        let taken = life.tick(now: UInt64(seconds * Double(Self.second)), timing: timing)
        #expect(taken == action, "at \(seconds) s")
    }

    @Test func aSilentPeerIsPingedOnceAndGivenUp() {
        var life = Lifecycle(now: 1 * Self.second)
        expect(.none, from: &life, at: 1)
        expect(.none, from: &life, at: 10.9)
        expect(.ping, from: &life, at: 11)
        expect(.none, from: &life, at: 15.9)
        expect(.giveUpSilent, from: &life, at: 16)
    }

    @Test func whoIsHeardLives() {
        var life = Lifecycle(now: 0)
        expect(.ping, from: &life, at: 10)
        life.heard(at: 12 * Self.second)
        expect(.none, from: &life, at: 21.9)
        expect(.ping, from: &life, at: 22)
        expect(.giveUpSilent, from: &life, at: 27)
    }

    @Test func withoutIntervalNobodyIsPinged() {
        var life = Lifecycle(now: 0)
        let never = Lifecycle.Timing(pingInterval: nil)
        let action = life.tick(now: .max, timing: never)
        #expect(action == .none)
    }

    @Test func aCloseFrameGoesOutOnce() {
        var life = Lifecycle(now: 0)
        #expect(life.state == .open)
        let first = life.close(at: 0)
        #expect(first && life.state == .closing)
        let second = life.close(at: 1)
        #expect(!second)
        life.finish(at: 1)
        let third = life.close(at: 2)
        #expect(!third && life.state == .closed)
    }

    @Test func closingHasATimeLimit() {
        var life = Lifecycle(now: 0)
        _ = life.close(at: 3 * Self.second)
        life.heard(at: 4 * Self.second)
        expect(.none, from: &life, at: 4.9)
        expect(.giveUpClosing, from: &life, at: 5)
    }

    @Test func theEndOfTheStreamHasATimeLimitOfItsOwn() {
        var life = Lifecycle(now: 0)
        _ = life.close(at: 1 * Self.second)
        life.finish(at: 2 * Self.second)
        life.finish(at: 3 * Self.second)
        expect(.none, from: &life, at: 3.9)
        expect(.giveUpClosing, from: &life, at: 4)
    }

    @Test func durations() {
        #expect(Duration.milliseconds(1500).wholeNanoseconds == 1_500_000_000)
        #expect(Duration.nanoseconds(1).wholeNanoseconds == 1)
        #expect(Duration.seconds(-1).wholeNanoseconds == 0)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == UInt64.max / 2)
    }
}
