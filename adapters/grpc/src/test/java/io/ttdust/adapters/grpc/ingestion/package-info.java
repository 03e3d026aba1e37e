@NullMarked
package io.ttdust.adapters.grpc.ingestion;

import org.jspecify.annotations.NullMarked;
