package io.ttdust.cli.proof;

import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.cli.proof.Findings.Unclaimed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares all records of a stream, as they are read, with what was acknowledged and with the bytes that were
/// sent.
///
/// Give it every record by [#read], then ask for the [#findings]. For one thread.
public final class ReadBack {

    private static final int SAMPLES = 10;
    /// More unclaimed records than could ever be in flight: what lies beyond is counted as doubled.
    private static final int UNCLAIMED_MAX = 100_000;

    private final PayloadSource sent;
    private final Map<Integer, PartitionView> partitions = new TreeMap<>();
    private final Map<Integer, Long> lastOffsets = new TreeMap<>();
    private final List<Unclaimed> unclaimed = new ArrayList<>();
    private final List<String> samples = new ArrayList<>();
    private long read;
    private long doubled;
    private long altered;
    private long disordered;

    /// A read-back of what `acked` says by now; `sent` gives the bytes of each number.
    public ReadBack(AckedRecords acked, PayloadSource sent) {
        this.sent = sent;
        long[] places = acked.places();
        for (int number = 0; number < places.length; number++) {
            if (places[number] != AckedRecords.NONE) {
                expect(number, AckedRecords.partitionOf(places[number]), AckedRecords.offsetOf(places[number]));
            }
        }
    }

    /// The next record of the stream.
    public void read(int partition, long offset, byte[] payload) {
        read++;
        PartitionView view = view(partition);
        if (!view.see(offset)) {
            doubled++;
            sample("partition %d, offset %d was read twice".formatted(partition, offset));
            return;
        }
        Long last = lastOffsets.put(partition, offset);
        if (last != null && last > offset) {
            disordered++;
            sample("partition %d: offset %d was read after %d".formatted(partition, offset, last));
        }
        long number = view.numberAt(offset);
        if (number == AckedRecords.NONE) {
            unclaimed(new Unclaimed(partition, offset, ByteBuffer.wrap(payload)));
        } else if (!Arrays.equals(sent.payload(number), payload)) {
            altered++;
            sample("record %d at partition %d, offset %d has other bytes".formatted(number, partition, offset));
        }
    }

    /// What was found, once everything was read.
    public Findings findings() {
        long lost = altered;
        long gaps = 0;
        for (Map.Entry<Integer, PartitionView> partition : partitions.entrySet()) {
            PartitionView view = partition.getValue();
            for (int offset = view.nextLost(0); offset >= 0; offset = view.nextLost(offset + 1)) {
                lost++;
                sample("record %d, acknowledged at partition %d, offset %d, is not there"
                        .formatted(view.numberAt(offset), partition.getKey(), offset));
            }
            long holes = view.gaps();
            if (holes > 0) {
                gaps += holes;
                sample("partition %d has %d offsets that hold nothing".formatted(partition.getKey(), holes));
            }
        }
        return new Findings(
                read, lost, doubled, altered, disordered, gaps, List.copyOf(unclaimed), List.copyOf(samples));
    }

    private void expect(long number, int partition, long offset) {
        if (!view(partition).expect(offset, number)) {
            // Two keys were told the same place: at most one of the two records can be there.
            doubled++;
            sample("record %d was acknowledged at partition %d, offset %d, where another one was already"
                    .formatted(number, partition, offset));
        }
    }

    private void unclaimed(Unclaimed record) {
        if (unclaimed.size() < UNCLAIMED_MAX) {
            unclaimed.add(record);
        } else {
            doubled++;
        }
    }

    private PartitionView view(int partition) {
        return partitions.computeIfAbsent(partition, absent -> new PartitionView());
    }

    private void sample(String text) {
        if (samples.size() < SAMPLES) {
            samples.add(text);
        }
    }
}
