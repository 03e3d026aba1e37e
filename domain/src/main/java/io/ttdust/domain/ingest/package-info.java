/// What became of records offered to a stream, per batch ([IngestOutcome]) and per record ([Verdict]).
@NullMarked
package io.ttdust.domain.ingest;

import org.jspecify.annotations.NullMarked;
