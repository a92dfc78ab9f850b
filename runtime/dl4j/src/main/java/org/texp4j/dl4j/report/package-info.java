/** Charts of a run, as SVG. */
package org.texp4j.dl4j.report;
