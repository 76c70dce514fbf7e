import Foundation

/// A colour as people see it: lightness 0 to 1, chroma, hue. Moving one leaves the others as they look, which the
/// channels of sRGB do not (B. Ottosson, "A perceptual color space for image processing", 2020; CSS Color 4 §9).
struct OKLCH: Sendable {
    var lightness: Double
    let chroma: Double
    /// In radians.
    let hue: Double

    init(_ colour: Colour) {
        let (red, green, blue) = (Self.linear(colour.red), Self.linear(colour.green), Self.linear(colour.blue))
        let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        let alpha = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        let beta = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
        chroma = (alpha * alpha + beta * beta).squareRoot()
        hue = atan2(beta, alpha)
    }

    /// The nearest colour of sRGB: with less chroma where the screen has no such one.
    var colour: Colour {
        var (low, high) = (0.0, chroma)
        if Self.isShown(channels(chroma)) { low = chroma }
        while high - low > 0.0005 {
            let half = (low + high) / 2
            if Self.isShown(channels(half)) { low = half } else { high = half }
        }
        let bytes = channels(low).map(Self.byte)
        return Colour(red: bytes[0], green: bytes[1], blue: bytes[2])
    }

    /// Linear red, green and blue; outside 0 to 1 where the screen cannot show them.
    private func channels(_ chroma: Double) -> [Double] {
        let (alpha, beta) = (chroma * cos(hue), chroma * sin(hue))
        let long = pow(lightness + 0.3963377774 * alpha + 0.2158037573 * beta, 3)
        let middle = pow(lightness - 0.1055613458 * alpha - 0.0638541728 * beta, 3)
        let short = pow(lightness - 0.0894841775 * alpha - 1.2914855480 * beta, 3)
        return [
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        ]
    }

    private static func isShown(_ channels: [Double]) -> Bool {
        channels.allSatisfy { (-0.0005...1.0005).contains($0) }
    }

    private static func linear(_ channel: UInt8) -> Double {
        let share = Double(channel) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }

    private static func byte(_ linear: Double) -> UInt8 {
        let share = min(max(linear, 0), 1)
        let curved = share <= 0.0031308 ? share * 12.92 : 1.055 * pow(share, 1 / 2.4) - 0.055
        return UInt8((curved * 255).rounded())
    }
}
