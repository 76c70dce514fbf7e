import NIOCore

/// One question as it came, and the message that answers it (RFC 1035, 4.1).
struct NameQuestion {
    static let datagramBytesMax = 512
    private static let secondsToLive: UInt32 = 300

    private let id: UInt16
    private let name: String
    private let type: UInt16
    private let section: ByteBuffer

    /// Nil for what is no single question.
    init?(_ message: ByteBuffer) {
        var message = message
        guard let id = message.readInteger(as: UInt16.self), message.readInteger(as: UInt16.self) != nil,
            message.readInteger(as: UInt16.self) == 1, message.readBytes(length: 6) != nil
        else { return nil }
        let before = message
        var labels: [String] = []
        while let length = message.readInteger(as: UInt8.self), length > 0 {
            guard let label = message.readString(length: Int(length)) else { return nil }
            labels.append(label)
        }
        guard let type = message.readInteger(as: UInt16.self), message.readInteger(as: UInt16.self) == 1,
            let section = before.getSlice(
                at: before.readerIndex, length: message.readerIndex - before.readerIndex)
        else { return nil }
        self.id = id
        self.name = labels.joined(separator: ".").lowercased()
        self.type = type
        self.section = section
    }

    /// Nil when the answer is silence. What is longer than `bytesMax` is cut, with the flag that says so.
    func answer(from zone: inout TestNameServer.Zone, bytesMax: Int) -> ByteBuffer? {
        zone.questions.append(name)
        switch zone.faults[name] {
        case .silence: return nil
        case .serverFailure: return message(code: 2, records: [])
        case .refusal: return message(code: 5, records: [])
        case .garbage: return ByteBuffer(bytes: [UInt8(id >> 8), UInt8(id & 255), 0x81, 0x80, 0, 1, 0, 9, 0, 0])
        case nil: break
        }
        guard zone.records[name] != nil else { return message(code: 3, records: []) }
        let whole = message(code: 0, records: records(of: name, in: zone))
        return whole.readableBytes <= bytesMax ? whole : message(code: 0, records: [], isCut: true)
    }

    /// What fits the type; another name is followed as a resolver would.
    private func records(of name: String, in zone: TestNameServer.Zone) -> [(String, TestNameServer.Record)] {
        (zone.records[name] ?? []).flatMap { record -> [(String, TestNameServer.Record)] in
            if case .cname(let target) = record, type != 5 {
                return [(name, record)] + (target == name ? [] : records(of: target.lowercased(), in: zone))
            }
            return record.type == type ? [(name, record)] : []
        }
    }

    private func message(
        code: UInt16, records: [(String, TestNameServer.Record)], isCut: Bool = false
    ) -> ByteBuffer {
        var message = ByteBuffer()
        message.writeInteger(id)
        message.writeInteger(0x8180 | (isCut ? 0x0200 : 0) | code)
        for count in [1, UInt16(records.count), 0, 0] { message.writeInteger(count) }
        message.writeImmutableBuffer(section)
        for (owner, record) in records {
            message.writeName(owner)
            message.writeInteger(record.type)
            message.writeInteger(UInt16(1))
            message.writeInteger(Self.secondsToLive)
            let data = record.data
            message.writeInteger(UInt16(data.readableBytes))
            message.writeImmutableBuffer(data)
        }
        return message
    }
}

extension TestNameServer.Record {
    var type: UInt16 {
        switch self {
        case .a: 1
        case .cname: 5
        case .mx: 15
        case .txt: 16
        case .aaaa: 28
        }
    }

    var data: ByteBuffer {
        var data = ByteBuffer()
        switch self {
        case .a(let first, let second, let third, let fourth): data.writeBytes([first, second, third, fourth])
        case .aaaa(let groups): for group in groups { data.writeInteger(group) }
        case .cname(let host): data.writeName(host)
        case .mx(let preference, let host):
            data.writeInteger(UInt16(preference))
            data.writeName(host)
        case .txt(let strings):
            for string in strings {
                data.writeInteger(UInt8(string.utf8.count))
                data.writeString(string)
            }
        }
        return data
    }
}

extension ByteBuffer {
    fileprivate mutating func writeName(_ name: String) {
        for label in name.split(separator: ".") {
            writeInteger(UInt8(label.utf8.count))
            writeString(String(label))
        }
        writeInteger(UInt8(0))
    }
}
