/// Who is calling and what they may do: [Authenticate] turns a presented key into a principal, [Authorize] says
/// whether it may, [EnsureAdminKey] makes the first key; the others administer keys.
@NullMarked
package io.ttdust.application.access;

import org.jspecify.annotations.NullMarked;
