/// The members of a JSON object, in the order in which they were written.
///
/// A name that comes twice is kept twice, so that nothing is lost in passing it on; what counts is the last one, as
/// in JavaScript. Two objects are equal if they have the same members in the same order.
public struct Object: Hashable, Sendable {
    /// One member.
    public struct Member: Hashable, Sendable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: Value

        /// Makes a member.
        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// All members in order.
    public var members: [Member]

    /// Makes an object of its members.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// The value of the last member of this name. Setting it replaces that one or adds a member at the end; nil
    /// removes all of this name.
    public subscript(name: String) -> Value? {
        get { members.last { $0.name == name }?.value }
        set {
            guard let newValue else { return members.removeAll { $0.name == name } }
            if let index = members.lastIndex(where: { $0.name == name }) {
                members[index].value = newValue
            } else {
                members.append(Member(name: name, value: newValue))
            }
        }
    }
}

extension Object: ExpressibleByDictionaryLiteral {
    /// The literal's members, in its order.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements.map { Member(name: $0, value: $1) })
    }
}
