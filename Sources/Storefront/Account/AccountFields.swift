import Identity
import Vocabulary
import Web

/// The fields that pages of accounts share, as programs are held to them, too.
enum AccountFields {
    static let email = TypedField.shown("email", .email)
    static let name = TypedField.shown("name", .text(max: Account.nameMax))
    static let password = password("password")
    static let newPassword = password("new_password")
    /// A recovery code with its dashes, and some room for spaces.
    static let code = TypedField.shown("code", .text(max: 24))
    static let news = TypedField.carried("news", .boolean)
    static let token = TypedField.carried("token", .text(max: 130))
    /// Of the page to judge: one that leads away is forgotten, and stops nobody.
    static let next = TypedField.shown(SignInNeeded.nextField, .text(max: NextPage.lengthMax, []))
    static let told = TypedField.carried(Told.field, .text(max: 20))
    static let refused = TypedField.carried(RefusedWay.field, .text(max: 60))

    /// As typed, and no longer than a program may send it.
    private static func password(_ name: String) -> TypedField {
        .shown(name, .text(max: 4 * PasswordRule.lengthMax, []))
    }
}
