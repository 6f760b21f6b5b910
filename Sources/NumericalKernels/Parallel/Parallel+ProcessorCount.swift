#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

extension Parallel {
  /// The number of processors that are on line, at least one: the width of a run unless it is given one.
  public static let processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
