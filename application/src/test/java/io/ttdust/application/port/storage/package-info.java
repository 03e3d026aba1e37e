/// Contract tests of the storage ports, which every adapter runs, and their in-memory fakes.
@NullMarked
package io.ttdust.application.port.storage;

import org.jspecify.annotations.NullMarked;
