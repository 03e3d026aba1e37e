package io.ttdust.adapters.grpc.admin;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;
import io.ttdust.proto.admin.v1.StreamConfig;
import io.ttdust.proto.admin.v1.UpdateStreamRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request changes of a stream. A stream that was asked for, changed and sent back whole is a request.
final class StreamUpdates {

    private static final String DESCRIPTION = "description";
    private static final String LABELS = "labels";
    private static final String VERSION = "requested_schema_version";
    private static final Set<String> CHANGEABLE = Set.of(DESCRIPTION, LABELS, VERSION);

    private StreamUpdates() {}

    /// What `request` changes of `stream`, or `INVALID_REQUEST` if it would change what cannot be.
    static Result<StreamChange> change(StreamDefinition stream, UpdateStreamRequest request) {
        StreamConfig config = request.getConfig();
        Problem refusal = refusal(StreamMessages.of(stream), config);
        if (refusal != null) {
            return Result.refused(refusal);
        }
        Set<String> changed = new HashSet<>();
        if (request.hasUpdateMask()) {
            for (String path : request.getUpdateMask().getPathsList()) {
                if (!CHANGEABLE.contains(path)) {
                    return Result.refused(Problems.invalidField(
                            "update_mask",
                            "unknown",
                            "'%s' cannot be changed; what can is %s".formatted(path, CHANGEABLE)));
                }
                changed.add(path);
            }
        } else {
            config.getAllFields().keySet().forEach(field -> changed.add(field.getName()));
        }
        String description = changed.contains(DESCRIPTION) ? config.getDescription() : null;
        Map<String, String> labels = changed.contains(LABELS) ? config.getLabelsMap() : null;
        return changed.contains(VERSION)
                ? StreamMessages.versionChoice(config).then(version -> Result.ok(change(description, labels, version)))
                : Result.ok(change(description, labels, null));
    }

    private static StreamChange change(
            @Nullable String description, @Nullable Map<String, String> labels, @Nullable VersionChoice version) {
        return new StreamChange(description, labels, version);
    }

    /// Why the fields that never change are not as they are; null if they are, or are empty. The stream's id, which
    /// may be a name here, was what it was found by.
    private static @Nullable Problem refusal(StreamConfig stream, StreamConfig sent) {
        for (Map.Entry<FieldDescriptor, Object> field : sent.getAllFields().entrySet()) {
            String name = field.getKey().getName();
            boolean fixed = !CHANGEABLE.contains(name) && !name.equals("stream_id");
            if (fixed && !field.getValue().equals(stream.getField(field.getKey()))) {
                return StreamMessages.invalid(
                        name, "immutable", "cannot be changed; leave it out, or change " + CHANGEABLE);
            }
        }
        return null;
    }
}
