@NullMarked
package io.ttdust.cli.feed;

import org.jspecify.annotations.NullMarked;
