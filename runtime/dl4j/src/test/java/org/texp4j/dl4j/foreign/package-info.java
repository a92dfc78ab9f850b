/** Files from anyone: sound ones, changed at random places and sealed again. */
package org.texp4j.dl4j.foreign;
