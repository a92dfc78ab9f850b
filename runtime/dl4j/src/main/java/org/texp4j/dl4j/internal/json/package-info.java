/** JSON objects with typed members: how the files of a run are written, read and compared. */
package org.texp4j.dl4j.internal.json;
