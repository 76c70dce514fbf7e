/// The words of the sandbox's pages in the languages of our sites.
struct PageWords: Sendable {
    let language: String
    let pay, cardNumber, expiry, securityCode, name, payButton, test, cancel: String
    let bank, bankAsks, complete, fail, done, paid, closed, unknown, notAllowed: String
    let onboarding, onboardingAsks, finish: String

    var direction: String { language == "ar" ? "rtl" : "ltr" }

    static let languages = ["en", "de", "ja", "ar", "ru"]

    /// The first that is known of those asked for; English else.
    static func of(_ asked: [String]) -> PageWords {
        for tag in asked {
            let language = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
            if let words = all[language] { return words }
        }
        return english
    }

    private static let all = Dictionary(
        uniqueKeysWithValues: [english, german, japanese, arabic, russian].map { ($0.language, $0) })

    private static let english = PageWords(
        language: "en", pay: "Pay by card", cardNumber: "Card number", expiry: "Expiry (MM/YY)",
        securityCode: "Security code", name: "Name on card", payButton: "Pay",
        test: "Test payment: no money moves. Use a test card, for example 4242 4242 4242 4242.", cancel: "Go back",
        bank: "Your bank asks", bankAsks: "Do you agree to this payment?", complete: "Complete", fail: "Fail",
        done: "Done", paid: "This payment has been made.", closed: "This payment can no longer be made.",
        unknown: "There is no such payment.", notAllowed: "The address to go back to is not allowed.",
        onboarding: "Connect your account", onboardingAsks: "Finish to receive payouts in this test.",
        finish: "Finish")

    private static let german = PageWords(
        language: "de", pay: "Mit Karte zahlen", cardNumber: "Kartennummer", expiry: "Gültig bis (MM/JJ)",
        securityCode: "Prüfnummer", name: "Name auf der Karte", payButton: "Zahlen",
        test: "Testzahlung: Es fließt kein Geld. Nehmen Sie eine Testkarte, zum Beispiel 4242 4242 4242 4242.",
        cancel: "Zurück", bank: "Ihre Bank fragt nach", bankAsks: "Stimmen Sie dieser Zahlung zu?",
        complete: "Zustimmen", fail: "Ablehnen", done: "Fertig", paid: "Diese Zahlung ist erfolgt.",
        closed: "Diese Zahlung ist nicht mehr möglich.", unknown: "Diese Zahlung gibt es nicht.",
        notAllowed: "Die Adresse für den Rückweg ist nicht erlaubt.", onboarding: "Konto verbinden",
        onboardingAsks: "Schließen Sie ab, um in diesem Test Auszahlungen zu erhalten.", finish: "Abschließen")

    private static let japanese = PageWords(
        language: "ja", pay: "カードで支払う", cardNumber: "カード番号", expiry: "有効期限（月/年）",
        securityCode: "セキュリティコード", name: "カード名義", payButton: "支払う",
        test: "テスト決済です。実際の請求はありません。テストカード（例: 4242 4242 4242 4242）をお使いください。",
        cancel: "戻る", bank: "銀行からの確認", bankAsks: "この支払いを承認しますか。", complete: "承認する",
        fail: "拒否する", done: "完了", paid: "この支払いは完了しています。", closed: "この支払いはもうできません。",
        unknown: "この支払いは見つかりません。", notAllowed: "戻り先のアドレスは許可されていません。",
        onboarding: "アカウントの連携", onboardingAsks: "完了すると、このテストで入金を受け取れます。",
        finish: "完了する")

    private static let arabic = PageWords(
        language: "ar", pay: "الدفع بالبطاقة", cardNumber: "رقم البطاقة", expiry: "تاريخ الانتهاء (شهر/سنة)",
        securityCode: "رمز الأمان", name: "الاسم على البطاقة", payButton: "ادفع",
        test: "دفعة تجريبية: لن يُخصم أي مبلغ. استخدم بطاقة تجريبية، مثل 4242 4242 4242 4242.", cancel: "رجوع",
        bank: "مصرفك يسأل", bankAsks: "هل توافق على هذه الدفعة؟", complete: "أوافق", fail: "أرفض", done: "تم",
        paid: "تمت هذه الدفعة.", closed: "لم تعد هذه الدفعة ممكنة.", unknown: "لا توجد دفعة كهذه.",
        notAllowed: "عنوان الرجوع غير مسموح به.", onboarding: "ربط حسابك",
        onboardingAsks: "أكمل لتتلقى المدفوعات في هذا الاختبار.", finish: "إكمال")

