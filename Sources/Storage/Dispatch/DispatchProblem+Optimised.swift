extension DispatchProblem {
  /// The schedule that earns the most.
  public func optimised(_ options: DispatchOptions = DispatchOptions()) throws(StorageError) -> DispatchSchedule {
    try options.check()
    return try programmed(options)
  }
}
