package io.ttdust.cli.client;

import io.ttdust.proto.ingestion.v1.IngestError;

/// Hears what became of each record of a [Producer], by the record's number. Called on the thread answers come on,
/// one call at a time per producer.
public interface VerdictListener {

    /// Written now. `recordId` is empty unless the producer asks for ids.
    void accepted(long number, int partition, long offset, String recordId);

    /// Written before, under the same key.
    void duplicate(long number, int partition, long offset, String recordId);

    /// Breaks the schema or a limit; not written.
    void rejected(long number, IngestError error);

    /// The key was used for another record; not written.
    void conflict(long number, IngestError error);

    /// Not now; the producer offers it again.
    void refused(long number, IngestError error);

    /// A frame is answered in full; `nanos` is the time since it was sent.
    void frameAnswered(int records, long nanos);
}
