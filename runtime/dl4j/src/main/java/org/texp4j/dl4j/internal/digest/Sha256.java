package org.texp4j.dl4j.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SHA-256 digests, in hex. */
public final class Sha256 {

  private Sha256() {}

  /** Starts a digest. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** The digest of a text in UTF-8. */
  public static String of(String text) {
    return HexFormat.of().formatHex(start().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The digest of the elements of an array, as {@link ArrayBytes} gives them. */
  public static String of(INDArray array) {
    MessageDigest digest = start();
    ArrayBytes.read(array, digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }
}
