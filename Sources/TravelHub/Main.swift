import ArgumentParser

@main
struct TravelHub: AsyncParsableCommand {
    mutating func run() async throws {}
}
