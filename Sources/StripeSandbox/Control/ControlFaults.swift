/// Faults of requests and of events are asked for, listed and taken back.
extension Sandbox {
    func controlFaults(_ request: SandboxRequest) throws -> JSON {
        switch request.method {
        case "POST":
            let asked = try ControlRequest.read(ControlRequest.NewFault.self, request.body)
            return try faultAsked(asked).json
        case "DELETE": faults.clear()
        case "GET": break
        default: throw Refusal(status: 405, type: "invalid_request_error", message: "GET, POST or DELETE.")
        }
        return ["faults": .list(faults.all.map(\.json))]
    }

    private func faultAsked(_ asked: ControlRequest.NewFault) throws -> FaultBook.Fault {
        guard let effect = FaultBook.Fault.Effect(rawValue: asked.effect) else {
            throw Refusal.parameter("effect", "One of status, drop, hang, delay.")
        }
        guard let moment = FaultBook.Fault.Moment(rawValue: asked.when ?? "before") else {
            throw Refusal.parameter("when", "One of before, kept, after.")
        }
        guard moment != .kept || effect == .status else {
            throw Refusal.parameter("when", "Only an answer can be kept.")
        }
        let status = asked.status ?? 500
        guard (400...599).contains(status) else { throw Refusal.parameter("status", "400 to 599.") }
        let milliseconds = asked.milliseconds ?? 0
        guard (0...FaultBook.millisecondsMax).contains(milliseconds) else {
            throw Refusal.parameter("milliseconds", "At most \(FaultBook.millisecondsMax).")
        }
        let (count, skip) = (asked.count ?? 1, asked.skip ?? 0)
        guard (1...FaultBook.countMax).contains(count), (0...FaultBook.countMax).contains(skip) else {
            throw Refusal.parameter("count", "1 to \(FaultBook.countMax).")
        }
        return faults.add { id in
            FaultBook.Fault(
                id: id, effect: effect, moment: moment, method: asked.method, path: asked.path, account: asked.account,
                status: status, milliseconds: milliseconds, skip: skip, count: count)
        }
    }

    func controlEventRules(_ request: SandboxRequest) async throws -> JSON {
        switch request.method {
        case "POST":
            let asked = try ControlRequest.read(ControlRequest.NewEventRule.self, request.body)
            guard let action = EventRule.Action(rawValue: asked.action) else {
                throw Refusal.parameter("action", "One of lose, double, delay, hold, reorder.")
            }
            let rule = EventRule(
                action: action, types: asked.types ?? [], account: asked.account, count: max(1, asked.count ?? 1),
                seconds: max(0, asked.seconds ?? 0))
            return try await change(CallDraft()) { world, _ in
                world.eventRules.append(rule)
                return world.eventRulesJSON
            }
        case "DELETE":
            return try await change(CallDraft()) { world, call in
                // What was kept back for an order that does not come about any more goes as it is.
                for rule in world.eventRules { world.release(rule.kept, call) }
                world.eventRules = []
                return world.eventRulesJSON
            }
        case "GET": return try await change(CallDraft()) { world, _ in world.eventRulesJSON }
        default: throw Refusal(status: 405, type: "invalid_request_error", message: "GET, POST or DELETE.")
        }
    }

    /// `state=undelivered` (as without it), `held`, `lost`, … or `all`.
    func listDeliveries(_ query: String) async throws -> JSON {
        let tree = FormTree(query) ?? .empty
        let wanted = try Parameters(tree).given("state") ?? "undelivered"
        return try await change(CallDraft()) { world, _ in
            let found = world.deliveries.records.values.filter {
                switch wanted {
                case "all": true
                case "undelivered": $0.state != .delivered
                default: $0.state.rawValue == wanted
                }
            }
            return [
                "deliveries": .list(
                    found.sorted { $0.place < $1.place }.map {
                        $0.json(world.events[$0.event], world.endpoints[$0.endpoint])
                    })
            ]
        }
    }

    /// These, or all that are held, lost or given up, are sent now, as they stand or last first.
    func release(_ body: String) async throws -> JSON {
        let asked = try ControlRequest.read(ControlRequest.Release.self, body.isEmpty ? "{}" : body)
        return try await change(CallDraft()) { world, call in
            let all = world.deliveries.records.values.filter { $0.state != .delivered }
                .sorted { $0.place < $1.place }.map(\.id)
            var ids = asked.ids ?? all
            if asked.isReversed ?? false { ids.reverse() }
            world.release(ids, call)
            return ["released": .int(ids.count)]
        }
    }
}

extension World {
    var eventRulesJSON: JSON {
        [
            "event_rules": .list(
                eventRules.map {
                    [
                        "action": .text($0.action.rawValue), "types": JSON($0.types), "account": JSON($0.account),
                        "count": .int($0.count), "seconds": .int($0.seconds), "kept": .int($0.kept.count),
                    ]
                })
        ]
    }
}
