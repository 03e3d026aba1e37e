package io.ttdust.application.port.storage;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Fake: the records as they come behind a magic number and a checksum, without columns.
public final class InMemoryColumnFileFormat implements ColumnFileFormat {

    private static final int MAGIC = 0x54544446;
    private static final int HEAD_BYTES = 12;

    private int unfinishable = -1;

    @Override
    public ColumnFileWriter create(ColumnFileOrigin origin) {
        if (!origin.schema().definition().strip().startsWith("{")) {
            throw new StorageException(
                    "no object: the schema '%s'".formatted(origin.schema().name()));
        }
        return new Writer(origin, origin.partition() == unfinishable);
    }

    /// From now on no file of that partition can be ended.
    public void failFinishOf(int partition) {
        unfinishable = partition;
    }

    @Override
    public void read(
            StoredObject file,
            StreamId stream,
            int partition,
            long fromOffset,
            long fromMicros,
            Predicate<LoggedBatch> reader) {
        try {
            DataInputStream in = opened(file);
            StreamId itsStream = new StreamId(new UUID(in.readLong(), in.readLong()));
            int itsPartition = in.readInt();
            if (!itsStream.equals(stream) || itsPartition != partition) {
                throw new StorageException("'%s' holds partition %d of %s, not %d of %s"
                        .formatted(file.key(), itsPartition, itsStream, partition, stream));
            }
            boolean more = true;
            while (more && in.available() > 0) {
                LoggedBatch batch = batch(in, stream, partition);
                LoggedBatch wanted = from(batch, Math.max(fromOffset, batch.firstOffset()));
                more = batch.receiveMicros() < fromMicros || wanted.records().size() == 0 || reader.test(wanted);
            }
        } catch (IOException e) {
            throw new StorageException("'%s' cannot be read".formatted(file.key()), e);
        }
    }

    private static DataInputStream opened(StoredObject file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.read(0, bytes);
        bytes.flip();
        if (bytes.remaining() < HEAD_BYTES || bytes.getInt() != MAGIC) {
            throw new StorageException("'%s' is no file of this format".formatted(file.key()));
        }
        long checksum = bytes.getLong();
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        if (checksum != checksum(rest)) {
            throw new StorageException("'%s' is damaged".formatted(file.key()));
        }
        return new DataInputStream(new ByteArrayInputStream(rest));
    }

    private static LoggedBatch batch(DataInputStream in, StreamId stream, int partition) throws IOException {
        long firstOffset = in.readLong();
        long receiveMicros = in.readLong();
        int schemaVersion = in.readInt();
        int size = in.readInt();
        RecordBatch.Builder records = RecordBatch.builder(size, 0);
        for (int i = 0; i < size; i++) {
            String partitionKey = in.readBoolean() ? text(in) : null;
            long eventTimeMicros = in.readLong();
            int pairs = in.readInt();
            Map<String, String> metadata = HashMap.newHashMap(pairs);
            for (int k = 0; k < pairs; k++) {
                metadata.put(text(in), text(in));
            }
            records.add(bytes(in), new RecordAttributes(null, partitionKey, metadata, eventTimeMicros));
        }
        return new LoggedBatch(stream, partition, firstOffset, receiveMicros, schemaVersion, records.build());
    }

    private static LoggedBatch from(LoggedBatch batch, long offset) {
        if (offset <= batch.firstOffset()) {
            return batch;
        }
        int[] indexes = new int[(int) Math.max(0, batch.endOffset() - offset)];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = (int) (offset - batch.firstOffset()) + i;
        }
        return new LoggedBatch(
                batch.stream(),
                batch.partition(),
                offset,
                batch.receiveMicros(),
                batch.schemaVersion(),
                batch.records().select(indexes));
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static final class Writer implements ColumnFileWriter {

        private final ColumnFileOrigin origin;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);
        private @Nullable LoggedBatch last;
        private byte[] content = {};
        private final boolean unfinishable;
        private boolean finished;

        Writer(ColumnFileOrigin origin, boolean unfinishable) {
            this.origin = origin;
            this.unfinishable = unfinishable;
            try {
                out.write(origin.stream().bytes());
                out.writeInt(origin.partition());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void add(LoggedBatch batch) {
            if (finished) {
                throw new IllegalStateException("the file is finished");
            }
            if (!batch.stream().equals(origin.stream()) || batch.partition() != origin.partition()) {
                throw new IllegalArgumentException("partition %d of %s does not belong into %s"
                        .formatted(batch.partition(), batch.stream(), origin));
            }
            if (last != null && batch.firstOffset() != last.endOffset()) {
                throw new IllegalArgumentException(
                        "offset %d follows %d".formatted(batch.firstOffset(), last.endOffset() - 1));
            }
            if (last != null && batch.receiveMicros() < last.receiveMicros()) {
                throw new IllegalArgumentException(
                        "receive time %d follows %d".formatted(batch.receiveMicros(), last.receiveMicros()));
            }
            if (batch.records().size() > 0) {
                last = batch;
                write(batch);
            }
        }

        private void write(LoggedBatch batch) {
            try {
                RecordBatch records = batch.records();
                out.writeLong(batch.firstOffset());
                out.writeLong(batch.receiveMicros());
                out.writeInt(batch.schemaVersion());
                out.writeInt(records.size());
                for (int i = 0; i < records.size(); i++) {
                    write(records.attributes(i));
                    out.writeInt(records.length(i));
                    out.write(records.bytes(), records.start(i), records.length(i));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(RecordAttributes own) throws IOException {
            String partitionKey = own.partitionKey();
            out.writeBoolean(partitionKey != null);
            if (partitionKey != null) {
                write(partitionKey);
            }
            out.writeLong(own.eventTimeMicros());
            out.writeInt(own.metadata().size());
            for (Map.Entry<String, String> pair : own.metadata().entrySet()) {
                write(pair.getKey());
                write(pair.getValue());
            }
        }

        private void write(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        }

        @Override
        public long bufferedBytes() {
            return bytes.size();
        }

        @Override
        public List<ByteBuffer> finish() {
            if (unfinishable) {
                throw new StorageException("the file cannot be ended");
            }
            if (finished || last == null) {
                throw new IllegalStateException(finished ? "the file is finished" : "no record was added");
            }
            finished = true;
            byte[] rest = bytes.toByteArray();
            content = rest;
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES)
                    .putInt(MAGIC)
                    .putLong(checksum(rest))
                    .flip();
            return List.of(head, ByteBuffer.wrap(rest));
        }

        /// Spoils what was handed out, as one would find it whose memory holds the next file by now.
        @Override
        public void close() {
            finished = true;
            Arrays.fill(content, (byte) -1);
        }
    }
}
