/// The ports of `application.port.catalog` in PostgreSQL but for that of schemas: streams, data files, nodes and
/// shared secrets.
///
/// Entry points: one class per port, such as [PostgresStreamRepository] and [PostgresDataFileCatalog]. Neighbour:
/// `schema` has the schemas; neither package uses the other.
///
/// Every method of a repository is one transaction. Where several rows are locked, they are locked in the order of
/// their keys and tables in the order nodes, data files, key files, checkpoints, statistics, so that two callers
/// wait for each other but never in a circle.
@NullMarked
package io.ttdust.adapters.postgres.catalog;

import org.jspecify.annotations.NullMarked;
