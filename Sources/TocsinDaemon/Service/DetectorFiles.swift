import Foundation
import Sigma
import TocsinEngine

/// The rules and decoders of a configuration, loaded, and a hash of all their files and the placeholder lists: the same hash, the same detectors.
struct DetectorFiles {
  let pack: DetectorPack
  let hash: UInt64

  init(_ configuration: Configuration) throws(Daemon.Failure) {
    let (rules, decoders) = DetectorPack.paths(of: configuration)
    // Before they are loaded: what changes in between is then seen as a change the next time, and not overlooked.
    hash = Self.hash(of: rules + decoders + [DetectorPack.shippedPath].compactMap { $0 }, configuration.placeholders)
    pack = DetectorPack.load(rules, decoders: decoders, placeholders: configuration.placeholders)
    guard !pack.rules.rules.isEmpty else {
      throw .rules(["no rule could be loaded from \(configuration.detectors.joined(separator: ", "))"] + pack.errors)
    }
  }

  /// FNV-1a over the files' paths, lengths and contents, and the placeholder lists.
  private static func hash(of paths: [String], _ placeholders: [String: [String]]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 } }
    for file in paths.flatMap({ YAMLFiles.find(in: $0, skipping: []) }) {
      let content = FileManager.default.contents(atPath: file) ?? Data()
      add("\(file)\n\(content.count)\n".utf8)
      add(content)
    }
    for (name, values) in placeholders.sorted(by: { $0.key < $1.key }) {
      add("\(name)\n\(values.count)\n".utf8)
      for value in values { add("\(value)\n".utf8) }
    }
    return hash
  }
}
