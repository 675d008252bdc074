import EngineIOCore
import Testing

@testable import SocketIOCore

@Suite struct PendingAcksTests {
    @Test func eachIsTakenOnce() {
        var acks = PendingAcks<String>()
        let ids = [acks.add("a"), acks.add("b", deadline: 50), acks.add("c")]
        #expect(Set(ids).count == 3 && acks.count == 3)
        #expect(acks.take(ids[1]) == "b" && acks.take(ids[1]) == nil && acks.take(99) == nil)
        #expect(acks.takeAll() == ["a", "c"] && acks.count == 0 && acks.nextDeadline == nil)
    }

    @Test func someExpire() {
        var acks = PendingAcks<String>()
        let late = acks.add("late", deadline: 100)
        _ = acks.add("early", deadline: 50)
        _ = acks.add("never")
        #expect(acks.nextDeadline == 50 && acks.expire(now: 49).isEmpty)
        #expect(acks.expire(now: 50) == ["early"] && acks.nextDeadline == 100)
        #expect(acks.take(late) == "late")
        #expect(acks.expire(now: 200).isEmpty && acks.nextDeadline == nil && acks.count == 1)
    }
}

@Suite struct ReasonTests {
    @Test(arguments: CloseReason.allCases) func followFromTheSession(reason: CloseReason) {
        #expect(DisconnectReason(reason).rawValue == reason.rawValue)
    }

    @Test func someAreRecoverable() {
        let recoverable = Set(DisconnectReason.allCases.filter(\.isRecoverable).map(\.rawValue))
        #expect(
            recoverable == [
                "transport error", "transport close", "forced close", "ping timeout", "server shutting down",
                "forced server close",
            ]
        )
    }

    @Test func recoveryNeedsBothParts() {
        #expect(RecoveryRequest(auth: ["pid": "p", "offset": "o", "x": 1])?.offset == "o")
        #expect(RecoveryRequest(auth: ["pid": "p"]) == nil && RecoveryRequest(auth: ["pid": 1, "offset": "o"]) == nil)
        #expect(RecoveryRequest(auth: nil) == nil)
    }
}
