package io.ttdust.benchmarks.log;

import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.floor.SyncedWrites;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/// All turns of a run; those with the same index were taken one after another.
record LogTurns(
        List<SyncedWrites> loneFloor,
        List<SyncedWrites> bandwidthFloor,
        List<LogTurn> lone,
        List<LogTurn> shared,
        List<LogTurn> bandwidth,
        List<LogTurn> spreadOut) {

    private static final double P50 = 0.5;
    private static final double P99 = 0.99;

    void fill(Report report) {
        Spread floor = spread(loneFloor, turn -> turn.latencies().quantileMicros(P50));
        Spread append = spread(lone, turn -> turn.latencies().quantileMicros(P50));
        report.spread("floor_p50_us", floor, 1, "us; 4 KiB over zero-filled blocks + fdatasync, as a lone commit");
        report.spread("lone_append_p50_us", append, 1, "us; 1 producer, 1 record of 1 KiB, call to durable");
        report.spread(
                "lone_append_p99_us", spread(lone, turn -> turn.latencies().quantileMicros(P99)), 1, "us");
        report.spread("lone_ratio", ratios(this::loneRatio), 2, "lone append p50 / floor p50, of neighbouring turns");
        report.spread("records_per_s_1x1", spread(lone, LogTurn::recordsPerSecond), 0, "1 producer x 1 record");
        report.spread("records_per_s_64x1", spread(shared, LogTurn::recordsPerSecond), 0, "64 producers x 1 record");
        report.spread("fsyncs_per_record_64x1", spread(shared, LogTurn::fsyncsPerRecord), 4, "");
        report.spread(
                "floor_1m_mb_s",
                spread(bandwidthFloor, SyncedWrites::mbPerSecond),
                0,
                "MB/s; 1 MiB over zero-filled blocks + fdatasync");
        report.spread(
                "mb_s",
                spread(bandwidth, turn -> turn.mbPerSecond(ClickEvents.BYTES)),
                0,
                "MB/s of payload; 64 producers x 100 records of 1 KiB");
        report.spread("mb_s_ratio", ratios(this::bandwidthRatio), 2, "mb_s / floor_1m_mb_s, of neighbouring turns");
        report.spread(
                "streams_1000_ratio",
                ratios(this::streamsRatio),
                2,
                "mb_s into 1 stream / mb_s into %,d, of neighbouring turns".formatted(LogCommand.STREAMS));
        report.spread("fsyncs_per_append_64x100", spread(bandwidth, LogTurn::fsyncsPerAppend), 4, "");
        report.spread(
                "alloc_bytes_per_append_100",
                spread(bandwidth, LogTurn::allocatedBytesPerAppend),
                0,
                "heap of all threads, per append of 100 records");
        report.count("pairs", lone.size(), "turns of each kind; every number is their median (least .. greatest)");
    }

    private double loneRatio(int pair) {
        return lone.get(pair).latencies().quantileMicros(P50)
                / loneFloor.get(pair).latencies().quantileMicros(P50);
    }

    private double bandwidthRatio(int pair) {
        return bandwidth.get(pair).mbPerSecond(ClickEvents.BYTES)
                / bandwidthFloor.get(pair).mbPerSecond();
    }

    private double streamsRatio(int pair) {
        return bandwidth.get(pair).mbPerSecond(ClickEvents.BYTES)
                / spreadOut.get(pair).mbPerSecond(ClickEvents.BYTES);
    }

    private Spread ratios(IntToDoubleFunction ratio) {
        List<Double> values = new ArrayList<>();
        for (int pair = 0; pair < lone.size(); pair++) {
            values.add(ratio.applyAsDouble(pair));
        }
        return Spread.of(values);
    }

    private static <T> Spread spread(List<T> turns, ToDoubleFunction<T> value) {
        return Spread.of(turns.stream().map(value::applyAsDouble).toList());
    }
}
