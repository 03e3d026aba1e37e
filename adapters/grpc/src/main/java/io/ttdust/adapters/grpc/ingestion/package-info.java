/// `IngestionService`: frames and single records on their way to the use case and back. Entry point:
/// [IngestionEndpoint].
@NullMarked
package io.ttdust.adapters.grpc.ingestion;

import org.jspecify.annotations.NullMarked;
