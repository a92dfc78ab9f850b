package org.texp4j.dl4j.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The root of a run's random choices, from which each gets a seed of its own by name.
 *
 * @param root the declared seed
 */
public record Seed(long root) {

  /** Returns the seed of one kind of choice: the first 8 bytes of SHA-256(root, name). */
  public long child(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(root).array());
      return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
