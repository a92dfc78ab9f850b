/** Text for pages and figures: escaped markup, numbers as a reader wants them, style sheets. */
package org.texp4j.dl4j.internal.markup;
