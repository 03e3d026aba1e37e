package io.ttdust.domain.access;

import org.jspecify.annotations.Nullable;

/// The table of rights: what each needs at least. Every route and every gRPC method names one of these; there is no
/// other place that decides.
public enum Permission {
    SCHEMA_READ("read schemas", Role.READER, null),
    SCHEMA_WRITE("write schemas", Role.SCHEMA_ADMIN, null),
    SCHEMA_DELETE("delete schemas", Role.ADMIN, null),
    /// The list itself is open to every role; it holds only the streams the caller may read.
    STREAM_LIST("list streams", Role.READER, null),
    STREAM_READ("read a stream's definition", Role.READER, StreamAction.READ),
    STREAM_WRITE("write stream definitions", Role.OPERATOR, StreamAction.ADMIN),
    RECORDS_INGEST("send records", Role.WRITER, StreamAction.WRITE),
    RECORDS_QUERY("query records", Role.READER, StreamAction.READ),
    API_KEY_READ("list API keys", Role.ADMIN, null),
    API_KEY_WRITE("create API keys", Role.ADMIN, null),
    API_KEY_DELETE("revoke API keys", Role.ADMIN, null),
    HEALTH_DETAIL("see what each component says", Role.READER, null),
    /// Metrics name every stream, so they are for those who may read every stream.
    METRICS_READ("read metrics", Role.READER, StreamAction.READ),
    API_DESCRIPTION("list services and messages", Role.READER, null);

    private final String doing;
    private final Role role;
    private final @Nullable StreamAction onStream;

    Permission(String doing, Role role, @Nullable StreamAction onStream) {
        this.doing = doing;
        this.role = role;
        this.onStream = onStream;
    }

    /// For messages: "to … needs role …".
    public String doing() {
        return doing;
    }

    /// The lowest role that has it.
    public Role role() {
        return role;
    }

    /// What must be granted on the stream in question as well; null if no stream is in question.
    public @Nullable StreamAction onStream() {
        return onStream;
    }
}
