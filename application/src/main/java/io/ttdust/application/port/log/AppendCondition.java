package io.ttdust.application.port.log;

/// What must still be true when a batch gets its offsets, for instance that the version of the schema it was
/// checked against is in force.
@FunctionalInterface
public interface AppendCondition {

    /// Whether it is. Called while appends of all streams wait: it only reads memory, and never throws.
    boolean holds();
}
