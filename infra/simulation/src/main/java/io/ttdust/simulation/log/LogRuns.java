package io.ttdust.simulation.log;

import java.util.List;
import java.util.Map;

/// Runs of a log as one [LogLoader] loaded it. Safe for use by several threads.
public interface LogRuns {

    /// What came of a run.
    ///
    /// @param cases how often each occurred, by name
    /// @param trace equal for runs that were the same
    record Run(Map<String, Long> cases, long trace) {}

    /// Runs a seed's story.
    ///
    /// @throws AssertionError if a promise was broken
    Run story(long seed) throws Exception;

    /// The names of all cases.
    List<String> cases();

    /// How many scripts there are whose every operation can be the last.
    int scripts();

    /// In how many ways an operation can be the last.
    int ways();

    /// How many operations a script takes.
    long operations(int script) throws Exception;

    /// Ends a script at an operation.
    ///
    /// @throws AssertionError if a promise was broken
    void end(CrashPoint point) throws Exception;
}
