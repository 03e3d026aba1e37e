@NullMarked
package io.ttdust.application.ingest;

import org.jspecify.annotations.NullMarked;
