internal import CAres

/// One question asked over the network on the calling thread, which waits.
///
/// c-ares carries it: it repeats over the servers, goes to TCP for long answers, and drops answers to
/// questions that nobody asked. A channel for each question keeps no state that could go stale.
struct Inquiry {
    let servers: String?
    let limits: NameLookupLimits

    private final class Outcome {
        var status = ARES_ECANCELLED
        var message: [UInt8] = []
    }

    typealias Reply = Result<(message: [UInt8], nameExists: Bool), NameLookupError>

    /// A server that fails or refuses is passed over for the next one; when none is left c-ares says only
    /// that nobody was reached, so the question is asked once more to hear why.
    ///
    /// - Returns: the message, and whether the name exists.
    func ask(_ name: DomainName, _ type: RecordType) -> Reply {
        let reply = ask(name, type, hearsRefusals: false)
        guard case .failure(.unreachable) = reply else { return reply }
        return ask(name, type, hearsRefusals: true)
    }

    private func ask(_ name: DomainName, _ type: RecordType, hearsRefusals: Bool) -> Reply {
        guard Self.libraryIsReady, let channel = open(hearsRefusals ? ARES_FLAG_NOCHECKRESP : 0) else {
            return .failure(.misconfigured)
        }
        defer { ares_destroy(channel) }
        if let servers, ares_set_servers_ports_csv(channel, servers) != ARES_SUCCESS {
            return .failure(.misconfigured)
        }
        let outcome = Outcome()
        ares_query(
            channel, name.text, 1, Int32(type.rawValue),
            { context, status, _, bytes, count in
                guard let context else { return }
                let outcome = Unmanaged<Outcome>.fromOpaque(context).takeUnretainedValue()
                outcome.status = status
                if let bytes { outcome.message = Array(UnsafeBufferPointer(start: bytes, count: Int(count))) }
            }, Unmanaged.passUnretained(outcome).toOpaque())
        let end = ContinuousClock.now + limits.questionTimeout
        while ContinuousClock.now < end, cares_turn(channel, Self.turnMilliseconds) > 0 {}
        ares_cancel(channel)
        return withExtendedLifetime(outcome) { verdict(outcome) }
    }

    /// The longest wait between two looks at the clock.
    private static let turnMilliseconds: Int32 = 100
    private static let libraryIsReady = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS

    private func open(_ flags: Int32) -> ares_channel? {
        var channel: ares_channel?
        var options = ares_options()
        options.flags = flags | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS
        options.timeout = limits.tryMilliseconds
        options.tries = limits.triesMax
        options.ednspsz = limits.datagramBytesMax
        let mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ
        guard ares_init_options(&channel, &options, mask) == ARES_SUCCESS else { return nil }
        return channel
    }

    private func verdict(_ outcome: Outcome) -> Reply {
        switch outcome.status {
        case ARES_SUCCESS: .success((outcome.message, true))
        case ARES_ENODATA: .success(([], true))
        case ARES_ENOTFOUND: .success(([], false))
        case ARES_ESERVFAIL: .failure(.serverFailed)
        case ARES_EREFUSED, ARES_ENOTIMP: .failure(.refused)
        case ARES_ECONNREFUSED: .failure(.unreachable)
        case ARES_EBADRESP, ARES_EFORMERR: .failure(.malformed)
        default: .failure(.timedOut)
        }
    }
}
