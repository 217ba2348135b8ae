/// The shapes of JSON records, in the order tried. Owned by a `DecoderSet`.
struct ShapeTable: BitwiseCopyable {
  private struct Shape: BitwiseCopyable {
    /// Slots of the fields that must be there.
    var required: UInt64
    var decoder: Int32
    /// Its conditions among all of them.
    var conditions: Range32
  }

  private struct Condition: BitwiseCopyable {
    var slot: UInt16
    /// The values of which one must stand there, among all of them; none where any will do.
    var values: Range32
  }

  private struct Range32: BitwiseCopyable {
    var start: Int32
    var end: Int32
    var indices: Range<Int> { Int(start)..<Int(end) }
  }

  private let shapes: Table<Shape>
  private let conditions: Table<Condition>
  private let values: Table<ByteView>

  /// Shapes with the numbers of their decoders and the slots of their fields.
  init(_ list: [(decoder: Int, conditions: [(slot: Int, values: [String])])], pool: ConstantPool) {
    var shapes: [Shape] = []
    var conditions: [Condition] = []
    var values: [ByteView] = []
    for shape in list {
      let start = Int32(conditions.count)
      for condition in shape.conditions {
        let first = Int32(values.count)
        values += condition.values.map { pool.view($0) }
        conditions.append(Condition(slot: UInt16(condition.slot), values: .init(start: first, end: Int32(values.count))))
      }
      let required = shape.conditions.reduce(UInt64(0)) { $0 | 1 << UInt64($1.slot) }
      shapes.append(
        Shape(
          required: required, decoder: Int32(shape.decoder), conditions: .init(start: start, end: Int32(conditions.count))))
    }
    self.shapes = pool.table(shapes)
    self.conditions = pool.table(conditions)
    self.values = pool.table(values)
  }

  /// The decoder of the first shape that the event has, or -1.
  func find(_ event: Event) -> Int32 {
    for shape in shapes where shape.required & ~event.shapeSlots == 0 {
      if shape.conditions.indices.allSatisfy({ holds(conditions[$0], event) }) { return shape.decoder }
    }
    return -1
  }

  private func holds(_ condition: Condition, _ event: Event) -> Bool {
    if condition.values.start == condition.values.end { return true }
    for field in event.shapeValues.view where field.id.rawValue == condition.slot {
      for index in condition.values.indices where values[index] == field.value { return true }
    }
    return false
  }
}
