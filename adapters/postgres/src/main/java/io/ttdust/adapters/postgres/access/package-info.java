/// Who may do what: the ports of `application.port.access` in PostgreSQL.
@NullMarked
package io.ttdust.adapters.postgres.access;

import org.jspecify.annotations.NullMarked;
