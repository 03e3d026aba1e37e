package io.ttdust.adapters.parquet.file;

import java.util.LinkedHashMap;
import java.util.Map;

/// Key/value metadata of a file: where its records come from and which they are.
///
/// @param firstOffset offset of the first record; the others follow without a gap
/// @param rows how many there are
public record FileTraits(String stream, int partition, long firstOffset, long rows) {

    static final String FORMAT_VERSION = "1";

    private static final String FORMAT = "ttdust.format";
    private static final String STREAM_ID = "ttdust.stream.id";
    private static final String PARTITION = "ttdust.partition";
    private static final String FIRST_OFFSET = "ttdust.offset.first";
    private static final String LAST_OFFSET = "ttdust.offset.last";
    private static final String COUNT = "ttdust.count";

    /// As they are written, in the order of `FORMAT.md`; the writer adds its own.
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, FORMAT_VERSION);
        metadata.put(STREAM_ID, stream);
        metadata.put(PARTITION, Integer.toString(partition));
        metadata.put(FIRST_OFFSET, Long.toString(firstOffset));
        metadata.put(LAST_OFFSET, Long.toString(firstOffset + rows - 1));
        metadata.put(COUNT, Long.toString(rows));
        return metadata;
    }

    /// Reads what [#metadata] gave.
    ///
    /// @throws IllegalArgumentException if one is missing or malformed, or the format is of another version
    public static FileTraits of(Map<String, String> metadata) {
        String format = metadata.getOrDefault(FORMAT, "none");
        if (!format.equals(FORMAT_VERSION)) {
            throw new IllegalArgumentException(
                    "its format is '%s', not version %s of this one".formatted(format, FORMAT_VERSION));
        }
        FileTraits traits = new FileTraits(
                metadata.getOrDefault(STREAM_ID, ""),
                (int) number(metadata, PARTITION),
                number(metadata, FIRST_OFFSET),
                number(metadata, COUNT));
        if (number(metadata, LAST_OFFSET) != traits.firstOffset + traits.rows - 1) {
            throw new IllegalArgumentException("its offsets and its count do not agree");
        }
        return traits;
    }

    private static long number(Map<String, String> metadata, String key) {
        String value = metadata.getOrDefault(key, "");
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("its %s is '%s'".formatted(key, value), e);
        }
    }
}
