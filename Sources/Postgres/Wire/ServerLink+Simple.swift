internal import CLibpq

// Scripts and COPY use the simple protocol, which libpq refuses in pipeline mode: the link leaves
// the mode for their time.
extension ServerLink {
    func begin(script text: String, for pending: Pending) {
        gauge.isTainted = true
        beginSimple(text, pending)
    }

    func begin(_ copy: CopyIn, for pending: Pending) {
        gauge.isTainted = true
        guard copy.statement.binds.isEmpty, !copy.statement.hasZeroByte else {
            return complete(pending, PostgresError(kind: .misuse, message: "a name in COPY holds a zero byte"))
        }
        beginSimple(copy.statement.text, pending)
    }

    func takeScriptAnswer(_ result: ServerResult?, _ pending: Pending) -> Bool {
        guard let result else { return endSimple(pending) }
        switch PQresultStatus(result.pointer) {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            shut(PostgresError(kind: .misuse, message: "COPY runs through copyIn only"))
            return false
        default: note(result, pending, statement: nil)
        }
        return true
    }

    func takeCopyAnswer(_ result: ServerResult?, _ copy: CopyIn, _ pending: Pending) -> Bool {
        guard let result else { return endSimple(pending) }
        guard PQresultStatus(result.pointer) == PGRES_COPY_IN else {
            note(result, pending, statement: copy.statement.text)
            return true
        }
        if pending.chunks == nil { pending.chunks = copy.makeChunks() }
        feed(pending)
        return false
    }

    /// Hands pieces to libpq until it holds enough, and again when the socket has taken them.
    func feed(_ pending: Pending) {
        guard let handle, let chunks = pending.chunks else { return }
        while PQflush(handle) == 0 {
            guard pending.stop == nil, let chunk = chunks() else {
                pending.chunks = nil
                guard PQputCopyEnd(handle, pending.stop == nil ? nil : "cancelled") >= 0 else { return lose(handle) }
                break
            }
            let isTaken = chunk.withUnsafeBytes { bytes in
                PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
            }
            guard isTaken else { return lose(handle) }
        }
        flush()
    }

    private func beginSimple(_ text: String, _ pending: Pending) {
        guard let handle else { return }
        guard !text.utf8.contains(0) else {
            return complete(pending, PostgresError(kind: .misuse, message: "a script holds a zero byte"))
        }
        guard PQexitPipelineMode(handle) == 1, PQsendQuery(handle, text) == 1 else { return lose(handle) }
        pending.isSent = true
        gauge.countRoundTrip()
        flush()
    }

    private func endSimple(_ pending: Pending) -> Bool {
        guard let handle else { return false }
        guard PQenterPipelineMode(handle) == 1 else {
            lose(handle)
            return false
        }
        complete(pending, nil)
        return false
    }

    private func note(_ result: ServerResult, _ pending: Pending, statement: String?) {
        switch PQresultStatus(result.pointer) {
        case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE:
            guard pending.reply.failure == nil else { return }
            let error = PostgresError(result.pointer, statement: statement)
            pending.reply.failure = Reply.Failure(error: error, role: .caller)
        default:
            pending.reply.rows.append(Rows(result: result, columns: result.columns, statement: statement ?? ""))
        }
    }
}
