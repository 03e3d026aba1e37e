@NullMarked
package io.ttdust.cli.query;

import org.jspecify.annotations.NullMarked;
