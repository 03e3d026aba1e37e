package io.ttdust.benchmarks.readback;

import io.grpc.Channel;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.domain.record.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads whole streams, several slices of time at once, and checks every record.
///
/// Each stream's sequence numbers must be dense from 0, across its slices too, and every payload must be an
/// event of the generator.
///
/// @param events the generator's, by number
/// @param begun before the first record was received
/// @param ended after the last one was
public record ReadBack(List<Source> sources, List<byte[]> events, Instant begun, Instant ended) {

    private static final int SLICES = 2;

    /// Clocks of one machine, but nobody says that the server rounds as we do.
    private static final long MARGIN_MICROS = 1_000_000;

    /// A stream and a connection to read it over, which carries an API key.
    public record Source(String stream, Channel channel) {}

    /// How many records there are.
    ///
    /// @throws FailedRunException if one is not as it should be
    public long count() throws InterruptedException {
        List<SliceReader> readers = readers();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PageCheck>> slices = executor.invokeAll(readers);
            long total = 0;
            for (int source = 0; source < sources.size(); source++) {
                long next = 0;
                for (Future<PageCheck> slice : slices.subList(source * SLICES, (source + 1) * SLICES)) {
                    next = slice.get().endAfter(next);
                }
                total += next;
            }
            return total;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FailedRunException failure) {
                throw failure;
            }
            throw new FailedRunException("reading back failed: " + e.getCause());
        }
    }

    private List<SliceReader> readers() {
        long from = Micros.of(begun) - MARGIN_MICROS;
        long to = Micros.of(ended) + MARGIN_MICROS;
        List<SliceReader> readers = new ArrayList<>();
        for (Source source : sources) {
            for (int slice = 0; slice < SLICES; slice++) {
                long start = from + (to - from) / SLICES * slice;
                long end = slice == SLICES - 1 ? to : from + (to - from) / SLICES * (slice + 1) - 1;
                PageCheck check = new PageCheck(source.stream(), events);
                readers.add(new SliceReader(source.channel(), source.stream(), start, end, check));
            }
        }
        return readers;
    }
}
