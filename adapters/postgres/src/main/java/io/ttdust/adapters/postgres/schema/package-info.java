/// Schemas and their versions in PostgreSQL, in the tables `schemas` and `schema_versions`.
///
/// Entry point: [PostgresSchemaRepository], the port `application.port.catalog.SchemaRepository`. It reads, and
/// [SchemaTable] changes, each change a part of one transaction; whoever changes a schema locks its row first, then
/// its versions by their number. Neighbour: `catalog` has the other ports of that package and refers to versions
/// from its streams; neither package uses the other.
@NullMarked
package io.ttdust.adapters.postgres.schema;

import org.jspecify.annotations.NullMarked;
