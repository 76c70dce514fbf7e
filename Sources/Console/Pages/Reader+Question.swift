import HTTPTypes
import Localization
import Web

/// Asking before doing: what will happen, said first; nothing is done by a link.
struct Question: Sendable {
    let title: String
    /// What will happen, a sentence each.
    let consequences: [String]
    let action: String
    let submit: String
    /// Leads back without doing anything.
    let back: String
    var fields: [FormField] = []
    var hidden: [PageForm.Hidden] = []
    var isGrave = true
    var trail: [Link] = []
    /// Whom it is about, where the title does not say it.
    var facts: [Fact] = []
    /// What was wrong with the last answer, beside no field.
    var faults: [String] = []
}

extension Reader {
    func ask(
        _ question: Question, fault: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let form = PageForm(
            action: question.action, hidden: hidden + question.hidden, fields: question.fields,
            consequences: question.consequences, submit: question.submit, isGrave: question.isGrave,
            cancel: Link(words("console.form.back"), question.back),
            faults: question.faults + [fault].compactMap(\.self))
        let facts: [Block] = question.facts.isEmpty ? [] : [.facts(title: nil, question.facts)]
        return try page(question.title, trail: question.trail, status: status, facts + [.form(form)])
    }

    /// The same question with what was answered to it, and what was wrong with that.
    func again(_ question: Question, _ answer: Submission<some Any>) -> Question {
        let (typed, told) = (TypedForm(answer), ProblemWords(words))
        var question = question
        question.faults += typed.others(than: question.fields, told)
        question.fields = typed.filled(question.fields, told)
        return question
    }

    /// Runs the verb that a question asked for and leads back to where its outcome is seen.
    func done(
        _ code: String, at url: String, _ question: Question, _ verb: () async throws -> Void
    ) async throws -> Answer {
        try await tried {
            try await verb()
            return .redirect(to: "\(url)?done=\(code)")
        } else: {
            try ask(question, fault: $0, status: $1)
        }
    }
}
