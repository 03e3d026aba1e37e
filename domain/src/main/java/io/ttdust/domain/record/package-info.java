/// Records on their way from a producer to storage and back.
///
/// [RecordBatch] is the one shape record data has between the wire and the log: producers' calls fill it, the log
/// frames it, queries receive it. Nothing here performs I/O or reads a clock; instants arrive as arguments.
///
/// Entry point: [RecordBatch#builder]. Neighbours: `domain.schema` decides whether a payload is valid,
/// `application.ingest` decides what happens to it.
@NullMarked
package io.ttdust.domain.record;

import org.jspecify.annotations.NullMarked;
