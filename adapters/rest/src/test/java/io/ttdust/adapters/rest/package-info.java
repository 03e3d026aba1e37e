@NullMarked
package io.ttdust.adapters.rest;

import org.jspecify.annotations.NullMarked;
