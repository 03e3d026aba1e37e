package io.ttdust.application.port.log;

/// How far the log can be read at one moment.
///
/// @param endLsn end of the last durable commit; nothing before it ever changes
/// @param throughMicros every record whose receive time (Unix microseconds) is not later lies before `endLsn`, and
///     every record appended from now on will be later
public record Horizon(long endLsn, long throughMicros) {}
