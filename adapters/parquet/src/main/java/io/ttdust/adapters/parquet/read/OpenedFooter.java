package io.ttdust.adapters.parquet.read;

import io.ttdust.adapters.parquet.file.FileTraits;
import io.ttdust.adapters.parquet.file.FooterSeal;
import io.ttdust.adapters.parquet.file.StoredInput;
import io.ttdust.adapters.parquet.file.ZstdCodecs;
import io.ttdust.adapters.parquet.layout.SystemColumns;
import io.ttdust.application.port.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// What the end of a file says about it, checked; immutable.
///
/// @param bytes about how much memory it takes
record OpenedFooter(ParquetMetadata metadata, FileTraits traits, long bytes) {

    private static final ParquetReadOptions OPTIONS = ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdCodecs())
            .usePageChecksumVerification(true)
            .withUseHadoopVectoredIo(false)
            .build();

    /// "PAR1" at either end.
    private static final int MAGIC = 0x31524150;

    private static final int HEAD_BYTES = 4;

    /// Far above that of any file written here, with a thousand columns and many row groups.
    private static final int FOOTER_BYTES_MAX = 64 << 20;

    /// Read at first, in the hope that the footer is in it.
    private static final int GUESS_BYTES = 32 << 10;

    /// A footer in memory is about that many times as large as in its file.
    private static final int EXPANSION = 8;

    static OpenedFooter of(StoredObject file) throws DamagedFileException, IOException {
        ByteBuffer tail = read(file, Math.max(0, file.size() - GUESS_BYTES), file.size());
        if (tail.capacity() < HEAD_BYTES + FooterSeal.BYTES + FooterSeal.TAIL_BYTES
                || tail.getInt(tail.capacity() - 4) != MAGIC) {
            throw new DamagedFileException("it does not end like a Parquet file");
        }
        int length = tail.getInt(tail.capacity() - FooterSeal.TAIL_BYTES);
        long start = file.size() - FooterSeal.TAIL_BYTES - length;
        long sealStart = start - FooterSeal.BYTES;
        if (length <= 0 || length > FOOTER_BYTES_MAX || sealStart < HEAD_BYTES) {
            throw new DamagedFileException(
                    "a footer of %d bytes is none in a file of %d".formatted(length, file.size()));
        }
        if (sealStart < file.size() - tail.capacity()) {
            tail = read(file, sealStart, file.size());
        }
        byte[] footer = new byte[length];
        int at = tail.capacity() - FooterSeal.TAIL_BYTES - length;
        tail.get(at, footer);
        FooterSeal seal = FooterSeal.read(tail.position(at - FooterSeal.BYTES));
        if (FooterSeal.crc(footer) != seal.footerCrc()) {
            throw new DamagedFileException("its footer does not have the checksum it should");
        }
        checkIndexes(file, seal, sealStart);
        ParquetMetadata metadata = new ParquetMetadataConverter()
                .readParquetMetadata(new ByteArrayInputStream(footer), ParquetMetadataConverter.NO_FILTER);
        FileTraits traits = FileTraits.of(metadata.getFileMetaData().getKeyValueMetaData());
        OpenedFooter opened = new OpenedFooter(metadata, traits, (long) length * EXPANSION);
        opened.check(sealStart);
        return opened;
    }

    /// Opens the file for reading its `columns`; the object stays open when the reader is closed.
    ParquetFileReader open(StoredObject file, MessageType columns) throws IOException {
        StoredInput input = new StoredInput(file);
        ParquetFileReader reader = new ParquetFileReader(input, metadata, OPTIONS, input.newStream());
        reader.setRequestedSchema(columns);
        return reader;
    }

    private static void checkIndexes(StoredObject file, FooterSeal seal, long end) throws DamagedFileException {
        if (seal.indexBytes() < 0
                || seal.indexBytes() > FOOTER_BYTES_MAX
                || seal.indexStart() < HEAD_BYTES
                || seal.indexStart() > end - seal.indexBytes()) {
            throw new DamagedFileException("its page indexes lie outside of it");
        }
        byte[] indexes = read(file, seal.indexStart(), seal.indexStart() + seal.indexBytes())
                .array();
        if (FooterSeal.crc(indexes) != seal.indexCrc()) {
            throw new DamagedFileException("its page indexes do not have the checksum they should");
        }
    }

    private static ByteBuffer read(StoredObject file, long start, long end) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - start)).order(ByteOrder.LITTLE_ENDIAN);
        file.read(start, bytes);
        return bytes.flip();
    }

    /// Whatever memory is allocated by must lie within the file.
    private void check(long end) throws DamagedFileException {
        MessageType type = metadata.getFileMetaData().getSchema();
        for (Type column : SystemColumns.RECEIVED.getFields()) {
            if (!type.containsField(column.getName())
                    || !type.getType(column.getName()).equals(column)) {
                throw new DamagedFileException("it has no column " + column);
            }
        }
        long rows = 0;
        for (BlockMetaData block : metadata.getBlocks()) {
            if (block.getRowCount() <= 0 || block.getRowCount() > Integer.MAX_VALUE) {
                throw new DamagedFileException("it has a row group of %d rows".formatted(block.getRowCount()));
            }
            rows += block.getRowCount();
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                requireWithin(end, chunk.getStartingPos(), chunk.getTotalSize());
                IndexReference offsets = chunk.getOffsetIndexReference();
                if (offsets == null) {
                    throw new DamagedFileException("it has no index of its pages");
                }
                requireWithin(end, offsets.getOffset(), offsets.getLength());
                IndexReference values = chunk.getColumnIndexReference();
                if (values != null) {
                    requireWithin(end, values.getOffset(), values.getLength());
                }
            }
        }
        if (rows != traits.rows()) {
            throw new DamagedFileException("it has %d rows, not %d".formatted(rows, traits.rows()));
        }
    }

    private static void requireWithin(long end, long start, long length) throws DamagedFileException {
        if (start < HEAD_BYTES || length < 0 || length > Integer.MAX_VALUE || start > end - length) {
            throw new DamagedFileException("%d bytes from %d on lie outside of it".formatted(length, start));
        }
    }
}
