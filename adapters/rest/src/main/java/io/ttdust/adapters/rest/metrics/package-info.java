/// Metrics over HTTP, and the number of open connections among them. Entry points: [MetricsText], which the program
/// hands in, and [HttpConnections], which it asks. Neighbours: what is measured, and the text, come from elsewhere.
@NullMarked
package io.ttdust.adapters.rest.metrics;

import org.jspecify.annotations.NullMarked;
