/// What an operator can set: the table of settings ([Setting]), their values and where each came from ([Settings]).
///
/// One table serves reading, checking, masking and the documentation, so that they cannot drift apart. Entry point:
/// [Settings#read].
@NullMarked
package io.ttdust.bootstrap.config;

import org.jspecify.annotations.NullMarked;
