/// The columns that a layout reads, by slot.
enum DataMinerColumns {
  static let beginUTC = 0
  static let beginLocal = 1
  static let endUTC = 2
  static let endLocal = 3
  static let issuedUTC = 4
  static let issuedLocal = 5
  static let current = 6
  static let version = 7
  static let verified = 8
  static let label = 9
  static let place = 10
  static let secondPlace = 11
  static let type = 12
  /// The first column of values; the others follow.
  static let values = 13

  // MARK: Prices

  static let total = values
  static let energy = values + 1
  static let congestion = values + 2
  static let loss = values + 3

  // MARK: Services

  static let unit = values
  static let value = values + 1
}

extension DataMinerLayout {
  /// The names of all columns that are read, by slot; an empty name for a slot that the feed does not use.
  var columns: [String] {
    var names = [begin + "_utc", begin + "_ept", "", "", "", "", "row_is_current", "version_nbr"]
    if case .stated = length {
      names[DataMinerColumns.endUTC] = "datetime_ending_utc"
      names[DataMinerColumns.endLocal] = "datetime_ending_ept"
    }
    if let issued {
      names[DataMinerColumns.issuedUTC] = issued + "_utc"
      names[DataMinerColumns.issuedLocal] = issued + "_ept"
    }
    names += [verified ?? "", label ?? ""]
    switch place {
    case .node(let name): names += [name == "name" ? "" : "pnode_id", name, "type"]
    case .system: names += ["", "", ""]
    case .named(let column, _), .service(let column): names += [column, "", ""]
    case .constraint: names += ["monitored_facility", "contingency_facility", ""]
    }
    switch form {
    case .prices(_, let total):
      names += [
        total, priceColumn("system_energy_price"), priceColumn("congestion_price"),
        priceColumn("marginal_loss_price"),
      ]
    case .measures(let measures):
      for measure in measures {
        names.append(measure.column)
        names += measure.parts.map(\.column)
      }
    case .services:
      names += ["unit", "value"]
    }
    return names
  }
}
