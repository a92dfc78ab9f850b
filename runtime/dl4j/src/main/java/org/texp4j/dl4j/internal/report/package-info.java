/** Plans and runs for readers: charts as SVG, tables, and a report as one HTML page. */
package org.texp4j.dl4j.internal.report;
