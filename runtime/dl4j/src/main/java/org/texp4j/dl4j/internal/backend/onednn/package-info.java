/** Networks as programs of oneDNN operations, compiled from their configuration. */
package org.texp4j.dl4j.internal.backend.onednn;
