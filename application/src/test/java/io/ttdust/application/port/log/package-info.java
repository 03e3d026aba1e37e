/// The log's contract test, which every adapter runs, and its in-memory fake.
@NullMarked
package io.ttdust.application.port.log;

import org.jspecify.annotations.NullMarked;
