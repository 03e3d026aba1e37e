package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamDefinition;
import org.jspecify.annotations.Nullable;

/// Lists the streams a caller may read, newest first.
public final class ListStreams {

    private final StreamRepository streams;

    public ListStreams(StreamRepository streams) {
        this.streams = streams;
    }

    /// One page. Streams the caller has no grant on are left out, so a page can be shorter than its limit, even
    /// empty, and not be the last.
    ///
    /// @param limit items wanted; null for [Listing#LIMIT_DEFAULT]
    /// @param cursor [Listing#next] of the page before; null for the first page
    public Result<Listing<StreamDefinition>> list(
            Principal principal, @Nullable Integer limit, @Nullable String cursor) {
        return Listing.<StreamId, StreamDefinition>of(
                        limit,
                        cursor,
                        StreamId::parse,
                        streams::list,
                        stream -> stream.id().toString())
                .then(page -> Result.ok(new Listing<>(
                        page.items().stream()
                                .filter(stream -> principal.isGranted(stream.id(), StreamAction.READ))
                                .toList(),
                        page.next())));
    }
}
