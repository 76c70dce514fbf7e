/// One way that the catalogue leaves open around tenant isolation.
package struct IsolationFinding: Hashable, Sendable, CustomStringConvertible {
    package enum Rule: String, CaseIterable, Sendable {
        /// A control: the audit saw too little to say anything.
        case nothingFound = "nothing-found"
        case tenantColumn = "tenant-column"
        case rowSecurity = "row-security"
        case policy
        case key
        case foreignKey = "foreign-key"
        case contextTrigger = "context-trigger"
        case triggerFunction = "trigger-function"
        case view
        case sequence
        case relationKind = "relation-kind"
        case function
        case grant
        case role
        case defaultPrivilege = "default-privilege"
        case rewriteRule = "rewrite-rule"
    }

    package let rule: Rule
    /// Schema-qualified.
    package let object: String
    package let detail: String

    package init(_ rule: Rule, _ object: String, _ detail: String) {
        self.rule = rule
        self.object = object
        self.detail = detail
    }

    package var description: String { "\(rule.rawValue): \(object): \(detail)" }
}
