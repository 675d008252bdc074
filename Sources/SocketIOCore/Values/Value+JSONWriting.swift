internal import EngineIOCore

/// The object that stands for an attachment in JSON (Socket.IO protocol v5, "Packet encoding").
enum Placeholder {
    static let mark = "_placeholder"
    static let number = "num"
}

/// A value can't be written into a packet.
public enum ValueWritingError: Error, Hashable, Sendable {
    /// An object of the application looks like the placeholder of an attachment, so that the receiver would put an
    /// attachment in its place.
    case looksLikePlaceholder
    /// Binary in the payload of a packet that can't have attachments.
    case unexpectedBinary
}

extension Value {
    /// Appends this value as compact JSON: no white space, members in their order, `/` unescaped.
    ///
    /// Each binary value goes to the end of `attachments`, and a placeholder with its index there stands for it.
    public func appendJSON(
        to output: inout [UInt8],
        attachments: inout [[UInt8]]
    ) throws(ValueWritingError) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: value ? "true".utf8 : "false".utf8)
        case .int(let value): output.appendDecimal(value)
        case .double(let value): output.append(contentsOf: value.isFinite ? "\(value)".utf8 : "null".utf8)
        case .string(let text): JSONString.append(text, to: &output)
        case .array(let values): try Value.appendJSON(values, to: &output, attachments: &attachments)
        case .object(let object): try object.appendJSON(to: &output, attachments: &attachments)
        case .binary(let bytes):
            output.append(contentsOf: #"{"_placeholder":true,"num":"#.utf8)
            output.appendDecimal(Int64(attachments.count))
            output.append(UInt8(ascii: "}"))
            attachments.append(bytes)
        }
    }

    /// How many binary values there are in this one.
    var binaryCount: Int {
        switch self {
        case .binary: 1
        case .array(let values): values.reduce(0) { $0 + $1.binaryCount }
        case .object(let object): object.members.reduce(0) { $0 + $1.value.binaryCount }
        case .null, .bool, .int, .double, .string: 0
        }
    }

    /// Appends these values as a JSON array.
    static func appendJSON(
        _ values: [Value],
        to output: inout [UInt8],
        attachments: inout [[UInt8]]
    ) throws(ValueWritingError) {
        var separator = UInt8(ascii: "[")
        for value in values {
            output.append(separator)
            try value.appendJSON(to: &output, attachments: &attachments)
            separator = UInt8(ascii: ",")
        }
        if values.isEmpty { output.append(separator) }
        output.append(UInt8(ascii: "]"))
    }
}

extension Object {
    fileprivate func appendJSON(
        to output: inout [UInt8],
        attachments: inout [[UInt8]]
    ) throws(ValueWritingError) {
        var separator = UInt8(ascii: "{")
        for member in members {
            if member.name == Placeholder.mark, member.value == true { throw .looksLikePlaceholder }
            output.append(separator)
            JSONString.append(member.name, to: &output)
            output.append(UInt8(ascii: ":"))
            try member.value.appendJSON(to: &output, attachments: &attachments)
            separator = UInt8(ascii: ",")
        }
        if members.isEmpty { output.append(separator) }
        output.append(UInt8(ascii: "}"))
    }
}

extension [UInt8] {
    /// Appends the number's digits, without a string in between.
    mutating func appendDecimal(_ value: some FixedWidthInteger) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var magnitude = UInt64(value.magnitude)
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
            magnitude /= 10
        } while magnitude > 0
        self[start...].reverse()
    }
}
