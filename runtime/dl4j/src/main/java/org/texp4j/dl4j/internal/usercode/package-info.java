/** Calls of the user's code, and whose code a failure belongs to. */
package org.texp4j.dl4j.internal.usercode;
