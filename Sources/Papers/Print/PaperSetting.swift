internal import Localization
internal import Tenancy

/// Sets a sheet on pages: from the letterhead down, a new page where one is full, everything mirrored where the
/// reader reads from the right.
struct PaperSetting {
    static let margin = 48.0
    /// Kept free at the foot for what stands on every page.
    static let footHeight = 30.0
    static let logoBox = (width: 200.0, height: 42.0)
    static let gutter = 24.0
    static let amountWidth = 120.0
    /// Of a sum in any script, about.
    static let sumHeight = 22.0
    /// More pages are no paper of a booking.
    static let pagesMax = 40

    private enum Mark {
        case text(TextBlock, x: Double, y: Double)
        case rule(x: Double, y: Double, width: Double, thickness: Double, Colour)
        case logo(x: Double, y: Double, width: Double, height: Double)
    }

    private let canvas: PaperCanvas
    private let sheet: PaperSheet
    private var pages: [[Mark]] = [[]]
    private var y = margin

    init(_ sheet: PaperSheet) {
        self.sheet = sheet
        canvas = PaperCanvas(sheet)
    }

    private var look: PaperLook { sheet.look }
    private var width: Double { PaperCanvas.width - 2 * Self.margin }
    private var isMirrored: Bool { sheet.direction == .rightToLeft }

    /// Throws `PaperFault`.
    static func print(_ sheet: PaperSheet) throws(PaperFault) -> [UInt8] {
        var setting = PaperSetting(sheet)
        setting.letterhead()
        setting.title()
        setting.parties()
        setting.passage(sheet.stay, 0, setting.width, isLoud: true)
        setting.y += 14
        if let table = sheet.table { setting.table(table) }
        setting.notes()
        return try setting.drawn()
    }

    // MARK: Parts

    private mutating func letterhead() {
        var bottom = y
        if let size = look.logo.flatMap(PaperCanvas.size) {
            let scale = min(Self.logoBox.width / size.width, Self.logoBox.height / size.height)
            let (wide, high) = (size.width * scale, size.height * scale)
            put(.logo(x: mirrored(0, wide), y: y, width: wide, height: high))
            bottom = y + high
        } else {
            let name = block(sheet.brand, 18, isBold: true, look.accent, width: width / 2)
            place(name, 0, width / 2)
            bottom = y + name.height
        }
        let half = width / 2 - Self.gutter
        var line = y
        for (index, text) in sheet.sender.enumerated() {
            let sender = block(
                text, 8.5, isBold: index == 0, index == 0 ? look.text : look.muted, width: half, isEnd: true)
            place(sender, width - half, half, at: line)
            line += sender.height + 1
        }
        y = max(bottom, line) + 14
        put(.rule(x: Self.margin, y: y, width: width, thickness: 2, look.accent))
        y += 26
    }

    private mutating func title() {
        flow(block(sheet.heading, 22, isBold: true, look.text, width: width), after: 4)
        if let lead = sheet.lead { flow(block(lead, 10, look.muted, width: width), after: 4) }
        y += 12
    }

    private mutating func parties() {
        let half = (width - Self.gutter) / 2
        let top = y
        if let addressee = sheet.addressee { passage(addressee, 0, half) }
        let left = y
        y = top
        let from = sheet.addressee == nil ? 0 : half + Self.gutter
        for fact in sheet.facts {
            let room = half * 0.44
            let label = block(fact.label, 9, look.muted, width: room)
            let value = block(fact.value, 9, look.text, width: half - room)
            place(label, from, room)
            place(value, from + room, half - room)
            y += max(label.height, value.height) + 3
        }
        y = max(left, y) + 16
    }

    private mutating func passage(_ passage: PaperSheet.Passage, _ x: Double, _ wide: Double, isLoud: Bool = false) {
        let title = block(passage.title, 8.5, isBold: true, look.accent, width: wide)
        room(for: title.height + 30)
        place(title, x, wide)
        y += title.height + 4
        for (index, text) in passage.lines.enumerated() {
            let line = block(text, isLoud && index == 0 ? 12 : 9.5, isBold: index == 0, look.text, width: wide)
            room(for: line.height)
            place(line, x, wide)
            y += line.height + 2
        }
    }

