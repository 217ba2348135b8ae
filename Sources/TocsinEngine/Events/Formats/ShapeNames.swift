/// What reading JSON must know of the shapes that decoders tell apart, beside the names of fields.
struct ShapeNames: Sendable {
  /// Further names of nested values.
  var names: [(path: String, name: String)] = []
  /// Objects whose members go by their own names, too.
  var unwrapped: [String] = []
  /// Fields that shapes ask for; a field's index is its slot.
  var slots: [String] = []

  /// An event notes which of them it has in so many bits.
  static let slotLimit = 64

  /// The slot of a field, new if need be; nil where there are too many.
  mutating func slot(_ field: String) -> Int? {
    if let known = slots.firstIndex(of: field) { return known }
    guard slots.count < Self.slotLimit else { return nil }
    slots.append(field)
    return slots.count - 1
  }
}
