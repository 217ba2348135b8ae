import ArgumentParser

@main
struct Tocsin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tocsin", abstract: "Reads security logs and rings when something is wrong.")
}
