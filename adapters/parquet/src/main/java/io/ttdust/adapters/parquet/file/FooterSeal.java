package io.ttdust.adapters.parquet.file;

import static java.util.Objects.requireNonNull;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/// Checksums of what Parquet has none for: the footer and the page indexes.
///
/// The seal stands directly before the footer, where Parquet readers never look: `TTDC`, CRC-32C of the footer,
/// CRC-32C of the page indexes, where these start (8 bytes) and how many bytes they are (4); little-endian.
///
/// @param indexStart where the page indexes start in the file
public record FooterSeal(int footerCrc, int indexCrc, long indexStart, int indexBytes) {

    public static final int BYTES = 24;

    /// Length of the footer and the magic number behind it.
    public static final int TAIL_BYTES = 8;

    private static final int MAGIC = 0x43445454;

    /// Finishes a file the library ended: declares the order of its rows, which the library cannot, and seals it.
    public static void put(MemoryFile file, MessageType type) throws IOException {
        byte[] tail = file.copy(file.size() - TAIL_BYTES, TAIL_BYTES);
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        long start = file.size() - TAIL_BYTES - length;
        FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(file.copy(start, length)));
        for (RowGroup group : requireNonNull(metadata.getRow_groups())) {
            group.setSorting_columns(order(type));
        }
        ByteArrayOutputStream footer = new ByteArrayOutputStream(length + 64);
        Util.writeFileMetaData(metadata, footer);
        byte[] bytes = footer.toByteArray();
        FooterSeal seal = of(file, metadata, bytes);
        file.truncate(start);
        file.write(seal.bytes(), 0, BYTES);
        file.write(bytes, 0, bytes.length);
        ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).putInt(0, bytes.length);
        file.write(end.array(), 0, TAIL_BYTES);
    }

    private static List<SortingColumn> order(MessageType type) {
        return List.of(
                new SortingColumn(indexOf(type, SystemColumns.INGESTED_AT), false, false),
                new SortingColumn(indexOf(type, SystemColumns.OFFSET), false, false));
    }

    private static int indexOf(MessageType type, String column) {
        return type.getColumns().indexOf(type.getColumnDescription(new String[] {column}));
    }

    private static FooterSeal of(MemoryFile file, FileMetaData metadata, byte[] footer) {
        long start = Long.MAX_VALUE;
        long end = 0;
        for (RowGroup group : requireNonNull(metadata.getRow_groups())) {
            for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
                if (chunk.isSetColumn_index_offset()) {
                    start = Math.min(start, chunk.getColumn_index_offset());
                    end = Math.max(end, chunk.getColumn_index_offset() + chunk.getColumn_index_length());
                }
                start = Math.min(start, chunk.getOffset_index_offset());
                end = Math.max(end, chunk.getOffset_index_offset() + chunk.getOffset_index_length());
            }
        }
        int length = Math.toIntExact(end - start);
        return new FooterSeal(crc(footer), crc(file.copy(start, length)), start, length);
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(footerCrc)
                .putInt(indexCrc)
                .putLong(indexStart)
                .putInt(indexBytes)
                .array();
    }

    /// Reads a seal at the buffer's position.
    ///
    /// @throws IllegalArgumentException if there is none
    public static FooterSeal read(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            throw new IllegalArgumentException("there is no seal before its footer");
        }
        return new FooterSeal(in.getInt(), in.getInt(), in.getLong(), in.getInt());
    }

    /// The checksum of `bytes`.
    public static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
