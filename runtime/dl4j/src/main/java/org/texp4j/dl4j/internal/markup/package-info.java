/** Text for pages and figures: escaped markup, numbers for readers, style sheets. */
package org.texp4j.dl4j.internal.markup;
