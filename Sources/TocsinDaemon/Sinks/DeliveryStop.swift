import Synchronization

/// Ends deliveries early, from another thread and for good.
public final class DeliveryStop: Sendable {
  private let asked = Atomic(false)

  public init() {}

  public var isAsked: Bool { asked.load(ordering: .relaxed) }

  public func ask() { asked.store(true, ordering: .relaxed) }
}