    private mutating func table(_ table: PaperSheet.Table) {
        let textWidth = width - Self.amountWidth - Self.gutter
        row(
            block(table.text, 8.5, isBold: true, look.muted, width: textWidth), nil,
            block(table.amount, 8.5, isBold: true, look.muted, width: Self.amountWidth, isEnd: true), look.text)
        for line in table.rows {
            row(
                block(line.text, 10, look.text, width: textWidth),
                line.note.map { block($0, 8.5, look.muted, width: textWidth) },
                block(line.amount, 10, look.text, width: Self.amountWidth, isEnd: true), look.hairline)
        }
        y += 6
        // A total does not stand apart from what it is made of more than it must.
        room(for: Double(table.sums.count) * Self.sumHeight)
        for sum in table.sums { self.sum(sum) }
        y += 16
    }

    private mutating func row(_ text: TextBlock, _ note: TextBlock?, _ amount: TextBlock, _ line: Colour) {
        let high = max(text.height + (note.map { $0.height + 2 } ?? 0), amount.height)
        room(for: high + 10)
        y += 5
        place(text, 0, width - Self.amountWidth - Self.gutter)
        if let note { place(note, 0, width - Self.amountWidth - Self.gutter, at: y + text.height + 2) }
        place(amount, width - Self.amountWidth, Self.amountWidth)
        y += high + 5
        put(.rule(x: Self.margin, y: y, width: width, thickness: 0.6, line))
    }

    private mutating func sum(_ sum: PaperSheet.Sum) {
        let (size, from) = (sum.isChief ? 12.0 : 10.0, width * 0.4)
        let wide = width - from - Self.amountWidth - 8
        let label = block(sum.label, size, isBold: sum.isChief, look.text, width: wide)
        let amount = block(
            sum.amount, size, isBold: sum.isChief, look.text, width: Self.amountWidth + 8, isEnd: true)
        let high = max(label.height, amount.height)
        room(for: high + 8)
        y += 3
        place(label, from, wide)
        place(amount, width - Self.amountWidth - 8, Self.amountWidth + 8)
        y += high + 3
    }

    private mutating func notes() {
        for note in sheet.notes { flow(block(note, 9, look.text, width: width), after: 5) }
    }

    // MARK: Pages

    private func block(
        _ text: String, _ points: Double, isBold: Bool = false, _ colour: Colour, width: Double, isEnd: Bool = false
    ) -> TextBlock {
        canvas.text(
            text, TextBlock.Style(points: points, isBold: isBold, colour: colour), width: width,
            isEnd == isMirrored ? .left : .right)
    }

    /// Where something that is `wide` stands, counted from the side on which reading begins.
    private func mirrored(_ x: Double, _ wide: Double) -> Double { Self.margin + (isMirrored ? width - x - wide : x) }

    private mutating func put(_ mark: Mark) { pages[pages.count - 1].append(mark) }

    private mutating func place(_ block: TextBlock, _ x: Double, _ wide: Double, at top: Double? = nil) {
        put(.text(block, x: mirrored(x, wide), y: top ?? y))
    }

    private mutating func flow(_ block: TextBlock, after gap: Double) {
        room(for: block.height)
        place(block, 0, width)
        y += block.height + gap
    }

    private mutating func room(for high: Double) {
        guard y + high > PaperCanvas.height - Self.margin - Self.footHeight else { return }
        pages.append([])
        y = Self.margin
    }

    private func drawn() throws(PaperFault) -> [UInt8] {
        guard pages.count <= Self.pagesMax else { throw .tooLong }
        for (index, marks) in pages.enumerated() {
            for mark in marks { draw(mark) }
            foot(index + 1)
            canvas.endPage()
        }
        return PDFCatalogue(try canvas.finish()).speaking(sheet.locale)
    }

    private func draw(_ mark: Mark) {
        switch mark {
        case .text(let block, let x, let y): canvas.draw(block, x: x, y: y)
        case .rule(let x, let y, let width, let thickness, let colour):
            canvas.rule(x: x, y: y, width: width, thickness: thickness, colour)
        case .logo(let x, let y, let width, let height):
            if let logo = look.logo, canvas.picture(logo, x: x, y: y, width: width, height: height) { return }
            canvas.draw(block(sheet.brand, 18, isBold: true, look.accent, width: width), x: x, y: y)
        }
    }

    private func foot(_ page: Int) {
        let top = PaperCanvas.height - Self.margin - 22
        canvas.rule(x: Self.margin, y: top, width: width, thickness: 0.6, look.hairline)
        let wide = width * 0.78
        canvas.draw(block(sheet.footer, 8, look.muted, width: wide), x: mirrored(0, wide), y: top + 7)
        let number = block(
            sheet.pageWords(page, pages.count), 8, look.muted, width: width - wide, isEnd: true)
        canvas.draw(number, x: mirrored(wide, width - wide), y: top + 7)
    }
}
