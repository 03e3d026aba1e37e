/// Records over HTTP, in and out.
///
/// A body is read once, [split][JsonText] into ranges without a copy, and offered as one
/// [io.ttdust.domain.record.RecordBatch]; payloads come back byte for byte. Entry point: `RecordController`.
/// Neighbours: `application.ingest` gives the verdicts, `application.query` finds the records.
@NullMarked
package io.ttdust.adapters.rest.record;

import org.jspecify.annotations.NullMarked;
