#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The number of processors that are on line, at least one.
let processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
