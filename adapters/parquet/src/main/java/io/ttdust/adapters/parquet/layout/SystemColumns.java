package io.ttdust.adapters.parquet.layout;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/// The columns every file starts with.
public final class SystemColumns {

    public static final String RECORD_ID = "_record_id";
    public static final String PARTITION = "_partition";
    public static final String OFFSET = "_offset";
    public static final String INGESTED_AT = "_ingested_at";
    public static final String EVENT_TIME = "_event_time";
    public static final String SCHEMA_VERSION = "_schema_version";
    public static final String PARTITION_KEY = "_partition_key";
    public static final String METADATA = "_metadata";
    public static final String UNTYPED = "_untyped";
    public static final String PAYLOAD = "_payload";

    private static final LogicalTypeAnnotation MICROS = LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);

    static final List<Type> TYPES = List.of(
            Types.required(BINARY).as(LogicalTypeAnnotation.stringType()).named(RECORD_ID),
            Types.required(INT32).named(PARTITION),
            Types.required(INT64).named(OFFSET),
            Types.required(INT64).as(MICROS).named(INGESTED_AT),
            Types.optional(INT64).as(MICROS).named(EVENT_TIME),
            Types.required(INT32).named(SCHEMA_VERSION),
            Types.optional(BINARY).as(LogicalTypeAnnotation.stringType()).named(PARTITION_KEY),
            Types.optionalMap()
                    .key(BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .requiredValue(BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(METADATA),
            Types.optionalList()
                    .requiredElement(BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(UNTYPED),
            Types.required(BINARY).as(LogicalTypeAnnotation.jsonType()).named(PAYLOAD));

    /// The columns that hold a record as it was received.
    public static final MessageType RECEIVED = new MessageType(
            "record",
            TYPES.stream()
                    .filter(type -> !Set.of(RECORD_ID, PARTITION, UNTYPED).contains(type.getName()))
                    .toList());

    private static final Set<String> NAMES = TYPES.stream().map(Type::getName).collect(Collectors.toUnmodifiableSet());

    /// Lower-case names no property's column may have: those above, and what the folders of a file's path are
    /// called, which engines show as columns.
    static final Set<String> RESERVED = Stream.concat(NAMES.stream(), Stream.of("year", "month", "day", "hour"))
            .collect(Collectors.toUnmodifiableSet());

    private SystemColumns() {}

    /// Whether the top-level column of that name is one of those above, not a property's.
    public static boolean isSystem(String name) {
        return NAMES.contains(name);
    }
}
