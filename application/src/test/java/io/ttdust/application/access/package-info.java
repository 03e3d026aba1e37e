@NullMarked
package io.ttdust.application.access;

import org.jspecify.annotations.NullMarked;
