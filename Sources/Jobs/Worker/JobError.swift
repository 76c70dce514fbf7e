package enum JobError: Error, Sendable {
    case leaseLost
    /// The row was not written by the queue.
    case envelopeRefused
    case unknownKind(String)
    case unknownTenant
    /// Thrown by a job that no repetition can mend: it becomes a dead letter at once.
    case hopeless(String)
}
