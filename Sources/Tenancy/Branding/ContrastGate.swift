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
                nearestPassing: replacement(pair, in: palette))
        }
    }

    /// The colour of the same hue and chroma whose lightness is the nearest that passes.
    static func nearestPassing(_ front: Colour, on back: Colour, ratioMin: Double) -> Colour {
        // Unreachable up to 4.58: one of black and white always stands that far from any colour.
        nearestPassing(front, on: [(back, ratioMin)]) ?? (back.luminance > 0.18 ? .black : .white)
    }

    /// The same on several backgrounds at once; nil where none passes on all of them.
    static func nearestPassing(_ front: Colour, on grounds: [(colour: Colour, ratioMin: Double)]) -> Colour? {
        func passes(_ colour: Colour) -> Bool {
            grounds.allSatisfy { colour.contrast(with: $0.colour) >= $0.ratioMin }
        }
        if passes(front) { return front }
        let seen = OKLCH(front)
        for step in 1...lightnessSteps {
            let distance = Double(step) / Double(lightnessSteps)
            for lightness in [seen.lightness - distance, seen.lightness + distance] where (0...1).contains(lightness) {
                var candidate = seen
                candidate.lightness = lightness
                let colour = candidate.colour
                if passes(colour) { return colour }
            }
        }
        return [Colour.black, .white].first(where: passes)
    }

    /// Finer than the eye, and than a channel of 256 steps.
    private static let lightnessSteps = 500

    /// A replacement that passes wherever the token stands, else at least on this background.
    private static func replacement(_ pair: Pair, in palette: Palette) -> Colour {
        let front = palette[pair.foreground]
        let grounds = pairs.filter { $0.foreground == pair.foreground }.map {
            (colour: palette[$0.background], ratioMin: $0.ratioMin)
        }
        return nearestPassing(front, on: grounds)
            ?? nearestPassing(front, on: palette[pair.background], ratioMin: pair.ratioMin)
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

    package var ratioText: String { Self.written(ratio) }
    package var neededText: String { Self.written(pair.ratioMin) }

    /// Two decimals, cut off and not rounded: 4.499 is not 4.5.
    private static func written(_ ratio: Double) -> String {
        let hundredths = Int(ratio * 100 + 0.000_001)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
