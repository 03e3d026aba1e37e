package io.ttdust.adapters.grpc.admin;

import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;
import io.ttdust.proto.admin.v1.StreamConfig;
import org.jspecify.annotations.Nullable;

/// How streams look in messages.
final class StreamMessages {

    private StreamMessages() {}

    static StreamConfig of(StreamDefinition stream) {
        return StreamConfig.newBuilder()
                .setStreamId(stream.id().toString())
                .setName(stream.name().value())
                .setDescription(stream.description())
                .setSchemaId(stream.schemaId().toString())
                .putAllLabels(stream.labels())
                .setPartitions(stream.partitions())
                .setSchemaVersion(stream.schemaVersion())
                .setRequestedSchemaVersion(stream.versionChoice().toString())
                .setStatus(stream.status().word())
                .setCreatedAtUnixMicros(Micros.of(stream.createdAt()))
                .build();
    }

    /// Why no stream can be created from `config`; null if nothing in it has to be ignored.
    static @Nullable Problem refusal(StreamConfig config) {
        if (config.getName().isEmpty()) {
            return invalid("name", "required", "is missing");
        }
        if (config.getRetention().getRetentionDays() != 0) {
            return invalid(
                    "retention.retention_days",
                    "unsupported",
                    "cannot be honoured yet: records are kept for ever; leave it out");
        }
        String given = !config.getStreamId().isEmpty()
                ? "stream_id"
                : config.getSchemaVersion() != 0
                        ? "schema_version"
                        : !config.getStatus().isEmpty()
                                ? "status"
                                : config.getCreatedAtUnixMicros() != 0 ? "created_at_unix_micros" : null;
        return given == null ? null : invalid(given, "read_only", "is given by the server; leave it out");
    }

    /// Which version of the schema `config` asks for.
    static Result<VersionChoice> versionChoice(StreamConfig config) {
        String word = config.getRequestedSchemaVersion();
        try {
            return Result.ok(word.isEmpty() ? VersionChoice.LATEST : VersionChoice.parse(word));
        } catch (IllegalArgumentException e) {
            return Result.refused(invalid("requested_schema_version", "version", String.valueOf(e.getMessage())));
        }
    }

    static Problem invalid(String field, String keyword, String message) {
        return Problems.invalidField("config." + field, keyword, message);
    }
}
