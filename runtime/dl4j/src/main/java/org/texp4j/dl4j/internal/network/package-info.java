/** One face for Deeplearning4j's two kinds of network. */
package org.texp4j.dl4j.internal.network;
