/** SHA-256 digests of texts, arrays and files. */
package org.texp4j.dl4j.internal.digest;
