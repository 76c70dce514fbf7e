internal import CLibpq

extension ServerLink {
    /// The protocol counts parameters in 16 bits.
    static let bindsMax = 65_535

    func start(_ pending: Pending) {
        gauge.status = .busy
        pending.startedAt = Reactor.now()
        pending.deadline = pending.startedAt &+ options.exchangeDeadline.nanoseconds
        armDeadline(pending.deadline)
        switch pending.work {
        case .exchange(let exchange): write(exchange, for: pending)
        case .script(let text): begin(script: text, for: pending)
        case .copy(let copy): begin(copy, for: pending)
        }
    }

    private func write(_ exchange: Exchange, for pending: Pending) {
        guard let handle else { return }
        if let fault = exchange.fault { return complete(pending, fault) }
        let isOpen = PQtransactionStatus(handle) != PQTRANS_IDLE
        var isWritten = isOpen || deallocateEvicted(handle, pending)
        for step in exchange.steps where isWritten {
            if isOpen, case .opening = step.role { continue }
            isWritten = write(step, namespace: exchange.namespace, handle, pending)
        }
        guard isWritten, PQpipelineSync(handle) == 1 else { return lose(handle) }
        pending.expectations.append(.sync)
        pending.isSent = true
        gauge.countRoundTrip()
        flush()
    }

    /// Outside transactions only: in a failed one the server would refuse it.
    private func deallocateEvicted(_ handle: OpaquePointer, _ pending: Pending) -> Bool {
        let names = cache.takeEvicted()
        guard !names.isEmpty else { return true }
        for name in names {
            let isWritten = PQsendQueryParams(handle, "deallocate \(name)", 0, nil, nil, nil, nil, 1) == 1
            guard isWritten else { return false }
            pending.expectations.append(.deallocation)
        }
        pending.expectations.append(.fence)
        return PQpipelineSync(handle) == 1
    }

    private func write(
        _ step: Exchange.Step, namespace: String, _ handle: OpaquePointer, _ pending: Pending
    ) -> Bool {
        let types = step.sql.binds.map(\.type.oid)
        let key = StatementCache.Key(namespace: namespace, text: step.sql.text, types: types)
        if let entry = cache.find(key) {
            return execute(step, entry, handle, pending)
        }
        let shape = StatementShape(step.sql.text)
        let tally = options.statistics.tally(for: shape)
        if shape.isUtility, !step.role.isOurs || step.role.isReset {
            if !step.role.isOurs { gauge.isTainted = true }
            return parseAndExecute(step, types, tally, handle, pending)
        }
        let entry = cache.insert(key, shape, tally)
        guard PQsendPrepare(handle, entry.name, step.sql.text, Int32(types.count), types) == 1 else { return false }
        pending.expectations.append(.parse(entry))
        return execute(step, entry, handle, pending)
    }

    private func execute(
        _ step: Exchange.Step, _ entry: StatementCache.Entry, _ handle: OpaquePointer, _ pending: Pending
    ) -> Bool {
        if entry.shape.mayTaint, !step.role.isOurs { gauge.isTainted = true }
        let isWritten = step.sql.withParameters { values, lengths, formats in
            PQsendQueryPrepared(handle, entry.name, Int32(step.sql.binds.count), values, lengths, formats, 1) == 1
        }
        let execution = Pending.Execution(role: step.role, entry: entry, tally: entry.tally, text: entry.key.text)
        pending.expectations.append(.execution(execution))
        return isWritten
    }

    /// Utility commands are not worth a name on the server.
    private func parseAndExecute(
        _ step: Exchange.Step, _ types: [UInt32], _ tally: StatementTally, _ handle: OpaquePointer, _ pending: Pending
    ) -> Bool {
        let isWritten = step.sql.withParameters { values, lengths, formats in
            PQsendQueryParams(handle, step.sql.text, Int32(types.count), types, values, lengths, formats, 1) == 1
        }
        let execution = Pending.Execution(role: step.role, entry: nil, tally: tally, text: step.sql.text)
        pending.expectations.append(.execution(execution))
        return isWritten
    }

    /// The socket takes bytes again.
    func writeMore() {
        if let pending = current, pending.chunks != nil { feed(pending) } else { flush() }
    }

    /// Pushes what libpq has buffered, and asks to be told when the socket takes more.
    func flush() {
        guard let handle else { return }
        let state = PQflush(handle)
        guard state >= 0 else { return receive() }
        // The server may have read all of it by now; pieces of a COPY that are still to come need room all the same.
        let wantsWriting = state == 1 || current?.chunks != nil
        guard wantsWriting != watchesWriting else { return }
        watchesWriting = wantsWriting
        if reactor.watch(PQsocket(handle), writing: wantsWriting, self) != 0 { lose(handle) }
    }

    func lose(_ handle: OpaquePointer) {
        shut(PostgresError(kind: .unavailable, message: lastMessage(handle)))
    }
}

extension Exchange {
    /// What libpq would choke on, found before anything is sent.
    fileprivate var fault: PostgresError? {
        for step in steps {
            if step.sql.binds.count > ServerLink.bindsMax {
                return PostgresError(kind: .misuse, message: "a statement has \(step.sql.binds.count) parameters")
            }
            if step.sql.hasZeroByte {
                return PostgresError(kind: .misuse, message: "a statement's text holds a zero byte")
            }
        }
        return nil
    }
}

extension Exchange.Role {
    var isOurs: Bool { if case .caller = self { false } else { true } }

    var isReset: Bool { if case .reset = self { true } else { false } }
}

extension SQL {
    /// The three parallel lists that libpq takes, without copying a value.
    fileprivate func withParameters<T>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> T
    ) -> T {
        guard !binds.isEmpty else { return body(nil, nil, nil) }
        let count = binds.count
        return bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                    fill(values, numbers, from: bytes)
                    return body(values.baseAddress, numbers.baseAddress, numbers.baseAddress.map { $0 + count })
                }
            }
        }
    }

    private func fill(
        _ values: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>, _ numbers: UnsafeMutableBufferPointer<Int32>,
        from bytes: UnsafeRawBufferPointer
    ) {
        for (index, bind) in binds.enumerated() {
            // An empty value needs an address too, any address: libpq takes a null pointer for null.
            let start = bytes.baseAddress.map { $0 + bind.start } ?? UnsafeRawPointer(numbers.baseAddress)
            let value = bind.length < 0 ? nil : start?.assumingMemoryBound(to: CChar.self)
            values.initializeElement(at: index, to: value)
            numbers.initializeElement(at: index, to: Int32(max(0, bind.length)))
            numbers.initializeElement(at: index + binds.count, to: 1)
        }
    }
}
