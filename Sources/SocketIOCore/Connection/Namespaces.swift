/// The index of a namespace in a connection, valid until the connection has left it; small, so that it can index an
/// array of the caller's.
public typealias NamespaceIndex = Int

/// The namespaces of one connection and the state of each. They are few, so that they are searched from the front.
struct Namespaces<State: Sendable>: Sendable {
    // Names and states lie apart, so that finding one touches nothing else.
    private var names: [[UInt8]] = []
    private var states: [State?] = []
    private var main: NamespaceIndex?

    /// The indices in use.
    var indices: [NamespaceIndex] { states.indices.filter { states[$0] != nil } }

    /// The state of a namespace; nil if there is no such namespace. Setting nil removes it.
    subscript(index: NamespaceIndex) -> State? {
        get { states.indices.contains(index) ? states[index] : nil }
        set {
            guard states.indices.contains(index) else { return }
            states[index] = newValue
            if newValue == nil, main == index { main = nil }
        }
    }

    /// The name of a namespace with its slash.
    func name(of index: NamespaceIndex) -> String? {
        self[index] == nil ? nil : String(decoding: names[index], as: UTF8.self)
    }

    /// The index of the namespace whose name lies in `range`; an empty range is the main namespace.
    @inline(__always)
    func index(of range: Range<Int>, in message: RawSpan) -> NamespaceIndex? {
        range.isEmpty ? main : message.withUnsafeBytes { index(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The index of the namespace of this name.
    func index(of name: UnsafeRawBufferPointer) -> NamespaceIndex? {
        names.indices.first { index in
            states[index] != nil && names[index].count == name.count && names[index].elementsEqual(name)
        }
    }

    /// Adds a namespace in the first place that is free.
    mutating func insert(_ name: String, _ state: State) -> NamespaceIndex {
        let index = states.firstIndex { $0 == nil } ?? states.count
        if index == states.count {
            names.append([])
            states.append(nil)
        }
        names[index] = Array(name.utf8)
        states[index] = state
        if name == "/" { main = index }
        return index
    }

    /// The name that lies in `range`.
    static func name(_ range: Range<Int>, in message: RawSpan) -> String {
        range.isEmpty ? "/" : message.withUnsafeBytes { String(decoding: $0[range], as: UTF8.self) }
    }
}
