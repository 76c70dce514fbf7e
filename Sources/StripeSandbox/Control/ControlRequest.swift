import Foundation

/// What the sandbox's controls are told, as JSON.
enum ControlRequest {
    struct NewAccount: Decodable, Sendable {
        let name: String
        let secretKey: String?
        let country: String?
        let currency: String?
        let origins: [String]?
    }

    struct Clock: Decodable, Sendable {
        let advanceSeconds: Int
    }

    struct NewFault: Decodable, Sendable {
        let effect: String
        let when: String?
        let method: String?
        let path: String?
        let account: String?
        let status: Int?
        let milliseconds: Int?
        let skip: Int?
        let count: Int?
    }

    struct NewEventRule: Decodable, Sendable {
        let action: String
        let types: [String]?
        let account: String?
        let count: Int?
        let seconds: Int?
    }

    struct Release: Decodable, Sendable {
        let ids: [String]?
        let isReversed: Bool?
    }

    struct Outcome: Decodable, Sendable {
        let outcome: String
        /// Of a dispute: what the processor takes with the decision, below nothing what it gives back; in its units.
        let fee: Int?
        /// Of a dispute that is won: the money comes with `reinstate`.
        let isPaidLater: Bool?
    }

    /// In the processor's units.
    struct Fee: Decodable, Sendable {
        let fee: Int
    }

    struct NewDispute: Decodable, Sendable {
        let reason: String?
        let isInquiry: Bool?
    }

    struct NewSettlement: Decodable, Sendable {
        let currency: String?
        let rate: String?
    }

    struct Late: Decodable, Sendable {
        let account: String?
        let count: Int
        let seconds: Int
    }

    struct Count: Decodable, Sendable {
        let count: Int
    }

    /// - Throws: `Refusal` for what is no such JSON.
    static func read<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return try decoder.decode(type, from: Data(text.utf8)) } catch {
            throw Refusal.parameter(nil, "The body is not what is expected here: \(error)")
        }
    }
}
