/// The kinds of record that we ask for, by their numbers on the wire (RFC 1035, 3596).
package enum RecordType: UInt16, Sendable, CaseIterable {
    case a = 1
    case cname = 5
    case mx = 15
    case txt = 16
    case aaaa = 28

    var label: String { String(describing: self) }
}
