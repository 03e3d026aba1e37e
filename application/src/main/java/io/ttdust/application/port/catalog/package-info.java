/// What is known about streams and schemas, and secrets all nodes share.
@NullMarked
package io.ttdust.application.port.catalog;

import org.jspecify.annotations.NullMarked;
