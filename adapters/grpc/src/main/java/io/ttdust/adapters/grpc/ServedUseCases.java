package io.ttdust.adapters.grpc;

import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.query.CursorCodec;
import io.ttdust.application.query.LookupRecord;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.UpdateStream;

/// What the server calls. All are safe for all threads.
///
/// @param ingestMeter is told of records where they are decoded, and of those that are refused before they are
///     offered
public record ServedUseCases(
        IngestRecords ingestRecords,
        FindStream streams,
        CreateStream createStream,
        UpdateStream updateStream,
        ListStreams listStreams,
        QueryTimeRange queryTimeRange,
        LookupRecord lookupRecord,
        CursorCodec cursors,
        Authenticate authenticate,
        Authorize authorize,
        CheckReadiness checkReadiness,
        IngestMeter ingestMeter) {}
