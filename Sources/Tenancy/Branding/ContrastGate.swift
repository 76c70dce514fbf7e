/// Lets no brand out whose words or controls cannot be read: WCAG 2.2 AA over every pair of
/// foreground and background, in both palettes.
package enum ContrastGate {
    /// Success criterion 1.4.3: text of any size.
    package static let textRatioMin = 4.5
    /// Success criteria 1.4.11 and 2.4.13: controls and the focus ring.
    package static let controlRatioMin = 3.0

    package struct Pair: Hashable, Sendable {
        package let foreground: ColourToken
        package let background: ColourToken
        package let ratioMin: Double
    }

    /// Every pair that a page may show.
    package static let pairs: [Pair] = {
        let grounds: [ColourToken] = [.background, .surface, .surfaceRaised]
        let words: [ColourToken] = [.text, .textMuted, .link, .positive, .warning, .danger]
        let controls: [ColourToken] = [.accent, .border, .focus]
        let fills: [(ColourToken, ColourToken)] = [
            (.accentText, .accent), (.onPositive, .positive), (.onWarning, .warning), (.onDanger, .danger),
        ]
        return words.flatMap { word in grounds.map { Pair(foreground: word, background: $0, ratioMin: textRatioMin) } }
            + controls.flatMap { control in
                grounds.map { Pair(foreground: control, background: $0, ratioMin: controlRatioMin) }
            }
            + fills.map { Pair(foreground: $0, background: $1, ratioMin: textRatioMin) }
    }()

    package static func check(_ branding: BrandingDefinition) -> [ContrastFault] {
        check(branding.light, .light) + check(branding.dark, .dark)
    }

    package static func check(_ palette: Palette, _ scheme: ColourScheme) -> [ContrastFault] {
        pairs.compactMap { pair in
            let (front, back) = (palette[pair.foreground], palette[pair.background])
            let ratio = front.contrast(with: back)
            guard ratio < pair.ratioMin else { return nil }
            return ContrastFault(
                scheme: scheme, pair: pair, ratio: ratio,
                nearestPassing: nearestPassing(front, on: back, ratioMin: pair.ratioMin))
        }
    }

    /// The first colour on the way to black or to white that passes, whichever is nearer.
    static func nearestPassing(_ front: Colour, on back: Colour, ratioMin: Double) -> Colour {
        let steps = 256
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            for end in [Colour.black, .white] {
                let candidate = front.mixed(with: end, share: share)
                if candidate.contrast(with: back) >= ratioMin { return candidate }
            }
        }
        // Unreachable up to 4.58: one of black and white always stands that far from any colour.
        return back.luminance > 0.18 ? .black : .white
    }
}

/// One pair of a palette that is too close, with a colour that would do.
package struct ContrastFault: Hashable, Sendable, CustomStringConvertible {
    package let scheme: ColourScheme
    package let pair: ContrastGate.Pair
    package let ratio: Double
    /// A replacement for the foreground.
    package let nearestPassing: Colour

    package var description: String {
        "\(pair.foreground.rawValue) on \(pair.background.rawValue) in the \(scheme.rawValue) palette has contrast "
            + "\(Self.written(ratio)), at least \(Self.written(pair.ratioMin)) is needed; \(nearestPassing) would pass"
    }

    /// Two decimals, cut off and not rounded: 4.499 is not 4.5.
    private static func written(_ ratio: Double) -> String {
        let hundredths = Int(ratio * 100 + 0.000_001)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
