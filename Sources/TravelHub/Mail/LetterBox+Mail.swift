import Foundation
import Identity
import Messaging
import Vocabulary
import Web

extension LetterBox {
    /// Identity says what is to be written, Messaging writes it: in the transaction of what it tells of.
    init(sending mail: EnqueueMail, clock: WallClock) {
        self.init { letter, transaction in
            let name = letter.name.isEmpty ? nil : letter.name
            try await mail.enqueue(
                letter.content.message(at: clock.now()), to: MailRecipient(MailAddress(letter.recipient), name: name),
                in: letter.locale,
                in: transaction)
        }
    }
}

extension Identity.Letter.Content {
    fileprivate func message(at now: Date) -> MailMessage {
        switch self {
        case .verifyEmail(let path): .verifyEmail(path: path, validMinutes: LetterTerms.verifyMinutes)
        case .accountExists(let path): .accountExists(path: path)
        case .resetPassword(let path): .resetPassword(path: path, validMinutes: LetterTerms.resetMinutes)
        case .passwordChanged: .passwordChanged
        case .confirmNewEmail(let path): .confirmNewEmail(path: path, validMinutes: LetterTerms.verifyMinutes)
        case .emailChanged(let email): .emailChangedFrom(newAddress: MailAddress(email))
        case .emailIsNow: .emailChangedTo
        case .newDevice(let device): .newDevice(device: device.userAgent ?? "", address: device.address, at: now)
        case .wayLinked(let provider): .signInLinked(provider: provider, at: now)
        case .wayUnlinked(let provider): .signInUnlinked(provider: provider, at: now)
        case .invitation(let path, let role, let inviter):
            .staffInvitation(
                inviter: inviter, role: role.rawValue, path: path, validMinutes: LetterTerms.invitationMinutes)
        case .accountDeleted: .accountDeleted
        }
    }
}
