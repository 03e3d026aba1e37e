/// Metadata in PostgreSQL: what is known about schemas, streams and data files, the API keys, and secrets all nodes
/// share.
///
/// Entry points: [ConnectionPool] and [Migrations], then one repository per port in the sub-packages. Plain JDBC: a
/// repository holds its statements, a row record beside it is the only place that knows how a domain type is
/// spelled in columns. Which server it is, the embedded one or the user's, is decided outside.
@NullMarked
package io.ttdust.adapters.postgres;

import org.jspecify.annotations.NullMarked;
