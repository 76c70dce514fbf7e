internal import CLibpq

extension ServerLink {
    /// Reads what the socket holds and hands every complete answer to the exchange it belongs to.
    func receive() {
        guard let handle else { return }
        let isAlive = PQconsumeInput(handle) == 1
        takeNotifications(handle)
        while let pending = current, self.handle != nil, PQisBusy(handle) == 0 {
            guard take(PQgetResult(handle), for: pending, handle) else { break }
        }
        guard self.handle != nil else { return }
        guard isAlive, PQstatus(handle) == CONNECTION_OK else { return lose(handle) }
        // A read may have made room for what is still to be written.
        if watchesWriting { flush() }
    }

    /// False when there is nothing more to take for now.
    private func take(_ pointer: OpaquePointer?, for pending: Pending, _ handle: OpaquePointer) -> Bool {
        switch pending.work {
        case .exchange: return takeAnswer(pointer.map(ServerResult.init), pending)
        case .script: return takeScriptAnswer(pointer.map(ServerResult.init), pending)
        case .copy(let copy): return takeCopyAnswer(pointer.map(ServerResult.init), copy, pending)
        }
    }

    private func takeAnswer(_ result: ServerResult?, _ pending: Pending) -> Bool {
        guard pending.next < pending.expectations.count else { return false }
        let expectation = pending.expectations[pending.next]
        guard let result else { return advance(pending, past: expectation) }
        pending.hasSeenNull = false
        switch PQresultStatus(result.pointer) {
        case PGRES_PIPELINE_SYNC:
            pending.next += 1
            if case .sync = expectation { complete(pending, nil) }
        case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE:
            take(error: result, expectation, pending)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            take(success: result, expectation, pending)
        case PGRES_PIPELINE_ABORTED:
            if case .parse(let entry) = expectation { cache.remove(entry) }
        default:
            // COPY inside a pipeline leaves libpq in a state that it can not get out of.
            shut(PostgresError(kind: .misuse, message: "COPY runs through copyIn only"))
            return false
        }
        return true
    }

    /// The null after a command's answer: the next one belongs to the next command. While a sync is
    /// due, only its own answer moves on.
    private func advance(_ pending: Pending, past expectation: Pending.Expectation) -> Bool {
        switch expectation {
        case .sync, .fence:
            // A second null in a row means that nothing more will come: the connection is lost.
            guard !pending.hasSeenNull else { return false }
            pending.hasSeenNull = true
        case .deallocation, .parse, .execution: pending.next += 1
        }
        return true
    }

    private func take(success result: ServerResult, _ expectation: Pending.Expectation, _ pending: Pending) {
        switch expectation {
        case .parse(let entry): cache.confirm(entry)
        case .execution(let execution):
            pending.answered.append((execution, false))
            take(rows: result, execution, pending)
        case .deallocation, .fence, .sync: break
        }
    }

    private func take(rows result: ServerResult, _ execution: Pending.Execution, _ pending: Pending) {
        switch execution.role {
        case .caller:
            let columns = execution.entry?.columns ?? result.columns
            execution.entry?.columns = columns
            pending.reply.rows.append(Rows(result: result, columns: columns, statement: execution.text))
        case .ending: pending.reply.endingTag = result.commandTag
        case .reset:
            cache.removeAll()
            gauge.isTainted = false
        case .opening, .context: break
        }
    }

    private func take(error result: ServerResult, _ expectation: Pending.Expectation, _ pending: Pending) {
        var statement: String?
        var role = Exchange.Role.ending
        switch expectation {
        case .parse(let entry):
            statement = entry.key.text
            cache.remove(entry)
            // The execution that this parse was for says in which role it stood.
            if case .execution(let execution) = pending.expectations[pending.next + 1] {
                role = execution.role
                pending.answered.append((execution, true))
            }
        case .execution(let execution):
            statement = execution.text
            role = execution.role
            pending.answered.append((execution, true))
        case .deallocation: return
        case .fence, .sync: break
        }
        let error = PostgresError(result.pointer, statement: statement)
        if case .execution(let execution) = expectation, let entry = execution.entry, error.isStalePlan {
            cache.remove(entry)
            pending.reply.isStalePlan = true
        }
        if pending.reply.failure == nil { pending.reply.failure = Reply.Failure(error: error, role: role) }
    }

    /// The server sends all answers of an exchange at its end, so its time is shared out evenly among
    /// the caller's statements; ours (context, begin, commit) cost time only when they are alone.
    func count(_ pending: Pending) {
        let elapsed = Reactor.now() &- pending.startedAt
        let callers = pending.answered.count { !$0.execution.role.isOurs }
        let share = elapsed / UInt64(max(1, callers > 0 ? callers : pending.answered.count))
        for (execution, isError) in pending.answered {
            let isCharged = callers == 0 || !execution.role.isOurs
            options.statistics.record(execution.tally, nanoseconds: isCharged ? share : 0, isError: isError)
        }
    }

    /// Notifications arrive between answers too; they are freed even when nobody listens.
    private func takeNotifications(_ handle: OpaquePointer) {
        while let notification = PQnotifies(handle) {
            if let onNotification {
                onNotification(
                    String(cString: notification.pointee.relname), String(cString: notification.pointee.extra))
            }
            PQfreemem(notification)
        }
    }
}

extension PostgresError {
    /// "cached plan must not change result type", or a prepared statement that someone deallocated.
    fileprivate var isStalePlan: Bool {
        sqlState == "26000" || (sqlState == "0A000" && message.contains("cached plan"))
    }
}
