/// A value that must not appear in logs, errors or descriptions: an API key, a token, a password.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The secret itself: for the transport alone.
  public let revealed: String

  /// Wraps a secret.
  public init(_ revealed: String) { self.revealed = revealed }

  /// Never the secret.
  public var description: String { "<secret>" }

  /// Never the secret.
  public var debugDescription: String { description }

  /// No children, so that `dump` shows nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The host's credentials, by the names that ``Feed/credentialNames`` asks for.
public struct Credentials: Sendable {
  private var secrets: [String: Secret]

  /// Makes credentials from names and secrets.
  public init(_ secrets: [String: Secret] = [:]) { self.secrets = secrets }

  /// The secret under a name, or `nil`.
  public subscript(name: String) -> Secret? {
    get { secrets[name] }
    set { secrets[name] = newValue }
  }
}

/// What to fetch: a URL with its query and headers, kept as values so that any HTTP client, archive or test can serve it.
public struct FeedRequest: Sendable, Hashable {
  /// The feed that the answer belongs to.
  public let feed: Feed.ID
  /// The time that the answer covers.
  public let covering: DeliveryInterval
  /// Scheme, host and path, without a query.
  public let url: String
  /// The query's names and values, in order, not yet percent-encoded.
  public let query: [QueryItem]
  /// Header names and values that are no secret.
  public let headers: [QueryItem]
  /// Header names and secret values: never part of a description.
  public let secretHeaders: [String: Secret]
  /// The name under which a folder of files would hold the answer, with `*` for what cannot be known beforehand.
  public let fileName: String

  /// A name and its value.
  public struct QueryItem: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    /// Makes an item.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Makes a request.
  public init(
    feed: Feed.ID, covering: DeliveryInterval, url: String, query: [QueryItem] = [], headers: [QueryItem] = [],
    secretHeaders: [String: Secret] = [:], fileName: String
  ) {
    self.feed = feed
    self.covering = covering
    self.url = url
    self.query = query
    self.headers = headers
    self.secretHeaders = secretHeaders
    self.fileName = fileName
  }

  /// The URL with its query, percent-encoded as RFC 3986 asks; headers are not part of it.
  public var fullURL: String {
    guard !query.isEmpty else { return url }
    let items = query.map { FeedRequest.encoded($0.name) + "=" + FeedRequest.encoded($0.value) }
    return url + "?" + items.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    let digits: [Character] = Array("0123456789ABCDEF")
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result.append("%")
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
      }
    }
    return result
  }
}

extension FeedRequest: CustomStringConvertible {
  /// Feed and URL; no header and no secret.
  public var description: String { "\(feed) \(fullURL)" }
}
