package org.texp4j.dl4j.internal.setup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.texp4j.dl4j.internal.digest.Sha256;

/**
 * The root seed of a run, from which each kind of random choice gets a seed by name.
 *
 * @param root the declared seed
 */
public record Seed(long root) {

  /** Returns the seed of one kind of choice: the first 8 bytes of SHA-256(root, name). */
  public long child(String name) {
    MessageDigest digest = Sha256.start();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(root).array());
    return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
