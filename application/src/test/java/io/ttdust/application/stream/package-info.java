/// Tests of creating and finding streams.
@NullMarked
package io.ttdust.application.stream;

import org.jspecify.annotations.NullMarked;
