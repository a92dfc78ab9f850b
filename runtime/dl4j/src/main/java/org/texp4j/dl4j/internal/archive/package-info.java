/** Zip files and the arrays in them, from anyone: checked before anything of them is used. */
package org.texp4j.dl4j.internal.archive;
