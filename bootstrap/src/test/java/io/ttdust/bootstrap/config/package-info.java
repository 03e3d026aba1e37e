@NullMarked
package io.ttdust.bootstrap.config;

import org.jspecify.annotations.NullMarked;
