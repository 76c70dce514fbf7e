/// Why there is no report of what is asked.
package enum ReportError: Error, Hashable, Sendable {
    /// The last day lies before the first.
    case backwards
    /// More days than `ReportRange.daysMax`.
    case tooLong
}
