package io.ttdust.domain.access;

import io.ttdust.domain.id.StreamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a request was authenticated as.
///
/// @param subject the key's id; goes into logs and audit rows
/// @param grants the streams it is bound to; an administrator passes without
public record Principal(String subject, Role role, List<StreamGrant> grants) {

    public Principal {
        grants = List.copyOf(grants);
    }

    /// Whether the grants let it do `action` with `stream`.
    ///
    /// @param stream null asks for every stream
    public boolean isGranted(@Nullable StreamId stream, StreamAction action) {
        return role == Role.ADMIN || grants.stream().anyMatch(grant -> grant.covers(stream, action));
    }
}
