package io.ttdust.adapters.grpc.ingestion;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.ttdust.application.ingest.IngestLimits;
import java.io.IOException;
import java.util.Map;

/// What the decoders of request messages read alike.
final class WireFields {

    static final int VARINT = WireFormat.WIRETYPE_VARINT;
    static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /// What the two strings of a pair, its place in a map and the map's share of it take beside the text itself.
    static final int PAIR_BYTES = 176;

    /// What the attributes of a record and up to two keys take beside the text itself.
    static final int ATTRIBUTES_BYTES = 176;

    private static final int MAP_KEY = 1 << 3 | BYTES;
    private static final int MAP_VALUE = 2 << 3 | BYTES;

    private WireFields() {}

    /// Reads one entry of a `map<string, string>` into `metadata`.
    static void readPair(CodedInputStream in, Map<String, String> metadata) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case MAP_KEY -> key = in.readStringRequireUtf8();
                case MAP_VALUE -> value = in.readStringRequireUtf8();
                default -> skip(in, tag);
            }
        }
        in.checkLastTagWas(0);
        in.popLimit(outer);
        // One pair beyond the limit is enough for the record to be refused.
        if (metadata.size() <= IngestLimits.METADATA_PAIRS_MAX) {
            metadata.put(key, value);
        }
    }

    /// Skips a field that nobody knows. A number is read and not skipped, as the generated parser does: the library is
    /// stricter about what it skips.
    static void skip(CodedInputStream in, int tag) throws IOException {
        if (WireFormat.getTagWireType(tag) == VARINT) {
            long _ = in.readRawVarint64();
        } else if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that has not begun");
        }
    }
}
