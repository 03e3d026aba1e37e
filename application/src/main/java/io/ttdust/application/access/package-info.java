/// Who is calling: [Authenticate] turns a presented key into a principal, [EnsureAdminKey] makes the first key.
@NullMarked
package io.ttdust.application.access;

import org.jspecify.annotations.NullMarked;
