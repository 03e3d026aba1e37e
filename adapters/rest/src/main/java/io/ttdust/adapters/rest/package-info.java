/// The REST API: HTTP requests become calls of use cases, and their answers JSON.
///
/// What every request passes lies here: the server's fixed settings and the check of the API key and its rights.
/// The controllers lie in one package per capability.
@NullMarked
package io.ttdust.adapters.rest;

import org.jspecify.annotations.NullMarked;
