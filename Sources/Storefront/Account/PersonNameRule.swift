import Identity
import Vocabulary
import Web

/// How somebody is called, read by the rule that programs are held to as well.
enum PersonNameRule {
    static func check(_ typed: String) -> (value: String, fault: Problem.Fault?) {
        var log = FaultLog()
        let kind = Kind<String>.text(max: Account.nameMax)
        let value = kind.value(of: typed, &log)
        return (value ?? "", log.faults.first)
    }
}
