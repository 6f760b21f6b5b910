/// One published report of a market: what it holds, how often it comes and how late.
public struct Feed: Hashable, Sendable {
  /// The identifier of a feed, such as `pjm.da_hrl_lmps`: market, dot, the operator's own report name.
  public struct ID: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The identifier's text.
    public let rawValue: String

    /// Makes an identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Makes an identifier from a literal.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The identifier's text.
    public var description: String { rawValue }
  }

  /// The identifier.
  public let id: ID
  /// The market that publishes it.
  public let market: Market.ID
  /// The operator's title of the report.
  public let title: String
  /// The main product: the price or quantity that summaries speak of.
  ///
  /// Other kinds in the same report are secondary.
  public let product: Product
  /// The usual length of its intervals, in seconds; 0 where they are irregular.
  public let intervalSeconds: Int64
  /// How often a new payload comes, in seconds.
  public let cadenceSeconds: Int64
  /// When an interval is published, where the payload does not say.
  public let publication: PublicationRule
  /// The names under which the host's credentials are looked up; empty for open feeds.
  public let credentialNames: [String]

  /// Describes a feed.
  public init(
    id: ID, market: Market.ID, title: String, product: Product, intervalSeconds: Int64, cadenceSeconds: Int64,
    publication: PublicationRule, credentialNames: [String] = []
  ) {
    self.id = id
    self.market = market
    self.title = title
    self.product = product
    self.intervalSeconds = intervalSeconds
    self.cadenceSeconds = cadenceSeconds
    self.publication = publication
    self.credentialNames = credentialNames
  }
}
