/// The money in which a price is stated, by its ISO 4217 code, or a hundredth of one that markets quote in.
///
/// British gas is quoted in pence: ``pence`` is a currency of its own whose major currency is ``gbp``, so that a price in
/// pence is never mistaken for pounds.
public struct Currency: Hashable, Sendable {
  /// The code: ISO 4217, such as `EUR`, or `GBp` for pence.
  public let code: String
  /// The ISO code of the currency that this one is a part of; ``code`` itself for a whole currency.
  public let majorCode: String
  /// How many of this currency make one of its major currency: 100 for pence, 1 for a whole currency.
  public let unitsPerMajor: Double

  /// Makes a whole currency from its ISO 4217 code.
  public init(_ code: String) {
    self.init(code: code, majorCode: code, unitsPerMajor: 1)
  }

  /// Makes a currency that is a part of another, such as 100 cents to one `USD`.
  public init(code: String, majorCode: String, unitsPerMajor: Double) {
    self.code = code
    self.majorCode = majorCode
    self.unitsPerMajor = unitsPerMajor
  }

  /// The whole currency: pounds for pence, itself for a whole currency.
  public var major: Currency { Currency(majorCode) }

  /// US dollar.
  public static let usd = Currency("USD")
  /// A hundredth of a US dollar.
  public static let usCents = Currency(code: "USc", majorCode: "USD", unitsPerMajor: 100)
  /// Canadian dollar.
  public static let cad = Currency("CAD")
  /// Mexican peso.
  public static let mxn = Currency("MXN")
  /// Euro.
  public static let eur = Currency("EUR")
  /// A hundredth of a euro.
  public static let euroCents = Currency(code: "EUc", majorCode: "EUR", unitsPerMajor: 100)
  /// Pound sterling.
  public static let gbp = Currency("GBP")
  /// Penny, a hundredth of a pound: British gas.
  public static let pence = Currency(code: "GBp", majorCode: "GBP", unitsPerMajor: 100)
  /// Swiss franc.
  public static let chf = Currency("CHF")
  /// Norwegian krone.
  public static let nok = Currency("NOK")
  /// Swedish krona.
  public static let sek = Currency("SEK")
  /// Danish krone.
  public static let dkk = Currency("DKK")
  /// Polish złoty.
  public static let pln = Currency("PLN")
  /// Czech koruna.
  public static let czk = Currency("CZK")
  /// Hungarian forint.
  public static let huf = Currency("HUF")
  /// Romanian leu.
  public static let ron = Currency("RON")
  /// Bulgarian lev, until the end of 2025.
  public static let bgn = Currency("BGN")
  /// Serbian dinar.
  public static let rsd = Currency("RSD")
  /// Ukrainian hryvnia.
  public static let uah = Currency("UAH")
  /// Turkish lira.
  public static let turkishLira = Currency("TRY")
  /// Japanese yen.
  public static let jpy = Currency("JPY")
  /// South Korean won.
  public static let krw = Currency("KRW")
  /// Chinese renminbi.
  public static let cny = Currency("CNY")
  /// Indian rupee.
  public static let inr = Currency("INR")
  /// Singapore dollar.
  public static let sgd = Currency("SGD")
  /// New Taiwan dollar.
  public static let twd = Currency("TWD")
  /// Philippine peso.
  public static let php = Currency("PHP")
  /// Australian dollar.
  public static let aud = Currency("AUD")
  /// New Zealand dollar.
  public static let nzd = Currency("NZD")
  /// Brazilian real.
  public static let brl = Currency("BRL")
  /// Argentine peso.
  public static let ars = Currency("ARS")
  /// Chilean peso.
  public static let clp = Currency("CLP")
  /// Peruvian sol.
  public static let pen = Currency("PEN")
  /// Colombian peso.
  public static let cop = Currency("COP")
}

extension Currency: CustomStringConvertible {
  /// The code.
  public var description: String { code }
}
