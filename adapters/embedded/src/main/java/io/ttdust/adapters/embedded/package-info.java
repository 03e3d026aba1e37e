/// The default's own database: a real PostgreSQL that this process starts, keeps to itself and stops.
///
/// Entry point: [EmbeddedPostgresServer]. It only supplies an address and an account; what is stored there, and
/// how, is the business of the PostgreSQL adapter, which cannot tell this server from any other.
@NullMarked
package io.ttdust.adapters.embedded;

import org.jspecify.annotations.NullMarked;