    private static let russian = PageWords(
        language: "ru", pay: "Оплата картой", cardNumber: "Номер карты", expiry: "Срок действия (ММ/ГГ)",
        securityCode: "Код безопасности", name: "Имя на карте", payButton: "Оплатить",
        test: "Тестовый платёж: деньги не списываются. Возьмите тестовую карту, например 4242 4242 4242 4242.",
        cancel: "Назад", bank: "Вопрос вашего банка", bankAsks: "Вы подтверждаете этот платёж?",
        complete: "Подтвердить", fail: "Отклонить", done: "Готово", paid: "Этот платёж выполнен.",
        closed: "Этот платёж больше невозможен.", unknown: "Такого платежа нет.",
        notAllowed: "Адрес для возврата не разрешён.", onboarding: "Подключение счёта",
        onboardingAsks: "Завершите, чтобы получать выплаты в этом тесте.", finish: "Завершить")
}

/// What the form says of a card, in the reader's words.
extension PageWords {
    /// By Stripe's code of a decline; nil for one without words of its own.
    func fault(_ code: String) -> String { Self.faults[language]?[code] ?? Self.faults[language]?["other"] ?? code }

    private static let faults: [String: [String: String]] = [
        "en": [
            "incorrect_number": "Your card number is incorrect.", "invalid_expiry_month": "The expiry is not a date.",
            "invalid_expiry_year": "The expiry has passed.", "invalid_cvc": "The security code has 3 or 4 digits.",
            "insufficient_funds": "Your card has insufficient funds.", "expired_card": "Your card has expired.",
            "incorrect_cvc": "The security code is incorrect.",
            "payment_intent_authentication_failure": "Your bank did not confirm that it is you.",
            "processing_error": "The card could not be processed. Try again in a little bit.",
            "other": "Your card was declined. Try another one.",
        ],
        "de": [
            "incorrect_number": "Die Kartennummer ist falsch.", "invalid_expiry_month": "Das ist kein Datum.",
            "invalid_expiry_year": "Die Karte ist abgelaufen.", "invalid_cvc": "Die Prüfnummer hat 3 oder 4 Ziffern.",
            "insufficient_funds": "Die Karte ist nicht gedeckt.", "expired_card": "Die Karte ist abgelaufen.",
            "incorrect_cvc": "Die Prüfnummer ist falsch.",
            "payment_intent_authentication_failure": "Ihre Bank hat nicht bestätigt, dass Sie es sind.",
            "processing_error": "Die Karte konnte nicht verarbeitet werden. Versuchen Sie es gleich noch einmal.",
            "other": "Die Karte wurde abgelehnt. Versuchen Sie es mit einer anderen.",
        ],
        "ja": [
            "incorrect_number": "カード番号が正しくありません。", "invalid_expiry_month": "有効期限が正しくありません。",
            "invalid_expiry_year": "有効期限が切れています。", "invalid_cvc": "セキュリティコードは3桁または4桁です。",
            "insufficient_funds": "残高が不足しています。", "expired_card": "カードの有効期限が切れています。",
            "incorrect_cvc": "セキュリティコードが正しくありません。",
            "payment_intent_authentication_failure": "銀行による本人確認ができませんでした。",
            "processing_error": "処理できませんでした。しばらくしてからもう一度お試しください。",
            "other": "カードが拒否されました。別のカードをお試しください。",
        ],
        "ar": [
            "incorrect_number": "رقم البطاقة غير صحيح.", "invalid_expiry_month": "تاريخ الانتهاء غير صحيح.",
            "invalid_expiry_year": "انتهت صلاحية البطاقة.", "invalid_cvc": "رمز الأمان من 3 أو 4 أرقام.",
            "insufficient_funds": "رصيد البطاقة غير كافٍ.", "expired_card": "انتهت صلاحية البطاقة.",
            "incorrect_cvc": "رمز الأمان غير صحيح.",
            "payment_intent_authentication_failure": "لم يؤكد مصرفك هويتك.",
            "processing_error": "تعذرت معالجة البطاقة. حاول مرة أخرى بعد قليل.",
            "other": "رُفضت البطاقة. جرّب بطاقة أخرى.",
        ],
        "ru": [
            "incorrect_number": "Номер карты неверен.", "invalid_expiry_month": "Срок действия неверен.",
            "invalid_expiry_year": "Срок действия истёк.", "invalid_cvc": "Код безопасности из 3 или 4 цифр.",
            "insufficient_funds": "На карте недостаточно средств.", "expired_card": "Срок действия карты истёк.",
            "incorrect_cvc": "Код безопасности неверен.",
            "payment_intent_authentication_failure": "Банк не подтвердил, что это вы.",
            "processing_error": "Карту не удалось обработать. Попробуйте чуть позже.",
            "other": "Карта отклонена. Попробуйте другую.",
        ],
    ]
}
