package io.ttdust.cli.proof;

import java.nio.ByteBuffer;
import java.util.List;

/// The result of a read-back.
///
/// @param read records read
/// @param lost acknowledged records that were not there, or not with the bytes that were sent
/// @param doubled records that were there a second time
/// @param altered of the lost ones, those in whose place other bytes were
/// @param disordered records that came before one with a smaller offset of their partition
/// @param gaps offsets that hold nothing although a later one holds something
/// @param unclaimed records that nobody acknowledged yet; whether that is right depends on what was in flight
/// @param samples the first few things that were wrong, in words
public record Findings(
        long read,
        long lost,
        long doubled,
        long altered,
        long disordered,
        long gaps,
        List<Unclaimed> unclaimed,
        List<String> samples) {

    /// A record that was read and not acknowledged.
    public record Unclaimed(int partition, long offset, ByteBuffer payload) {}

    /// Whether every acknowledged record was there once, and nothing else.
    public boolean isPerfect() {
        return isSound() && unclaimed.isEmpty();
    }

    /// Whether every acknowledged record was there once; more may have been there.
    public boolean isSound() {
        return lost == 0 && doubled == 0 && disordered == 0 && gaps == 0;
    }
}
