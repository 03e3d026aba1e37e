/// The log: [RecordLog] to append to it, [LogReader] to read what is durable in it.
@NullMarked
package io.ttdust.application.port.log;

import org.jspecify.annotations.NullMarked;
