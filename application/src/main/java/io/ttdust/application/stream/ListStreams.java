package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamDefinition;
import org.jspecify.annotations.Nullable;

/// Lists streams, newest first.
public final class ListStreams {

    private final StreamRepository streams;

    public ListStreams(StreamRepository streams) {
        this.streams = streams;
    }

    /// One page.
    ///
    /// @param limit items wanted; null for [Listing#LIMIT_DEFAULT]
    /// @param cursor [Listing#next] of the page before; null for the first page
    public Result<Listing<StreamDefinition>> list(@Nullable Integer limit, @Nullable String cursor) {
        return Listing.of(
                limit,
                cursor,
                StreamId::parse,
                streams::list,
                stream -> stream.id().toString());
    }
}
