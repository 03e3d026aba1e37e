@NullMarked
package io.ttdust.application.query;

import org.jspecify.annotations.NullMarked;
