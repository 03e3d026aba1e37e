/// The ports of `application.port.catalog` in PostgreSQL: schemas, streams, data files, nodes and shared secrets.
///
/// Every method of a repository is one transaction. Where several rows are locked, they are locked in the order of
/// their keys and tables in the order nodes, data files, key files, checkpoints, statistics, so that two callers
/// wait for each other but never in a circle.
@NullMarked
package io.ttdust.adapters.postgres.catalog;

import org.jspecify.annotations.NullMarked;
