/** What is seen of a plan or a run: charts as SVG, tables, and a report as one HTML page. */
package org.texp4j.dl4j.internal.report;
