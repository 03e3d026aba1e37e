package io.ttdust.adapters.wal.inspection;

/// A place where the log is not as it was written.
///
/// @param lsn where it begins
/// @param damage whether something durable is gone, so that the log refuses to start; otherwise nobody was ever
///     told of what lay there, and the next start cuts it
/// @param what in words, with the file's name
public record LogFlaw(long lsn, boolean damage, String what) {}
