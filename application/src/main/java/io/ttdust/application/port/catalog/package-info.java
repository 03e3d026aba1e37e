/// What is known about streams, schemas, data files and nodes, and secrets all nodes share.
@NullMarked
package io.ttdust.application.port.catalog;

import org.jspecify.annotations.NullMarked;
