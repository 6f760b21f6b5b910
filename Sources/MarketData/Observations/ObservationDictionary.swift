/// The locations and products that tables refer to by code: append-only, shared between chunks and threads.
///
/// A code is the position at which a value was first seen; it never changes. One dictionary per store, or per group of payloads
/// that end up in one table, keeps codes comparable; tables translate codes of other dictionaries when chunks are appended.
///
/// - Complexity: a look-up by value or code takes one lock and is O(1); read ``locations`` once before a loop.
public final class ObservationDictionary: Sendable {
  private struct Interned<Value: Hashable & Sendable>: Sendable {
    var values: [Value] = []
    var codes: [Value: UInt32] = [:]

    mutating func code(for value: Value) -> UInt32 {
      if let code = codes[value] { return code }
      let code = UInt32(values.count)
      values.append(value)
      codes[value] = code
      return code
    }
  }

  private let internedLocations = Guarded(Interned<Location>())
  private let internedProducts = Guarded(Interned<Product>())

  /// Makes an empty dictionary.
  public init() {}

  /// The code of a location, added if it is new.
  public func code(for location: Location) -> UInt32 { internedLocations.withLock { $0.code(for: location) } }

  /// The code of a product, added if it is new.
  public func code(for product: Product) -> UInt32 { internedProducts.withLock { $0.code(for: product) } }

  /// The code of a location that is already known, or `nil`.
  public func existingCode(for location: Location) -> UInt32? { internedLocations.withLock { $0.codes[location] } }

  /// The code of a product that is already known, or `nil`.
  public func existingCode(for product: Product) -> UInt32? { internedProducts.withLock { $0.codes[product] } }

  /// All locations, by code.
  public var locations: [Location] { internedLocations.withLock { $0.values } }

  /// All products, by code.
  public var products: [Product] { internedProducts.withLock { $0.values } }
}
