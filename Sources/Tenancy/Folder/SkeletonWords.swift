internal import Vocabulary

/// The few words of a new folder in each language of the platform.
struct SkeletonWords {
    let notice: String
    let hours: String
    let tax: String
    private let titles: [PageKind: String]

    init(_ locale: LocaleTag) {
        switch locale.language {
        case "de": self = .german
        case "ru": self = .russian
        case "ar": self = .arabic
        case "ja": self = .japanese
        default: self = .english
        }
    }

    func title(_ kind: PageKind) -> String { titles[kind] ?? kind.rawValue }

    private init(notice: String, hours: String, tax: String, titles: [PageKind: String]) {
        self.notice = notice
        self.hours = hours
        self.tax = tax
        self.titles = titles
    }

    private static let english = SkeletonWords(
        notice: "This page waits for its text. It was made with the site and says nothing binding yet.",
        hours: "Monday to Friday, 9:00–17:00", tax: "VAT",
        titles: [
            .terms: "Terms of use", .privacy: "Privacy", .cookies: "Cookies", .imprint: "Legal notice",
            .accessibility: "Accessibility",
        ])

    private static let german = SkeletonWords(
        notice: "Diese Seite wartet auf ihren Text. Sie entstand mit der Website und sagt noch nichts Verbindliches.",
        hours: "Montag bis Freitag, 9–17 Uhr", tax: "USt.",
        titles: [
            .terms: "Nutzungsbedingungen", .privacy: "Datenschutz", .cookies: "Cookies", .imprint: "Impressum",
            .accessibility: "Barrierefreiheit",
        ])

    private static let russian = SkeletonWords(
        notice: "Эта страница ждёт своего текста. Она создана вместе с сайтом и пока ни к чему не обязывает.",
        hours: "с понедельника по пятницу, 9:00–17:00", tax: "НДС",
        titles: [
            .terms: "Условия использования", .privacy: "Конфиденциальность", .cookies: "Файлы cookie",
            .imprint: "Сведения о компании", .accessibility: "Доступность",
        ])

    private static let arabic = SkeletonWords(
        notice: "هذه الصفحة في انتظار نصّها. أُنشئت مع الموقع ولا تتضمّن بعدُ أيّ التزام.",
        hours: "من الأحد إلى الخميس، 9:00–17:00", tax: "ضريبة القيمة المضافة",
        titles: [
            .terms: "شروط الاستخدام", .privacy: "الخصوصية", .cookies: "ملفات تعريف الارتباط",
            .imprint: "البيانات القانونية", .accessibility: "إمكانية الوصول",
        ])

    private static let japanese = SkeletonWords(
        notice: "このページの本文は準備中です。サイトと同時に作成されたもので、まだ何ら拘束力を持ちません。",
        hours: "月曜日〜金曜日 9:00〜17:00", tax: "消費税",
        titles: [
            .terms: "ご利用規約", .privacy: "プライバシーポリシー", .cookies: "クッキーについて", .imprint: "運営者情報",
            .accessibility: "アクセシビリティ",
        ])
}
