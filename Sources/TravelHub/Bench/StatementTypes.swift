import Foundation

/// Of which types a statement's parameters are, as PostgreSQL tells when it prepares it.
struct StatementTypes: Sendable {
    /// By the statement's text; what cannot be prepared is not in here.
    private(set) var of: [String: [String]] = [:]

    /// Asks the stage's database about each of the statements.
    static func read(_ statements: [ServerLog.Statement], on stage: BenchStage) async throws -> StatementTypes {
        var types = StatementTypes()
        for text in Set(statements.filter { !$0.values.isEmpty }.map(\.text)) {
            // Refused where only the client says what it sends.
            guard
                let told = try? await stage.admin(
                    """
                    set search_path = pooled, shared, pg_temp;
                    prepare bench_statement as \(text);
                    select array_to_string(parameter_types::text[], ';') from pg_prepared_statements
                     where name = 'bench_statement'
                    """)
            else { continue }
            let line = told.split(separator: "\n").last.map(String.init) ?? ""
            types.of[text] = line.components(separatedBy: ";")
        }
        return types
    }
}
