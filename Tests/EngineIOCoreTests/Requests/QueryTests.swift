import Testing

@testable import EngineIOCore

@Suite struct QueryTests {
    @Test func readsParameters() {
        let query = Query("EIO=4&transport=polling&t=N8hyd6w&x=a%20b+c%C3%A9&flag&empty=&=nameless&a=b=c")
        #expect(query["EIO"] == "4" && query["transport"] == "polling")
        #expect(query["x"] == "a b cé" && query["flag"] == "" && query["empty"] == "")
        #expect(query["a"] == "b=c" && query[""] == "nameless" && query["sid"] == nil)
        #expect(query.parameters.count == 8)
    }

    @Test func theLastOneCounts() {
        #expect(Query("sid=a&sid=b")["sid"] == "b")
    }

    @Test(arguments: [
        ("a=%", "%"), ("a=%4", "%4"), ("a=%zz", "%zz"), ("a=%41", "A"), ("a=%%41", "%A"), ("a=%ff", "\u{FFFD}"),
    ])
    func takesBadEscapesAsTheyStand(text: String, value: String) {
        #expect(Query(text)["a"] == value)
    }

    @Test(arguments: ["", "&", "&&&"]) func mayBeEmpty(text: String) {
        #expect(Query(text).parameters.isEmpty)
    }
}
