import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

extension ConsoleFeature {
    var operationRoutes: [Route] {
        [
            Route(
                .get, "/api/platform/operations/{id}", .operate(.tenants),
                "How far an operation is: running, done or failed, its steps and its last fault",
                gives: [.json(OperationSight.schema)], refuses: [.init(404, "operation.unknown")]
            ) { (input: OperationInput, _: OperatorContext) in
                guard let sight = try await operations.one(input.id) else { throw Problem(404, "operation.unknown") }
                return .json(sight)
            }
        ]
    }
}

struct OperationInput: Input {
    let id: UUID

    static let form = Form("OperationID", Field("id", .uuid)) { OperationInput(id: $0) }
}

/// What the operator is told at once: where to look for the outcome, or that there is nothing to do.
struct TenantVerdictAnswer {
    static let accepted = Schema.object(
        "OperationAccepted",
        [.init("operation_id", .uuid), .init("tenant_id", .uuid), .init("state", .choice(["running"]))], closed: true)
    static let unchanged = Schema.object(
        "TenantUnchanged", [.init("tenant_id", .uuid), .init("outcome", .choice(["unchanged"]))], closed: true)

    let answer: Answer

    init(_ verdict: TenantRequests.Verdict) {
        switch verdict {
        case .operation(let id, let tenant):
            answer = Answer.json(status: .accepted) { json in
                json.object {
                    $0.member("operation_id", id)
                    $0.member("tenant_id", tenant)
                    $0.member("state", "running")
                }
            }.with(.location, "/api/platform/operations/\(id.text)")
        case .unchanged(let tenant):
            answer = Answer.json { json in
                json.object {
                    $0.member("tenant_id", tenant)
                    $0.member("outcome", "unchanged")
                }
            }
        }
    }
}
