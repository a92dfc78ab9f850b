/** Line charts of plans and runs, as SVG. */
package org.texp4j.dl4j.chart;
