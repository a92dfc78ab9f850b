/** What a run is set up from: the opened data, and the network with what is proven of it. */
package org.texp4j.dl4j.internal.setup;
